package search_test

import (
	"fmt"
	"testing"

	"descry/internal/testlength"
	"descry/library"
	"descry/library/search/internal/madeup"
)

// tie is the difference up to which two scores count as equal: float32 sums of
// 1280 products differ by as much with the order of adding.
const tie = 1e-6

// recall is the part of got, which are as many as were asked for, that belong to the true
// first. want is the whole truth in order. A result as good as the last of the true first
// counts.
func recall(got, want []library.Result) float64 {
	score := make(map[library.PhotoID]float32, len(want))
	for _, r := range want {
		score[r.Photo] = r.Score
	}
	found := 0
	for _, r := range got {
		if score[r.Photo] >= want[len(got)-1].Score-tie {
			found++
		}
	}
	return float64(found) / float64(len(got))
}

// testRecall compares what a search answers with the exact cosines of what is stored.
func testRecall(t *testing.T, seed uint64, n, dim, queries int) {
	l := madeup.New(seed, n, dim)
	x := l.Open(t)
	l.Fetched = 0
	for i := range queries {
		q := l.Description()
		if i%2 == 1 { // "find similar" asks with a photo
			q = l.Photo()
		}
		got, err := madeup.Best(t.Context(), x, q, 10)
		if err != nil || len(got) != 10 {
			t.Fatal(len(got), err)
		}
		if r := recall(got, l.Exact(q)); r != 1 {
			t.Errorf("query %d: recall@10 %v", i, r)
		}
	}
	t.Logf("%d queries fetched %d vectors", queries, l.Fetched)
}

func TestRecall(t *testing.T) {
	n := 20_000
	if testlength.Shortened(t) {
		n = 2000
	}
	for _, dim := range []int{512, 1280} {
		for seed := range uint64(3) {
			t.Run(fmt.Sprintf("%d/%d", dim, seed), func(t *testing.T) { testRecall(t, seed, n, dim, 20) })
		}
	}
}

func TestRecall100k(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds and 600 MB")
	}
	testRecall(t, 11, 100_000, 512, 30)
}

// TestRecallInBurst has 3000 nearly equal photos, whose order int8 can't tell: any ten
// of the best will do.
func TestRecallInBurst(t *testing.T) {
	l := madeup.New(8, 2000, 512)
	q := l.AddBurst(3000)
	x := l.Open(t)
	got, err := madeup.Best(t.Context(), x, q, 10)
	if err != nil || len(got) != 10 {
		t.Fatal(len(got), err)
	}
	want := l.Exact(q)
	worst := float32(0)
	for _, r := range got {
		worst = max(worst, want[9].Score-r.Score)
	}
	t.Logf("recall@10 %v, at most %v short of the tenth best", recall(got, want), worst)
	if worst > 1e-3 {
		t.Errorf("a result is %v short of the tenth best", worst)
	}
}
