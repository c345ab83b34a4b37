package llm2clip_test

import (
	"math"
	"slices"
	"testing"

	"descry/internal/vectormath"
	"descry/ml/checkpoint"
)

// plain computes layers from the tensors of a checkpoint in float64, one loop for
// each sum: slow, and without anything of the graphs it checks.
type plain struct {
	t       testing.TB
	weights checkpoint.File
	eps     float64
}

func (p plain) has(name string) bool {
	_, ok := p.weights.Lookup(name)
	return ok
}

// tensor reads a tensor as rows of a width. A width of 0 makes one row of all.
func (p plain) tensor(name string, width int) table {
	p.t.Helper()
	values, err := p.weights.ReadAll(name)
	if err != nil {
		p.t.Fatal(err)
	}
	wide := make([]float64, len(values))
	for i, v := range values {
		wide[i] = float64(v)
	}
	if width == 0 {
		width = len(wide)
	}
	return slices.Collect(slices.Chunk(wide, width))
}

// linear is x·Wᵀ, plus the bias if there is one.
func (p plain) linear(x table, name string) table {
	w := p.tensor(name+".weight", len(x[0]))
	bias := make([]float64, len(w))
	if p.has(name + ".bias") {
		bias = p.tensor(name+".bias", 0)[0]
	}
	return each(x, func(row []float64) []float64 {
		out := slices.Clone(bias)
		for i := range w {
			out[i] += vectormath.Dot(row, w[i])
		}
		return out
	})
}

func (p plain) layerNorm(x table, name string) table {
	w, bias := p.tensor(name+".weight", 0)[0], p.tensor(name+".bias", 0)[0]
	return each(x, func(row []float64) []float64 {
		mean, square, out := 0.0, 0.0, make([]float64, len(row))
		for _, v := range row {
			mean += v / float64(len(row))
		}
		for _, v := range row {
			square += (v - mean) * (v - mean) / float64(len(row))
		}
		for i, v := range row {
			out[i] = (v-mean)/math.Sqrt(square+p.eps)*w[i] + bias[i]
		}
		return out
	})
}

// embed multiplies the pixels of each patch, row by row over a picture [3, side,
// side], by the weights [width, 3, patch, patch].
func (p plain) embed(pixels []float32, side int, name string) table {
	width := int(p.shape(name + ".weight")[0])
	patch := int(p.shape(name + ".weight")[2])
	var cut table
	for y := 0; y < side; y += patch {
		for x := 0; x < side; x += patch {
			var one []float64
			for at := range 3 * patch * patch {
				colour, dy, dx := at/(patch*patch), at/patch%patch, at%patch
				one = append(one, float64(pixels[(colour*side+y+dy)*side+x+dx]))
			}
			cut = append(cut, one)
		}
	}
	out := p.linear(cut, name)
	if len(out[0]) != width {
		p.t.Fatalf("patches of width %d, want %d", len(out[0]), width)
	}
	return out
}

func (p plain) shape(name string) []int64 {
	found, ok := p.weights.Lookup(name)
	if !ok {
		p.t.Fatalf("%s is missing", name)
	}
	return found.Shape
}

// attend lets each query look at all keys, head by head.
func attend(q, k, v table, heads int) table {
	head := len(q[0]) / heads
	return each(q, func(query []float64) []float64 {
		out := make([]float64, len(query))
		for from := 0; from < len(query); from += head {
			weights, sum := make([]float64, len(k)), 0.0
			for i := range k {
				weights[i] = math.Exp(vectormath.Dot(query[from:from+head], k[i][from:]) / math.Sqrt(float64(head)))
				sum += weights[i]
			}
			for i := range v {
				for j := range head {
					out[from+j] += weights[i] / sum * v[i][from+j]
				}
			}
		}
		return out
	})
}
