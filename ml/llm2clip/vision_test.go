package llm2clip_test

import (
	"math"
	"path/filepath"
	"testing"

	"descry/internal/vectormath"
	"descry/ml"
	"descry/ml/golden"
	"descry/ml/llm2clip"
	"descry/ml/ort"
)

// encode runs the image tower of a pack over tensors [n, 3, S, S] as one batch.
func encode(t *testing.T, rt *ort.Runtime, p *ml.Pack, tensors []float32, n int) [][]float32 {
	t.Helper()
	e, err := rt.NewImageEncoder(p, ort.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	vectors, err := e.Encode(t.Context(), tensors, n)
	if err != nil {
		t.Fatal(err)
	}
	return vectors
}

// lowest returns the least cosine between vectors and the rows of an array.
func lowest(t *testing.T, got [][]float32, want golden.Array) float64 {
	t.Helper()
	if len(got) != want.Shape[0] || len(got[0]) != want.Shape[1] {
		t.Fatalf("%d vectors of %d, want %v", len(got), len(got[0]), want.Shape)
	}
	least := 1.0
	for i, v := range got {
		if c := vectormath.Cosine(v, want.Row(i)); !(c >= least) {
			least = c
		}
	}
	return least
}

func TestImagesMatchTheReference(t *testing.T) {
	rt := start(t)
	for _, folder := range towers {
		t.Run(folder, func(t *testing.T) {
			f := readFixture(t, folder)
			p := pack(t, folder, llm2clip.Options{})
			if p.Vision.Size != f.Size || p.JointDim != f.JointDim || p.Vision.Mean != f.Mean || p.Vision.Std != f.Std {
				t.Fatalf("manifest %+v, want %+v", p.Vision, f)
			}
			want := golden.NPY(t, shared(t, folder, "golden", "image_norm.npy"))
			own := preprocess(t, p, f)
			compare(t, "from pictures", lowest(t, encode(t, rt, p, own, len(f.Images)), want))
			t.Run("pixels", func(t *testing.T) {
				pixels := golden.NPY(t, shared(t, folder, "golden", "pixels.npy"))
				compare(t, "from pixels", lowest(t, encode(t, rt, p, pixels.Data, pixels.Shape[0]), want))
				same(t, own, pixels.Data)
			})
		})
	}
}

// preprocess makes tensors of the fixtures' pictures.
func preprocess(t *testing.T, p *ml.Pack, f fixture) []float32 {
	t.Helper()
	pre, err := ml.NewPreprocessor(p.Vision)
	if err != nil {
		t.Fatal(err)
	}
	all := make([]float32, len(f.Images)*pre.TensorLen())
	for i, name := range f.Images {
		picture := golden.Picture(t, filepath.Join("..", "testdata", "images", "decoded", name+".png"))
		if err := pre.Tensor(all[i*pre.TensorLen():], picture); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// same compares our pixels with the reference's.
func same(t *testing.T, got, want []float32) {
	t.Helper()
	worst := 0.0
	for i, v := range got {
		worst = max(worst, math.Abs(float64(v-want[i])))
	}
	if t.Logf("pixels: largest difference %.1e", worst); worst > 1e-5 {
		t.Errorf("pixels: largest difference %v", worst)
	}
}

// TestSigLIP2WithCLIPColours is about the setting that only this family has.
func TestSigLIP2WithCLIPColours(t *testing.T) {
	const folder = "vision-siglip2"
	f := readFixture(t, folder)
	own, other := pack(t, folder, llm2clip.Options{}), pack(t, folder, llm2clip.Options{CLIPColours: true})
	if own.ID == other.ID {
		t.Errorf("two ways to feed the tower share the id %s", own.ID)
	}
	want := golden.NPY(t, shared(t, folder, "golden", "image_raw_clip_mean_std.npy"))
	compare(t, "CLIP's colours", lowest(t, encode(t, start(t), other, preprocess(t, other, f), len(f.Images)), want))
}
