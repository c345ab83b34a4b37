package models

import (
	"log/slog"
	"sync"

	"descry/ml/ort"
)

// onnxRuntime opens the runtime library when the first model needs it; all models
// share it, because the library has one environment for the whole process.
type onnxRuntime struct {
	Log *slog.Logger // set before the first use; nil: nothing is written

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

// Close ends the library's environment, and what was loaded with it.
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
