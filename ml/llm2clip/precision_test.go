package llm2clip_test

import (
	"slices"
	"testing"

	"descry/internal/vectormath"
	"descry/ml"
	"descry/ml/golden"
	"descry/ml/llm2clip"
	"descry/ml/ort"
)

// bound is what a precision must keep of every vector, and of the median one.
type bound struct {
	precision     llm2clip.Precision
	least, median float64
}

var bounds = []bound{
	{llm2clip.Int8, 0.999, 0.999},
	{llm2clip.DynamicInt8, 0.998, 0.999},
	{llm2clip.Int4, 0.99, 0.99},
}

func (b bound) check(t *testing.T, what string, got [][]float32, want golden.Array) {
	t.Helper()
	var all []float64
	for i, v := range got {
		all = append(all, vectormath.Cosine(v, want.Row(i)))
	}
	slices.Sort(all)
	t.Logf("%s: lowest cosine %.6f, median %.6f", what, all[0], all[len(all)/2])
	if !(all[0] >= b.least) || !(all[len(all)/2] >= b.median) {
		t.Errorf("%s: cosines %.6f", what, all)
	}
}

// singly encodes pictures one by one: dynamic scales are those of a whole batch.
func singly(t *testing.T, rt *ort.Runtime, p *ml.Pack, tensors []float32) [][]float32 {
	t.Helper()
	var vectors [][]float32
	for tensor := range slices.Chunk(tensors, 3*p.Vision.Size*p.Vision.Size) {
		vectors = append(vectors, encode(t, rt, p, tensor, 1)...)
	}
	return vectors
}

func TestQuantisedTowersStayClose(t *testing.T) {
	rt := start(t)
	for _, b := range bounds {
		for _, folder := range towers {
			t.Run(string(b.precision)+" "+folder, func(t *testing.T) {
				f := readFixture(t, folder)
				p := pack(t, folder, llm2clip.Options{Image: b.precision, Text: b.precision})
				images := singly(t, rt, p, preprocess(t, p, f))
				b.check(t, "images", images, golden.NPY(t, shared(t, folder, "golden", "image_norm.npy")))
				s := session(t, p)
				var r reference
				golden.JSON(t, shared(t, f.TextTower, "golden", "texts.json"), &r)
				var vectors [][]float32
				for i := range r.Texts {
					v, _ := read(t, s, r.batch(i, i+1))
					vectors = append(vectors, v...)
				}
				b.check(t, "texts", vectors, golden.NPY(t, shared(t, folder, "golden", "text_norm.npy")))
			})
		}
	}
}
