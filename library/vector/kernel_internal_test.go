package vector

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"descry/library"
)

// TestKernelsAgree runs every kernel of this processor beside the plain Go one on all shapes
// that matter. Each kernel must give the same integers.
func TestKernelsAgree(t *testing.T) {
	fills := map[string]func() int8{
		"random":   func() int8 { return int8(rand.IntN(256) - 128) },
		"lowest":   func() int8 { return -128 },
		"highest":  func() int8 { return 127 },
		"extremes": func() int8 { return int8(rand.IntN(2)*255 - 128) },
		"zero":     func() int8 { return 0 },
	}
	for _, k := range kernels() {
		for name, fill := range fills {
			t.Run(k.name+"/"+name, func(t *testing.T) {
				for _, stride := range []int{64, 128, 192, 512, 768, 1280, 4096, maxDim} {
					for _, rows := range []int{0, 4, 8, 60} {
						checkKernel(t, k, rows, stride, fill)
					}
				}
			})
		}
	}
}

func checkKernel(t *testing.T, k kernel, rows, stride int, fill func() int8) {
	t.Helper()
	matrix, q := make([]int8, rows*stride), make([]int8, stride)
	for i := range matrix {
		matrix[i] = fill()
	}
	for i := range q {
		q[i] = fill()
	}
	// Two more results than asked for show a kernel that writes too far.
	got, want := make([]int32, rows+2), make([]int32, rows+2)
	k.dots(got[:rows], matrix, q)
	for i := range rows {
		want[i] = naiveDot(matrix[i*stride:(i+1)*stride], q)
	}
	if !slices.Equal(got, want) {
		t.Fatalf("%d rows of %d: got %v, want %v", rows, stride, got, want)
	}
}

func naiveDot(a, b []int8) (sum int32) {
	for i := range a {
		sum += int32(a[i]) * int32(b[i])
	}
	return sum
}

// TestKernelsThroughIndex compares whole scans, whose lengths are padded.
func TestKernelsThroughIndex(t *testing.T) {
	for _, dim := range []int{1, 3, 63, 64, 65, 500, 1280} {
		x := New(dim)
		for id := range library.PhotoID(77) {
			if err := x.Set(id, 0, randomVector(uint64(id), dim)); err != nil {
				t.Fatal(err)
			}
		}
		q := randomVector(999, dim)
		x.kernel = generic
		want, err := x.Ranked(t.Context(), q)
		if err != nil || len(want) != 77 {
			t.Fatal(len(want), err)
		}
		for _, k := range kernels() {
			x.kernel = k
			got, err := x.Ranked(t.Context(), q)
			if err != nil || !slices.Equal(got, want) {
				t.Errorf("dim %d, %s differs from plain Go (%v)", dim, k.name, err)
			}
		}
	}
}

func BenchmarkKernels(b *testing.B) {
	for _, dim := range []int{512, 1280} {
		x := filled(scanRows, dim)
		q, err := x.quantize(randomVector(1, dim))
		if err != nil {
			b.Fatal(err)
		}
		out := make([]int32, scanRows)
		for _, k := range kernels() {
			b.Run(fmt.Sprintf("%d/%s", dim, k.name), func(b *testing.B) {
				b.SetBytes(int64(scanRows * x.stride))
				for b.Loop() {
					k.dots(out, x.table()[0].data, q.values)
				}
			})
		}
	}
}
