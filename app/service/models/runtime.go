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

	mu sync.Mutex
	Rt *ort.Runtime
}

func (r *onnxRuntime) get() (*ort.Runtime, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.Rt != nil {
		return r.Rt, nil
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
	r.Rt = rt
	return rt, nil
}

// Close ends the library's environment, and what was loaded with it.
func (r *onnxRuntime) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.Rt == nil {
		return nil
	}
	rt := r.Rt
	r.Rt = nil
	return rt.Close()
}
