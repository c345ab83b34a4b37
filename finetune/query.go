package finetune

import "fmt"

// moved applies the head to many texts.
func (h *Head) moved(vectors [][]float32) *matrix {
	out := newMatrix(len(vectors), h.Dimension)
	const part = 32
	parallel(len(vectors), part, func(from, to int) {
		for i := from; i < to; i++ {
			v, err := h.Apply(vectors[i])
			if err != nil {
				v = vectors[i] // cannot be: the vectors were checked
			}
			for j, x := range v {
				out.row(i)[j] = float64(x)
			}
		}
	})
	return out
}

// queries are the vectors that tags search with: the mean of their prompts.
func (d Dataset) queries() [][]float32 {
	out := make([][]float32, len(d.Tags))
	for i, t := range d.Tags {
		out[i], _ = mean(t.Prompts)
	}
	return out
}

// Measure returns how well the head finds the photos of d. A d that is not sound or has
// another dimension is an error.
func (h *Head) Measure(d Dataset) (Figures, error) {
	dimension, err := d.check()
	if err == nil && dimension != h.Dimension {
		err = fmt.Errorf("%w: %d dimensions, not %d", ErrWrongHead, dimension, h.Dimension)
	}
	if err != nil {
		return Figures{}, fmt.Errorf("measure head: %w", err)
	}
	return h.measure(d), nil
}

// measure is Measure for checked data.
func (h *Head) measure(d Dataset) Figures {
	if len(d.Photos) == 0 {
		return Figures{}
	}
	scores := multiply(h.moved(d.queries()), fromVectors(d.Photos, h.Dimension))
	return measure(d, scores.row, h.moved)
}
