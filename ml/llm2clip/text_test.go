package llm2clip_test

import (
	"testing"

	runtime "github.com/yalue/onnxruntime_go"

	"descry/ml"
	"descry/ml/golden"
	"descry/ml/llm2clip"
)

// reference is golden/texts.json of a text encoder.
type reference struct {
	Texts []referenceText `json:"texts"`
}

type referenceText struct {
	ID    string  `json:"id"`
	IDs   []int64 `json:"ids"`
	Start int     `json:"pool_start"`
	End   int     `json:"pool_end"`
}

// tokens are the inputs of a run, each [n, length].
type tokens struct {
	shape              runtime.Shape
	ids, mask, pooling []int64
}

// batch lays texts out as one run, filled up at the right.
func (r reference) batch(from, to int) tokens {
	length := 0
	for _, text := range r.Texts[from:to] {
		length = max(length, len(text.IDs))
	}
	n := (to - from) * length
	in := tokens{runtime.NewShape(int64(to-from), int64(length)), make([]int64, n), make([]int64, n), make([]int64, n)}
	for i, text := range r.Texts[from:to] {
		copy(in.ids[i*length:], text.IDs)
		for j := range text.IDs {
			in.mask[i*length+j] = 1
			if j >= text.Start && j < text.End {
				in.pooling[i*length+j] = 1
			}
		}
	}
	return in
}

// session opens the text tower of a pack, which wants more inputs than a
// tokenizer gives.
func session(t testing.TB, p *ml.Pack) *runtime.DynamicAdvancedSession {
	t.Helper()
	path, _ := p.Path(p.Text.File)
	s, err := runtime.NewDynamicAdvancedSession(path,
		[]string{p.Text.InputIDs, p.Text.AttentionMask, p.Text.PoolingMask},
		[]string{p.Text.Embedding, "pooled_embedding"}, queryOptions(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Destroy() })
	return s
}

// read runs the text tower and returns the rows of both outputs.
func read(t testing.TB, s *runtime.DynamicAdvancedSession, in tokens) (vectors, pooled [][]float32) {
	t.Helper()
	var inputs []runtime.Value
	for _, list := range [][]int64{in.ids, in.mask, in.pooling} {
		tensor, err := runtime.NewTensor(in.shape, list)
		if err != nil {
			t.Fatal(err)
		}
		defer tensor.Destroy()
		inputs = append(inputs, tensor)
	}
	outputs := make([]runtime.Value, 2)
	if err := s.Run(inputs, outputs); err != nil {
		t.Fatal(err)
	}
	defer outputs[0].Destroy()
	defer outputs[1].Destroy()
	return rows(outputs[0]), rows(outputs[1])
}

// rows copies the elements of the first axis.
func rows(v runtime.Value) (out [][]float32) {
	data := v.(*runtime.Tensor[float32]).GetData()
	width := len(data) / int(v.GetShape()[0])
	for i := 0; i < len(data); i += width {
		out = append(out, append([]float32(nil), data[i:i+width]...))
	}
	return out
}

func TestTextsMatchTheReference(t *testing.T) {
	start(t)
	for _, folder := range towers {
		t.Run(folder, func(t *testing.T) {
			f := readFixture(t, folder)
			s := session(t, pack(t, folder, llm2clip.Options{}))
			var r reference
			golden.JSON(t, shared(t, f.TextTower, "golden", "texts.json"), &r)
			var vectors, pooled [][]float32
			for i := range r.Texts {
				v, p := read(t, s, r.batch(i, i+1))
				vectors, pooled = append(vectors, v...), append(pooled, p...)
			}
			want := golden.NPY(t, shared(t, f.TextTower, "golden", "pooled.npy"))
			compare(t, "pooled", lowest(t, pooled, want))
			want = golden.NPY(t, shared(t, folder, "golden", "text_norm.npy"))
			compare(t, "texts", lowest(t, vectors, want))
		})
	}
}

func compare(t *testing.T, what string, least float64) {
	t.Helper()
	if t.Logf("%s: lowest cosine %.9f", what, least); !(least >= 0.99999) {
		t.Errorf("%s: lowest cosine %.9f", what, least)
	}
}

// TestBatchesEqualSingles mixes short and long texts, so that masks matter.
func TestBatchesEqualSingles(t *testing.T) {
	start(t)
	const folder = "vision-eva02-l"
	f := readFixture(t, folder)
	s := session(t, pack(t, folder, llm2clip.Options{}))
	var r reference
	golden.JSON(t, shared(t, f.TextTower, "golden", "texts.json"), &r)
	vectors, _ := read(t, s, r.batch(0, len(r.Texts)))
	want := golden.NPY(t, shared(t, folder, "golden", "text_norm.npy"))
	compare(t, "one batch", lowest(t, vectors, want))
}
