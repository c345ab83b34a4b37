package vector_test

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"

	"descry/internal/float16"
	"descry/internal/vectormath"
	"descry/library"
	"descry/library/vector"
)

func mustSet(t testing.TB, x *vector.Index, id library.PhotoID, gen int64, v ...float32) {
	t.Helper()
	if err := x.Set(id, gen, v); err != nil {
		t.Fatal(err)
	}
}

func ids(hits []vector.Hit) []library.PhotoID {
	list := make([]library.PhotoID, len(hits))
	for i, h := range hits {
		list[i] = h.ID
	}
	return list
}

func TestChangesAreImmediate(t *testing.T) {
	x := vector.New(3)
	scan := func(want ...library.PhotoID) {
		t.Helper()
		hits, err := x.Ranked(t.Context(), []float32{1, 0.1, 0})
		if err != nil || !slices.Equal(ids(hits), want) || x.Len() != len(want) {
			t.Errorf("got %v (%v), %d rows, want %v", hits, err, x.Len(), want)
		}
	}
	scan()
	mustSet(t, x, 7, 1, 5, 0, 0)
	mustSet(t, x, 8, 1, 0, 2, 0)
	scan(7, 8)
	mustSet(t, x, 7, 2, -1, 0, 0)
	scan(8, 7)
	if gen, ok := x.Generation(7); gen != 2 || !ok {
		t.Errorf("generation %d, %v", gen, ok)
	}
	if !x.Delete(8) || x.Delete(8) || x.Delete(99) {
		t.Error("Delete reports wrongly")
	}
	scan(7)
	if _, ok := x.Generation(8); ok {
		t.Error("a deleted row has a generation")
	}
}

func TestScores(t *testing.T) {
	x := vector.New(2)
	mustSet(t, x, 1, 0, 1, 0)
	mustSet(t, x, 2, 0, 0, 3)
	mustSet(t, x, 3, 0, -2, 0)
	want := map[library.PhotoID][2]float64{1: {1, 0}, 2: {0, -1}, 3: {-1, 0}}
	got, err := x.Scores(t.Context(), []float32{9, 0}, []float32{0, -1})
	if err != nil || len(got.IDs) != 3 || len(got.Of) != 2 {
		t.Fatal(got, err)
	}
	for i, id := range got.IDs {
		for q := range got.Of {
			if math.Abs(float64(got.Of[q][i])-want[id][q]) > 1e-6 {
				t.Errorf("row %d, query %d: %v, want %v", id, q, got.Of[q][i], want[id][q])
			}
		}
	}
}

// TestScoresOfGappyChunks compares with the cosines where chunks are not full.
func TestScoresOfGappyChunks(t *testing.T) {
	l := newPhotos(3, 5000, 24)
	x := l.index(t)
	for id := range library.PhotoID(700) {
		x.Delete(id * 7)
	}
	queries := [][]float32{l.random(), l.random(), l.random()}
	got, err := x.Scores(t.Context(), queries...)
	if err != nil || len(got.IDs) != x.Len() {
		t.Fatal(len(got.IDs), x.Len(), err)
	}
	seen := map[library.PhotoID]bool{}
	for i, id := range got.IDs {
		if id%7 == 0 && id < 4900 || seen[id] {
			t.Fatalf("row %d was deleted, or is there twice", id)
		}
		seen[id] = true
		for q, query := range queries {
			if want := vectormath.Cosine(query, l.vectors[id]); math.Abs(float64(got.Of[q][i])-want) > 0.02 {
				t.Fatalf("query %d, row %d: %v, want %v", q, id, got.Of[q][i], want)
			}
		}
	}
}

func TestBadVectors(t *testing.T) {
	nan := float32(math.NaN())
	for _, c := range []struct {
		name string
		dim  int
		v    []float32
		err  error
	}{
		{"short", 3, []float32{1, 2}, vector.ErrDimension},
		{"long", 3, []float32{1, 2, 3, 4}, vector.ErrDimension},
		{"none", 3, nil, vector.ErrDimension},
		{"nan", 3, []float32{1, nan, 2}, vector.ErrNotFinite},
		{"zero", 3, []float32{0, 0, 0}, vector.ErrZero},
		{"index without dimension", 0, nil, vector.ErrDimension},
		{"negative dimension", -4, nil, vector.ErrDimension},
		{"huge dimension", 1 << 17, make([]float32, 1<<17), vector.ErrDimension},
	} {
		t.Run(c.name, func(t *testing.T) {
			x, ctx := vector.New(c.dim), t.Context()
			_, scoresErr := x.Scores(ctx, c.v)
			errs := map[string]error{
				"Set": x.Set(1, 1, c.v), "SetBatch": x.SetBatch([]vector.Row{{ID: 1, Vector: c.v}}),
				"SetFloat16": x.SetFloat16(1, 1, float16.Append(nil, c.v)),
				"Scores":     scoresErr,
			}
			for name, err := range errs {
				if !errors.Is(err, c.err) {
					t.Errorf("%s: %v, want %v", name, err, c.err)
				}
			}
			if x.Len() != 0 {
				t.Error("a bad vector was stored")
			}
		})
	}
}

func TestSetBatchIsAllOrNothing(t *testing.T) {
	x := vector.New(2)
	rows := []vector.Row{{1, 1, []float32{1, 0}}, {2, 1, []float32{0, 0}}}
	if err := x.SetBatch(rows); !errors.Is(err, vector.ErrZero) || x.Len() != 0 {
		t.Error(err, x.Len())
	}
	rows[1].Vector = []float32{0, 1}
	if err := x.SetBatch(rows); err != nil || x.Len() != 2 {
		t.Error(err, x.Len())
	}
}

func TestExtremeMagnitudes(t *testing.T) {
	x := vector.New(3)
	mustSet(t, x, 1, 0, 1e-45, 0, 0)
	mustSet(t, x, 2, 0, math.MaxFloat32, math.MaxFloat32, 0)
	// 7 and 1 times the smallest number.
	q := []float32{1e-44, 1e-45, 0}
	hits, err := x.Ranked(t.Context(), q)
	if err != nil || len(hits) != 2 || math.Abs(float64(hits[0].Score)-7/math.Sqrt(50)) > 0.001 {
		t.Error(hits, err)
	}
}

func TestCancelledContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	l := newPhotos(1, 100, 8)
	if _, err := l.index(t).Scores(ctx, l.random()); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
