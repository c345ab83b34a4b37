package models

import (
	"log/slog"
	"sync"

	"descry/ml/ort"
)

// onnxRuntime opens the runtime library when the first model needs it. All models share the
// library, because it has one environment for the whole process.
type onnxRuntime struct {
	Log *slog.Logger // set before the first use; nil: no log

	mu     sync.Mutex
	Opened *ort.Runtime
}

func (r *onnxRuntime) get() (*ort.Runtime, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.Opened != nil {
		return r.Opened, nil
	}
	path, err := ort.FindLibrary()
	if err != nil {
		return nil, err
	}
	child, err := encoderChild(r.Log)
	if err != nil {
		return nil, err
	}
	rt, err := ort.Open(path)
	if err != nil {
		return nil, err
	}
	rt.UseChild(child)
	r.Opened = rt
	return rt, nil
}

// Close closes the library's environment, and the models that were loaded.
func (r *onnxRuntime) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.Opened == nil {
		return nil
	}
	rt := r.Opened
	r.Opened = nil
	return rt.Close()
}
