//go:build !amd64

package ml

const vectorUnits = false

func columnsAVX2(dst, src *[4]*uint8, starts, weights *int32, size, pairs int) {}

func rowsAVX2(dst *uint8, rows **uint8, weights *int32, taps, quads int) {}
