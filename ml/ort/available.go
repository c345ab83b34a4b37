package ort

import (
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
)

// Skip is a provider that was passed over, and why.
type Skip struct {
	Provider Provider
	Reason   error
}

// String names the provider and the reason, as in "CUDA: library
// libonnxruntime_providers_cuda.so not found".
func (s Skip) String() string { return fmt.Sprintf("%s: %v", s.Provider, s.Reason) }

// Check reports why the open library can't have a provider, nil if nothing speaks against the
// provider. Check only looks whether files are there: trying a provider takes a second and
// loads its drivers into the process.
func (r *Runtime) Check(p Provider) error {
	if !slices.Contains(Providers(), p) {
		return fmt.Errorf("it is not known on this system")
	}
	for _, name := range providerLibraries(p, runtime.GOOS) {
		if !isFile(filepath.Join(filepath.Dir(r.path), name)) {
			return fmt.Errorf("library %s not found", name)
		}
	}
	return nil
}

// providerLibraries are the files that a provider needs beside the runtime library, the only
// place in which the runtime looks. DirectML and CoreML are parts of the library, and only
// trying shows whether the library was built with them.
func providerLibraries(p Provider, system string) []string {
	switch p {
	case CUDA, TensorRT, OpenVINO:
	default:
		return nil
	}
	prefix, suffix := "lib", ".so"
	if system == "windows" {
		prefix, suffix = "", ".dll"
	}
	return []string{
		prefix + "onnxruntime_providers_" + string(p) + suffix,
		prefix + "onnxruntime_providers_shared" + suffix,
	}
}

// likely is the first of the providers that nothing speaks against.
func (r *Runtime) likely(providers []Provider) Provider {
	for _, p := range withCPU(providers) {
		if r.Check(p) == nil {
			return p
		}
	}
	return CPU
}
