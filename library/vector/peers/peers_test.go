//go:build peers

package peers_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"descry/library/vector"
)

// The measured case: the best 10 of 100,000 vectors of length 512.
const (
	rows = 100_000
	dim  = 512
	best = 10
)

// peer is one way to search; search returns the ids of the best rows.
type peer struct {
	name   string
	search func(q []float32) ([]int64, error)
}

// data is the set that all peers search. It is a vector.Source, too.
type data struct {
	vectors [][]float32
	f16     [][]byte
}

func (d *data) Vectors(_ context.Context, ids []int64, fn func(int64, []byte) error) error {
	for _, id := range ids {
		if err := fn(id, d.f16[id]); err != nil {
			return err
		}
	}
	return nil
}

// makeData makes clustered unit vectors.
func makeData(b *testing.B) *data {
	rng := rand.New(rand.NewPCG(1, 2))
	centres := make([][]float32, 500)
	for i := range centres {
		centres[i] = near(rng, make([]float32, dim))
	}
	d := &data{}
	for range rows {
		v := near(rng, centres[rng.IntN(len(centres))])
		if err := vector.Normalize(v); err != nil {
			b.Fatal(err)
		}
		d.vectors = append(d.vectors, v)
		d.f16 = append(d.f16, vector.AppendFloat16(nil, v))
	}
	return d
}

// query is a vector about as far from a stored one as that is from its centre.
func (d *data) query(b *testing.B, rng *rand.Rand) []float32 {
	v := make([]float32, dim)
	for i, e := range d.vectors[rng.IntN(rows)] {
		v[i] = e * float32(math.Sqrt(dim))
	}
	q := near(rng, v)
	if err := vector.Normalize(q); err != nil {
		b.Fatal(err)
	}
	return q
}

func near(rng *rand.Rand, centre []float32) []float32 {
	v := make([]float32, dim)
	for i := range v {
		v[i] = centre[i] + float32(rng.NormFloat64())
	}
	return v
}

// BenchmarkPeers measures each peer in turn with the index. ms is the peer's
// time for one search, index-ms the index's with reranking, times-index their
// ratio; agree is the part of the index's results that the peer finds too.
func BenchmarkPeers(b *testing.B) {
	d := makeData(b)
	x := vector.New(dim)
	for id, v := range d.vectors {
		if err := x.Set(int64(id), 0, v); err != nil {
			b.Fatal(err)
		}
	}
	ours := func(q []float32) ([]int64, error) {
		hits, err := x.Search(b.Context(), q, best, nil, d)
		ids := make([]int64, len(hits))
		for i, h := range hits {
			ids[i] = h.ID
		}
		return ids, err
	}
	for _, make := range []func(*testing.B, *data) peer{plainLoop, chromem, sqliteVecFloat, sqliteVecInt8} {
		p := make(b, d)
		b.Run(p.name, func(b *testing.B) { compare(b, d, ours, p.search) })
	}
}

func compare(b *testing.B, d *data, ours, theirs func([]float32) ([]int64, error)) {
	rng := rand.New(rand.NewPCG(3, 4))
	var ourTime, theirTime time.Duration
	common := 0
	timed := func(total *time.Duration, search func([]float32) ([]int64, error), q []float32) []int64 {
		start := time.Now()
		ids, err := search(q)
		*total += time.Since(start)
		if err != nil || len(ids) != best {
			b.Fatal(len(ids), err)
		}
		return ids
	}
	for b.Loop() {
		q := d.query(b, rng)
		found := map[int64]bool{}
		for _, id := range timed(&theirTime, theirs, q) {
			found[id] = true
		}
		for _, id := range timed(&ourTime, ours, q) {
			if found[id] {
				common++
			}
		}
	}
	perSearch := func(t time.Duration) float64 { return t.Seconds() * 1000 / float64(b.N) }
	b.ReportMetric(0, "ns/op") // of both together, so without meaning
	b.ReportMetric(perSearch(theirTime), "ms")
	b.ReportMetric(perSearch(ourTime), "index-ms")
	b.ReportMetric(theirTime.Seconds()/ourTime.Seconds(), "times-index")
	b.ReportMetric(float64(common)/float64(best*b.N), "agree")
}
