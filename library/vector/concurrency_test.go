package vector_test

import (
	"math/rand/v2"
	"path/filepath"
	"sync"
	"testing"

	"descry/library"
	"descry/library/vector"
)

// TestConcurrentUse scans while rows come and go. Rows nobody touches must be
// in every scan exactly once, whatever is merged around them.
func TestConcurrentUse(t *testing.T) {
	const fixed, changing, rounds = 500, 6000, 3
	l := newPhotos(2, fixed, 16)
	x := l.index(t)
	var writers, readers sync.WaitGroup
	done := make(chan struct{})
	for w := range 2 {
		writers.Go(func() { churn(t, x, l.vectors, library.PhotoID(fixed+w*changing), changing, rounds) })
	}
	q := l.random()
	for range 2 {
		readers.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
					checkFixed(t, x, q, fixed)
				}
			}
		})
	}
	readers.Go(func() { saveUntil(t, x, done, fixed) })
	writers.Wait()
	close(done)
	readers.Wait()
	if x.Len() != fixed {
		t.Errorf("%d rows are left, want %d", x.Len(), fixed)
	}
}

// churn sets and deletes the ids from first on, in random order.
func churn(t *testing.T, x *vector.Index, vs [][]float32, first library.PhotoID, n, rounds int) {
	for range rounds {
		for _, i := range rand.Perm(n) {
			if err := x.Set(first+library.PhotoID(i), 1, vs[i%len(vs)]); err != nil {
				t.Error(err)
			}
		}
		for _, i := range rand.Perm(n) {
			x.Delete(first + library.PhotoID(i))
		}
	}
}

func checkFixed(t *testing.T, x *vector.Index, q []float32, fixed int) {
	scores, err := x.Scores(t.Context(), q)
	if err != nil {
		t.Error(err)
	}
	seen := map[library.PhotoID]int{}
	for _, id := range scores.IDs {
		seen[id]++
	}
	for id := range library.PhotoID(fixed) {
		if seen[id] != 1 {
			t.Errorf("row %d is there %d times", id, seen[id])
		}
	}
}

func saveUntil(t *testing.T, x *vector.Index, done chan struct{}, fixed int) {
	path := filepath.Join(t.TempDir(), "m.vec")
	for {
		if err := x.Save(path, "m", 1); err != nil {
			t.Error(err)
		}
		y, _, err := vector.Load(path, "m", 16)
		if err != nil {
			t.Error(err)
			return
		}
		for id := range library.PhotoID(fixed) {
			if _, ok := y.Generation(id); !ok {
				t.Errorf("row %d is missing in the file", id)
			}
		}
		select {
		case <-done:
			return
		default:
		}
	}
}
