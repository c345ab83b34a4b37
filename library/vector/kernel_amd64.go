package vector

import "golang.org/x/sys/cpu"

// kernels lists the kernels this processor can run, fastest first.
func kernels() []kernel {
	var list []kernel
	x := cpu.X86
	if x.HasAVX512F && x.HasAVX512VNNI && x.HasAVX2 {
		list = append(list, kernel{"avx512vnni", dotsAVX512})
	}
	if x.HasAVXVNNI && x.HasAVX2 {
		list = append(list, kernel{"avxvnni", dotsAVXVNNI})
	}
	if x.HasAVX2 {
		list = append(list, kernel{"avx2", dotsAVX2})
	}
	return append(list, generic)
}

//go:noescape
func dotsAVX512(out []int32, rows, q []int8)

//go:noescape
func dotsAVXVNNI(out []int32, rows, q []int8)

//go:noescape
func dotsAVX2(out []int32, rows, q []int8)
