package peers_test

import (
	"testing"
	"time"

	"descry/library/search/internal/madeup"
)

// The measured case: the best 10 of 100,000 vectors of length 512.
const (
	rows = 100_000
	dim  = 512
	best = 10
)

// peer is one way to search. search returns the ids of the best rows, which count from 1.
type peer struct {
	name   string
	search func(q []float32) ([]int64, error)
}

// BenchmarkPeers measures each peer in turn with a search of the program's, as soon as it has
// the description's vector: all scores, the cut-off, and the best ranked again (but from
// memory, not the catalogue). ms is the peer's time for one search, index-ms the program's,
// times-index their ratio. agree is the part of the program's results that the peer finds too.
func BenchmarkPeers(b *testing.B) {
	l := madeup.New(1, rows, dim)
	x := l.Open(b)
	ours := func(q []float32) ([]int64, error) {
		results, err := madeup.Best(b.Context(), x, q, best)
		ids := make([]int64, len(results))
		for i, r := range results {
			ids[i] = int64(r.Photo)
		}
		return ids, err
	}
	for _, make := range []func(*testing.B, *madeup.Library) peer{plainLoop, chromem, sqliteVecFloat, sqliteVecInt8} {
		p := make(b, l)
		b.Run(p.name, func(b *testing.B) { compare(b, l, ours, p.search) })
	}
}

func compare(b *testing.B, l *madeup.Library, ours, theirs func([]float32) ([]int64, error)) {
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
		q := l.Description()
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
