package vector_test

import (
	"math/rand/v2"
	"testing"

	"descry/library"
	"descry/library/vector"
)

// photos is a made-up library: vectors by id.
type photos struct {
	dim     int
	vectors [][]float32
	rng     *rand.Rand
}

func newPhotos(seed uint64, n, dim int) *photos {
	l := &photos{dim: dim, rng: rand.New(rand.NewPCG(seed, 1))}
	for range n {
		l.vectors = append(l.vectors, l.random())
	}
	return l
}

func (l *photos) random() []float32 {
	v := make([]float32, l.dim)
	for i := range v {
		v[i] = float32(l.rng.NormFloat64())
	}
	return v
}

func (l *photos) index(t testing.TB) *vector.Index {
	t.Helper()
	x := vector.New(l.dim)
	rows := make([]vector.Row, len(l.vectors))
	for id, v := range l.vectors {
		rows[id] = vector.Row{ID: library.PhotoID(id), Vector: v}
	}
	if err := x.SetBatch(rows); err != nil {
		t.Fatal(err)
	}
	return x
}
