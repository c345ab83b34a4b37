package llm2clip_test

import (
	"context"
	"hash/crc32"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"descry/ml"
	"descry/ml/checkpoint"
	"descry/ml/llm2clip"
)

// made is a checkpoint of random weights in given shapes, of a size that keeps
// activations near one.
type made map[string][]int64

func (m made) Tensors() []checkpoint.Tensor {
	var list []checkpoint.Tensor
	for _, name := range slices.Sorted(maps.Keys(m)) {
		list = append(list, checkpoint.Tensor{Name: name, Shape: m[name]})
	}
	return list
}

func (m made) Lookup(name string) (checkpoint.Tensor, bool) {
	return checkpoint.Tensor{Name: name, Shape: m[name]}, m[name] != nil
}

func (m made) ReadAll(name string) (all []float32, err error) {
	return all, m.Read(name, func(values []float32) error {
		all = append(all, values...)
		return nil
	})
}

// noise has a prime length, so that rows of no matrix repeat soon.
var noise = sync.OnceValue(func() []float32 {
	r := rand.New(rand.NewPCG(1, 2))
	values := make([]float32, 65521)
	for i := range values {
		values[i] = (r.Float32()*2 - 1) * math.Sqrt2
	}
	return values
})

// Read starts elsewhere in the noise for each name. Norms are ones, biases zeros.
func (m made) Read(name string, fn func([]float32) error) error {
	shape := m[name]
	n := (checkpoint.Tensor{Shape: shape}).Elements()
	values := slices.Clone(noise())
	for i := range values {
		switch {
		case strings.HasSuffix(name, ".bias"):
			values[i] = 0
		case len(shape) == 1:
			values[i] = 1
		default:
			values[i] *= float32(math.Sqrt(1 / float64(shape[len(shape)-1])))
		}
	}
	from := int(crc32.ChecksumIEEE([]byte(name))) % len(values)
	for n > 0 {
		piece := values[from:min(len(values), from+int(min(n, 1<<20)))]
		if err := fn(piece); err != nil {
			return err
		}
		from, n = 0, n-int64(len(piece))
	}
	return nil
}

// writeMade writes a pack of made towers and opens it.
func writeMade(b testing.TB, dir string, vision, text made, o llm2clip.Options) *ml.Pack {
	b.Helper()
	pack, err := makePack(b.Context(), dir, vision, text, o)
	if err != nil {
		b.Fatal(err)
	}
	return pack
}

// makePack is writeMade with an end. Without a tokenizer the pack reads no texts.
func makePack(ctx context.Context, dir string, vision, text made, o llm2clip.Options) (*ml.Pack, error) {
	v, err := llm2clip.OpenVision(vision, nil)
	if err != nil {
		return nil, err
	}
	t, err := llm2clip.OpenText(text, []byte(llamaConfig))
	if err != nil {
		return nil, err
	}
	if o.Tokenizer == nil {
		o.Tokenizer = []byte("{}")
	}
	if _, err := llm2clip.WritePack(ctx, dir, v, t, o); err != nil {
		return nil, err
	}
	return ml.OpenPackDir(dir)
}
