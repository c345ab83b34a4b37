package ml

import (
	"fmt"
	"image"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestVectorEqualsPlain resizes pictures of many sizes both ways.
func TestVectorEqualsPlain(t *testing.T) {
	if !vectorUnits {
		t.Skip("this processor has no vector kernel: the plain one is all there is")
	}
	r := rand.New(rand.NewPCG(5, 6))
	for _, size := range []int{8, 33, 96, 224} {
		for _, mode := range []resizeMode{stretch, cropFloor, cropHalfEven} {
			p := &Preprocessor{size: size, mode: mode}
			for c := range p.values {
				for i := range p.values[c] {
					p.values[c][i] = float32(clipTable[i])
				}
			}
			for range 25 {
				img := randomPicture(r)
				if err := compareWays(p, img); err != nil {
					t.Errorf("%v to %d, mode %d: %v", img.Bounds(), size, mode, err)
				}
			}
		}
	}
}

// randomPicture has hard black and white edges, where sums leave 0…255.
func randomPicture(r *rand.Rand) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, 1+r.IntN(900), 1+r.IntN(500)))
	for i := range img.Pix {
		img.Pix[i] = uint8(r.UintN(2) * 255)
	}
	return img
}

func compareWays(p *Preprocessor, img *image.NRGBA) error {
	x, y := p.mode.axes(img.Rect.Dx(), img.Rect.Dy(), p.size)
	columns, rows := newKernel(x), newKernel(y)
	plain, vector := make([]float32, p.TensorLen()), make([]float32, p.TensorLen())
	new(workspace).resample(p, plain, img, columns.taps, rows.taps)
	if columns.starts == nil {
		return nil // too narrow: Tensor goes the plain way too
	}
	new(bytesWorkspace).resample(p, vector, img, columns, rows)
	if !slices.Equal(plain, vector) {
		return fmt.Errorf("differs")
	}
	return nil
}
