package vector_test

import (
	"slices"
	"testing"

	"descry/library"
	"descry/library/vector"
)

func TestReconcile(t *testing.T) {
	for _, c := range []struct {
		name    string
		ids     []library.PhotoID
		gens    []int64
		missing []library.PhotoID
		left    int
	}{
		{"same", []library.PhotoID{1, 2, 3}, []int64{10, 20, 30}, nil, 3},
		{"one gone", []library.PhotoID{1, 3}, []int64{10, 30}, nil, 2},
		{"one new, in order", []library.PhotoID{9, 1, 2, 8, 3}, []int64{1, 10, 20, 1, 30}, []library.PhotoID{9, 8}, 3},
		{"one changed", []library.PhotoID{1, 2, 3}, []int64{10, 21, 30}, []library.PhotoID{2}, 2},
		{"all gone", nil, nil, nil, 0},
		{"an id twice", []library.PhotoID{7, 7, 1}, []int64{1, 1, 10}, []library.PhotoID{7}, 1},
		{"too few generations", []library.PhotoID{1, 2}, []int64{10}, []library.PhotoID{2}, 1},
	} {
		x := vector.New(2)
		for i := range library.PhotoID(3) {
			mustSet(t, x, i+1, int64(10*(i+1)), 1, float32(i))
		}
		missing := x.Reconcile(c.ids, c.gens)
		if !slices.Equal(missing, c.missing) || x.Len() != c.left {
			t.Errorf("%s: missing %v and %d rows left, want %v and %d", c.name, missing, x.Len(), c.missing, c.left)
		}
	}
}

// TestReconcileManyChunks drops most rows, so that chunks merge meanwhile.
func TestReconcileManyChunks(t *testing.T) {
	l := newPhotos(3, 8000, 4)
	x := l.index(t)
	var ids []library.PhotoID
	var gens []int64
	for id := library.PhotoID(0); id < 8000; id += 7 {
		ids, gens = append(ids, id), append(gens, 0)
	}
	if missing := x.Reconcile(ids, gens); missing != nil || x.Len() != len(ids) {
		t.Fatal(missing, x.Len(), len(ids))
	}
	for _, id := range ids {
		if _, ok := x.Generation(id); !ok {
			t.Errorf("row %d was dropped", id)
		}
	}
}
