package vector_test

import (
	"fmt"
	"testing"

	"descry/library/vector"
)

// tie is the difference up to which two scores count as equal: float32 sums of
// 1280 products differ by as much with the order of adding.
const tie = 1e-6

// recall is the part of got's first k hits that belong to the true first k;
// want is the whole truth in order. A hit as good as the k-th counts.
func recall(got, want []vector.Hit, k int) float64 {
	score := make(map[int64]float32, len(want))
	for _, h := range want {
		score[h.ID] = h.Score
	}
	found := 0
	for _, h := range got {
		if score[h.ID] >= want[k-1].Score-tie {
			found++
		}
	}
	return float64(found) / float64(k)
}

func testRecall(t *testing.T, seed uint64, n, dim, queries int) {
	l := newLibrary(seed, n, dim)
	x := l.index(t)
	// The truth is the exact cosine of what is stored, float16; the float32
	// originals are gone once a photo is indexed.
	for id, b := range l.f16 {
		if err := vector.Float16To32(l.vectors[id], b); err != nil {
			t.Fatal(err)
		}
		if err := vector.Normalize(l.vectors[id]); err != nil {
			t.Fatal(err)
		}
	}
	for i := range queries {
		q := l.query()
		if i%2 == 1 { // "find similar" asks with a photo
			q = l.vectors[l.rng.IntN(n)]
		}
		got, err := x.Search(t.Context(), q, 10, nil, l)
		if err != nil {
			t.Fatal(err)
		}
		if r := recall(got, l.exact(q), 10); r != 1 {
			t.Errorf("query %d: recall@10 %v", i, r)
		}
	}
	t.Logf("%d queries fetched %d vectors", queries, l.fetched)
}

func TestRecall(t *testing.T) {
	n := 20_000
	if raceDetector {
		n = 2000
	}
	for _, dim := range []int{512, 1280} {
		for seed := range uint64(3) {
			t.Run(fmt.Sprintf("%d/%d", dim, seed), func(t *testing.T) {
				testRecall(t, seed, n, dim, 20)
			})
		}
	}
}

func TestRecall100k(t *testing.T) {
	if testing.Short() || raceDetector {
		t.Skip("takes some seconds and 600 MB")
	}
	testRecall(t, 11, 100_000, 512, 30)
}

// TestRecallAgainstOriginals takes the float32 vectors from before storage as
// the truth, where float16 may swap near-equal photos.
func TestRecallAgainstOriginals(t *testing.T) {
	l := newLibrary(5, 5_000, 512)
	x := l.index(t)
	for range 20 {
		q := l.query()
		got, err := x.Search(t.Context(), q, 10, nil, l)
		if err != nil {
			t.Fatal(err)
		}
		want := l.exact(q)
		for _, h := range got {
			if truth := dot32(q, l.vectors[h.ID]); truth < want[9].Score-1e-4 {
				t.Errorf("hit with cosine %v, the tenth has %v", truth, want[9].Score)
			}
		}
	}
}

// TestRecallInBurst has 3000 nearly equal photos, whose order int8 cannot
// tell: the search must notice and fetch more of them.
func TestRecallInBurst(t *testing.T) {
	l := newLibrary(8, 5_000, 512)
	for id := range l.vectors[:3000] {
		l.vectors[id] = l.near(l.centres[0], 0.02)
		l.f16[int64(id)] = vector.AppendFloat16(nil, l.vectors[id])
	}
	x := l.index(t)
	for id, b := range l.f16 {
		if err := vector.Float16To32(l.vectors[id], b); err != nil {
			t.Fatal(err)
		}
		if err := vector.Normalize(l.vectors[id]); err != nil {
			t.Fatal(err)
		}
	}
	for range 10 {
		q := l.near(l.centres[0], 0.3)
		l.fetched = 0
		got, err := x.Search(t.Context(), q, 10, nil, l)
		if err != nil {
			t.Fatal(err)
		}
		if r := recall(got, l.exact(q), 10); r != 1 {
			t.Errorf("recall@10 %v after fetching %d", r, l.fetched)
		}
	}
}
