package vector_test

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"descry/library/vector"
)

// library is a made-up photo library: unit vectors in clusters around a common
// direction, with two coordinates far larger than the others, as the embeddings
// of image encoders are.
type library struct {
	dim     int
	vectors [][]float32      // by id
	f16     map[int64][]byte // what the catalogue stores
	fetched int              // ids asked for
	rng     *rand.Rand
	centres [][]float32
}

func newLibrary(seed uint64, n, dim int) *library {
	l := &library{dim: dim, f16: make(map[int64][]byte, n), rng: rand.New(rand.NewPCG(seed, 1))}
	common := l.noise(1)
	common[1], common[dim/2] = 12, -8
	for range max(1, n/200) {
		l.centres = append(l.centres, l.near(common, 1))
	}
	for id := range n {
		v := l.near(l.centres[l.rng.IntN(len(l.centres))], 0.6)
		l.vectors = append(l.vectors, v)
		l.f16[int64(id)] = vector.AppendFloat16(nil, v)
	}
	return l
}

func (l *library) noise(size float32) []float32 {
	v := make([]float32, l.dim)
	for i := range v {
		v[i] = size * float32(l.rng.NormFloat64())
	}
	return v
}

// near returns a unit vector around v, which is first brought to a length of
// about one per coordinate.
func (l *library) near(v []float32, spread float32) []float32 {
	out := l.noise(spread)
	var sum float64
	for _, e := range v {
		sum += float64(e) * float64(e)
	}
	for i, e := range v {
		out[i] += e * float32(math.Sqrt(float64(l.dim)/sum))
	}
	_ = vector.Normalize(out) // noise is neither zero nor infinite
	return out
}

// query is a vector near one of the clusters but further off than its photos,
// as a description is.
func (l *library) query() []float32 {
	return l.near(l.centres[l.rng.IntN(len(l.centres))], 1)
}

func (l *library) index(t testing.TB) *vector.Index {
	t.Helper()
	x := vector.New(l.dim)
	rows := make([]vector.Row, len(l.vectors))
	for id, v := range l.vectors {
		rows[id] = vector.Row{ID: int64(id), Vector: v}
	}
	if err := x.SetBatch(rows); err != nil {
		t.Fatal(err)
	}
	return x
}

// Vectors makes the library a vector.Source.
func (l *library) Vectors(_ context.Context, ids []int64, fn func(int64, []byte) error) error {
	l.fetched += len(ids)
	for _, id := range ids {
		if b, ok := l.f16[id]; ok {
			if err := fn(id, b); err != nil {
				return err
			}
		}
	}
	return nil
}

// exact returns the cosines of q with all vectors, in float32, the best first.
func (l *library) exact(q []float32) []vector.Hit {
	hits := make([]vector.Hit, len(l.vectors))
	for id, v := range l.vectors {
		hits[id] = vector.Hit{ID: int64(id), Score: dot32(q, v)}
	}
	slices.SortFunc(hits, func(a, b vector.Hit) int {
		if a.Score > b.Score {
			return -1
		}
		return 1
	})
	return hits
}

func dot32(a, b []float32) float32 {
	var s [8]float32
	i := 0
	for ; i+8 <= len(a) && i+8 <= len(b); i += 8 {
		x, y := a[i:i+8:i+8], b[i:i+8:i+8]
		s[0] += x[0] * y[0]
		s[1] += x[1] * y[1]
		s[2] += x[2] * y[2]
		s[3] += x[3] * y[3]
		s[4] += x[4] * y[4]
		s[5] += x[5] * y[5]
		s[6] += x[6] * y[6]
		s[7] += x[7] * y[7]
	}
	sum := (s[0] + s[1]) + (s[2] + s[3]) + ((s[4] + s[5]) + (s[6] + s[7]))
	for ; i < len(a); i++ {
		sum += a[i] * b[i]
	}
	return sum
}
