package ml_test

import (
	"fmt"
	"image"
	"math"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"descry/assets"
	"descry/ml"
	"descry/ml/golden"
)

func starter(t testing.TB) *ml.Pack {
	t.Helper()
	p, err := ml.OpenPack(assets.StarterPack())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func preprocessor(t testing.TB) *ml.Preprocessor {
	t.Helper()
	p, err := ml.NewPreprocessor(starter(t).Vision)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func tensor(t testing.TB, p *ml.Preprocessor, img *image.NRGBA) []float32 {
	t.Helper()
	out := make([]float32, p.TensorLen())
	if err := p.Tensor(out, img); err != nil {
		t.Fatal(err)
	}
	return out
}

// reference is the value of a resized picture in the model's contract: (value − 127) / 128 in
// planes.
func reference(img *image.NRGBA) []float32 {
	n := img.Bounds().Dx() * img.Bounds().Dy()
	out := make([]float32, 3*n)
	for i := range n {
		for c := range 3 {
			out[c*n+i] = (float32(img.Pix[4*i+c]) - 127) / 128
		}
	}
	return out
}

func difference(a, b []float32) (worst, mean float64) {
	for i := range a {
		d := math.Abs(float64(a[i] - b[i]))
		worst, mean = max(worst, d), mean+d
	}
	return worst, mean / float64(len(a))
}

func TestTensorEqualsPillow(t *testing.T) {
	p := preprocessor(t)
	var names []string
	golden.JSON(t, "testdata/golden/images.json", &names)
	for _, name := range names {
		base := name[:len(name)-4] + ".png"
		want := reference(golden.Picture(t, filepath.Join("testdata/golden/resized", base)))
		got := tensor(t, p, golden.Picture(t, filepath.Join("testdata/images/decoded", base)))
		// Equal pixels: what is left is the rounding of (x/255 − mean) / std.
		if worst, _ := difference(got, want); worst > 1e-6 {
			t.Errorf("%s: differs by %g, want equal pixels", name, worst)
		}
	}
}

func TestTensorFromFiles(t *testing.T) {
	p := preprocessor(t)
	for _, name := range []string{"gray.png", "landscape.jpg", "oddcrop.png", "panorama.png", "portrait.png", "rgba.png", "tiny.png"} {
		base := name[:len(name)-4] + ".png"
		want := reference(golden.Picture(t, filepath.Join("testdata/golden/resized", base)))
		got := tensor(t, p, golden.Picture(t, filepath.Join("testdata/images", name)))
		worst, mean := difference(got, want)
		t.Logf("%s: worst %.5f, mean %.6f", name, worst, mean)
		limit := 1.0 / 128
		if filepath.Ext(name) == ".jpg" { // Go's decoder differs by up to 3 of 255
			limit = 4.0 / 128
		}
		if worst > limit+1e-6 || mean > 1.0/512 {
			t.Errorf("%s: differs by %g, on average %g", name, worst, mean)
		}
	}
}

func TestTensorOfSubImage(t *testing.T) {
	p := preprocessor(t)
	whole := noise(300, 200)
	part := whole.SubImage(image.Rect(31, 17, 250, 160)).(*image.NRGBA)
	alone := image.NewNRGBA(image.Rect(0, 0, 219, 143))
	for y := range 143 {
		copy(alone.Pix[y*alone.Stride:], part.Pix[y*part.Stride:][:4*219])
	}
	if worst, _ := difference(tensor(t, p, part), tensor(t, p, alone)); worst != 0 {
		t.Errorf("a part of a picture differs from its copy by %g", worst)
	}
}

func TestTensorRefuses(t *testing.T) {
	p := preprocessor(t)
	good := noise(10, 10)
	cases := map[string]struct {
		floats int
		img    *image.NRGBA
	}{
		"no picture":   {p.TensorLen(), nil},
		"empty":        {p.TensorLen(), image.NewNRGBA(image.Rect(0, 0, 0, 5))},
		"short tensor": {p.TensorLen() - 1, good},
		"short pixels": {p.TensorLen(), &image.NRGBA{Pix: good.Pix[:100], Stride: 40, Rect: good.Rect}},
		"bad stride":   {p.TensorLen(), &image.NRGBA{Pix: good.Pix, Stride: 4, Rect: good.Rect}},
	}
	for name, c := range cases {
		if err := p.Tensor(make([]float32, c.floats), c.img); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func noise(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	r := rand.New(rand.NewPCG(1, 2))
	for i := range img.Pix {
		img.Pix[i] = uint8(r.UintN(256))
	}
	return img
}

func BenchmarkTensor(b *testing.B) {
	p := preprocessor(b)
	out := make([]float32, p.TensorLen())
	for _, s := range [][2]int{{224, 224}, {598, 448}, {750, 500}, {1000, 750}, {900, 900}} {
		img := noise(s[0], s[1])
		b.Run(fmt.Sprintf("%dx%d", s[0], s[1]), func(b *testing.B) {
			for b.Loop() {
				if err := p.Tensor(out, img); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
