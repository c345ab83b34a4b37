package llm2clip

import (
	"fmt"
	"strconv"
)

// adapterEps is added to the variance in the adapter's norms, in every family.
const adapterEps = 1e-5

// adapter maps pooled texts to the joint space: residual blocks of two layers, a norm and a
// projection. The adapter's weights lie in the image tower's checkpoint.
type adapter struct {
	prefix     string
	blocks     int64
	width, dim int64
	hidden     int64
	normalise  bool // bring the pooled text to length 1 first
}

func newAdapter(w *weights, prefix string, normalise bool) (*adapter, error) {
	a := &adapter{prefix: prefix, normalise: normalise}
	for w.has(a.block(a.blocks) + "ln.weight") {
		a.blocks++
	}
	if a.blocks == 0 {
		return nil, fmt.Errorf("%s is missing", a.block(0)+"ln.weight")
	}
	first, err := w.sizes(a.block(0)+"fn.0.weight", 2)
	if err != nil {
		return nil, err
	}
	last, err := w.sizes(a.name(a.blocks+1)+".weight", 2)
	if err != nil {
		return nil, err
	}
	a.width, a.hidden, a.dim = first[1], first[0], last[0]
	return a, nil
}

func (a *adapter) name(i int64) string { return a.prefix + strconv.FormatInt(i, 10) }

func (a *adapter) block(i int64) string { return a.name(i) + "." }

// build adds the layers from pooled texts [n, width] to vectors [n, dim], which are not
// normalised. The numbers 0 and 3 are the places of the linear layers between activation and
// dropout.
func (a *adapter) build(b *builder, x string) string {
	if a.normalise {
		x = b.normalise(x)
	}
	for i := range a.blocks {
		y := b.layerNorm(x, a.block(i)+"ln", a.width, adapterEps)
		y = b.gelu(b.linear(y, a.block(i)+"fn.0", a.width, a.hidden, withBias))
		x = b.add(x, b.linear(y, a.block(i)+"fn.3", a.hidden, a.width, withBias))
	}
	x = b.layerNorm(x, a.name(a.blocks), a.width, adapterEps)
	return b.linear(x, a.name(a.blocks+1), a.width, a.dim, maybeBias)
}
