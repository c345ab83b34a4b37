package llm2clip_test

import "math"

// table is a matrix, in most cases of tokens.
type table [][]float64

func each(x table, fn func([]float64) []float64) table {
	out := make(table, len(x))
	for i, row := range x {
		out[i] = fn(row)
	}
	return out
}

// join combines two matrices element by element.
func join(x, y table, fn func(a, b float64) float64) table {
	out := make(table, len(x))
	for i := range x {
		for j := range x[i] {
			out[i] = append(out[i], fn(x[i][j], y[i][j]))
		}
	}
	return out
}

func sum(x, y table) table { return join(x, y, func(a, b float64) float64 { return a + b }) }

func apply(x table, fn func(float64) float64) table {
	return join(x, x, func(a, _ float64) float64 { return fn(a) })
}

func gelu(v float64) float64 { return v / 2 * (1 + math.Erf(v/math.Sqrt2)) }

func sigmoid(v float64) float64 { return 1 / (1 + math.Exp(-v)) }
