package ml

import "golang.org/x/sys/cpu"

// vectorUnits reports whether the kernels below can run here.
var vectorUnits = cpu.X86.HasAVX2

// columnsAVX2 narrows four rows of RGBA pixels to size pixels each. For output pixel x
// columnsAVX2 reads 2·pairs source pixels from starts[x] on. weights holds, for each pair, the
// first pixel's weight four times and the second's four times.
//
//go:noescape
func columnsAVX2(dst, src *[4]*uint8, starts, weights *int32, size, pairs int)

// rowsAVX2 blends taps rows of 4·quads RGBA pixels into one.
//
//go:noescape
func rowsAVX2(dst *uint8, rows **uint8, weights *int32, taps, quads int)
