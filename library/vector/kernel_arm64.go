package vector

import "golang.org/x/sys/cpu"

// kernels lists the kernels this processor can run, fastest first. NEON
// itself is part of every arm64 processor.
func kernels() []kernel {
	neon := kernel{"neon", dotsNEON}
	if cpu.ARM64.HasASIMDDP {
		return []kernel{{"neon-dotprod", dotsDotProd}, neon, generic}
	}
	return []kernel{neon, generic}
}

//go:noescape
func dotsDotProd(out []int32, rows, q []int8)

//go:noescape
func dotsNEON(out []int32, rows, q []int8)
