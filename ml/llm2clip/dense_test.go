package llm2clip_test

import (
	"math"
	"path/filepath"
	"slices"
	"testing"

	runtime "github.com/yalue/onnxruntime_go"

	"descry/internal/vectormath"
	"descry/ml"
	"descry/ml/golden"
	"descry/ml/llm2clip"
)

// dense runs the graph of an image tower over pictures [n, 3, S, S] and returns
// their vectors and those of each one's patches, as the graph gives them, once
// their shapes and lengths are right.
func dense(t *testing.T, p *ml.Pack, pixels []float32) (images [][]float32, patches [][][]float32) {
	t.Helper()
	path, _ := p.Path(p.Vision.File)
	s, err := runtime.NewDynamicAdvancedSession(path, []string{p.Vision.Input},
		[]string{p.Vision.Embedding, p.Vision.Patches}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Destroy()
	side, dim, cells := int64(p.Vision.Size), int64(p.JointDim), int64(p.Vision.Grid[0]*p.Vision.Grid[1])
	n := int64(len(pixels)) / (3 * side * side)
	input, err := runtime.NewTensor(runtime.NewShape(n, 3, side, side), pixels)
	if err != nil {
		t.Fatal(err)
	}
	defer input.Destroy()
	outputs := make([]runtime.Value, 2)
	if err := s.Run([]runtime.Value{input}, outputs); err != nil {
		t.Fatal(err)
	}
	defer outputs[0].Destroy()
	defer outputs[1].Destroy()
	if got := outputs[1].GetShape(); !got.Equals(runtime.NewShape(n, cells, dim)) {
		t.Fatalf("patches %v, want %d pictures, %d cells, %d dimensions", got, n, cells, dim)
	}
	for _, picture := range rows(outputs[1]) {
		patches = append(patches, slices.Collect(slices.Chunk(picture, int(dim))))
	}
	return rows(outputs[0]), patches
}

func narrow(v []float64) []float32 {
	out := make([]float32, len(v))
	for i, x := range v {
		out[i] = float32(x)
	}
	return out
}

// TestPatchesMatchThePlainSums is about every family, and two pictures in one run. The
// picture's vector, which the reference knows, shows that the plain sums are right.
func TestPatchesMatchThePlainSums(t *testing.T) {
	start(t)
	for _, folder := range towers {
		t.Run(folder, func(t *testing.T) {
			f := readFixture(t, folder)
			pixels := golden.NPY(t, shared(t, folder, "golden", "pixels.npy"))
			image, want := plainly(t, folder, f, pixels.Row(1))
			reference := golden.NPY(t, shared(t, folder, "golden", "image_norm.npy")).Row(1)
			if c := vectormath.Cosine(narrow(image), reference); !(c >= 0.9999) {
				t.Fatalf("plain sums: cosine %.6f of the picture's vector", c)
			}
			two := slices.Concat(pixels.Row(0), pixels.Row(1))
			_, patches := dense(t, pack(t, folder, llm2clip.Options{}), two)
			least, apart := 1.0, 1.0
			for i, v := range patches[1] {
				if length := vectormath.Norm(v); math.Abs(length-1) > 1e-5 {
					t.Errorf("patch %d has length %v", i, length)
				}
				least = min(least, vectormath.Cosine(v, narrow(want[i])))
				apart = min(apart, vectormath.Cosine(v, patches[1][0]))
			}
			t.Logf("%d patches, lowest cosine %.7f, between patches %.3f", len(want), least, apart)
			if !(least >= 0.9999) || apart > 0.999 {
				t.Errorf("lowest cosine %.6f, between patches %.6f", least, apart)
			}
		})
	}
}

func TestQuantisedPatchesStayClose(t *testing.T) {
	start(t)
	for _, folder := range towers {
		t.Run(folder, func(t *testing.T) {
			pixels := golden.NPY(t, shared(t, folder, "golden", "pixels.npy")).Row(0)
			_, want := dense(t, pack(t, folder, llm2clip.Options{}), pixels)
			all := golden.Array{Shape: []int{len(want[0])}, Data: slices.Concat(want[0]...)}
			for _, b := range bounds {
				_, got := dense(t, pack(t, folder, llm2clip.Options{Image: b.precision}), pixels)
				b.check(t, string(b.precision), got[0], all)
			}
		})
	}
}

// TestPatchesOfOneColourAreThePicture is about the pool of SigLIP2: where all
// patches are alike, and none knows its place, it doesn't matter where it looks.
func TestPatchesOfOneColourAreThePicture(t *testing.T) {
	const folder = "vision-siglip2"
	f := readFixture(t, folder)
	grid := int64(vision(t, folder).Grid)
	placeless := edited{weights(t, folder), map[string][]int64{"visual.trunk.pos_embed": {1, grid * grid, int64(f.JointDim)}}}
	v, err := llm2clip.OpenVision(placeless, nil)
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "pack")
	if _, err := llm2clip.WritePack(t.Context(), dir, v, text(t, f.TextTower), llm2clip.Options{Tokenizer: []byte("{}")}); err != nil {
		t.Fatal(err)
	}
	p, err := ml.OpenPackDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	image, patches, err := imageEncoder(t, start(t), p).Patches(t.Context(), slices.Repeat([]float32{0.25}, 3*f.Size*f.Size))
	if err != nil || len(patches) != int(grid*grid) {
		t.Fatal(len(patches), err)
	}
	for i, patch := range patches {
		if c := vectormath.Cosine(patch, image); !(c >= 0.99999) {
			t.Errorf("patch %d: cosine %.6f", i, c)
		}
	}
}
