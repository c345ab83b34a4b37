//go:build !amd64 && !arm64

package vector

// kernels lists the kernels this processor can run, fastest first.
func kernels() []kernel { return []kernel{generic} }
