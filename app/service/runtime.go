package service

import (
	"log/slog"
	"sync"

	"descry/ml/ort"
)

// onnxRuntime opens the runtime library when the first model needs it; all models
// share it, because the library has one environment for the whole process.
type onnxRuntime struct {
	log *slog.Logger // set before the first use; nil: nothing is written

	mu sync.Mutex
	rt *ort.Runtime
}

func (r *onnxRuntime) get() (*ort.Runtime, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.rt != nil {
		return r.rt, nil
	}
	path, err := ort.FindLibrary()
	if err != nil {
		return nil, err
	}
	child, err := encoderChild(r.log)
	if err != nil {
		return nil, err
	}
	rt, err := ort.Open(path)
	if err != nil {
		return nil, err
	}
	rt.UseChild(child)
	r.rt = rt
	return rt, nil
}

// Close ends the library's environment, and what was loaded with it.
func (r *onnxRuntime) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.rt == nil {
		return nil
	}
	rt := r.rt
	r.rt = nil
	return rt.Close()
}
