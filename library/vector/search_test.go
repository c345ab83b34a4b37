package vector_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"descry/library/vector"
)

// sourceFunc is a vector.Source that is one function.
type sourceFunc func(ctx context.Context, ids []int64, fn func(int64, []byte) error) error

func (f sourceFunc) Vectors(ctx context.Context, ids []int64, fn func(int64, []byte) error) error {
	return f(ctx, ids, fn)
}

func TestSearchRanksByTheSource(t *testing.T) {
	x := vector.New(2)
	mustSet(t, x, 1, 0, 1, 0)
	mustSet(t, x, 2, 0, 1, 1)
	// The catalogue has turned them round and knows no row 3.
	mustSet(t, x, 3, 0, 1, 0.1)
	stored := map[int64][]float32{1: {1, 1}, 2: {2, 0}}
	src := sourceFunc(func(_ context.Context, ids []int64, fn func(int64, []byte) error) error {
		for _, id := range ids {
			if v, ok := stored[id]; ok {
				if err := fn(id, vector.AppendFloat16(nil, v)); err != nil {
					return err
				}
			}
		}
		return nil
	})
	hits, err := x.Search(t.Context(), []float32{1, 0}, 5, nil, src)
	if err != nil || !slices.Equal(ids(hits), []int64{2, 1}) || hits[0].Score != 1 {
		t.Error(hits, err)
	}
	hits, err = x.Search(t.Context(), []float32{1, 0}, 5, func(id int64) bool { return id == 1 }, src)
	if err != nil || !slices.Equal(ids(hits), []int64{1}) {
		t.Error(hits, err)
	}
	if hits, err = x.Search(t.Context(), []float32{1, 0}, 0, nil, src); err != nil || len(hits) != 0 {
		t.Error(hits, err)
	}
}

func TestSearchSourceErrors(t *testing.T) {
	x := vector.New(2)
	mustSet(t, x, 1, 0, 1, 0)
	broken := errors.New("disk on fire")
	give := func(b []byte) sourceFunc {
		return func(_ context.Context, ids []int64, fn func(int64, []byte) error) error { return fn(ids[0], b) }
	}
	for _, c := range []struct {
		name string
		src  sourceFunc
		err  error
	}{
		{"fails", func(context.Context, []int64, func(int64, []byte) error) error { return broken }, broken},
		{"short vector", give([]byte{0}), vector.ErrDimension},
		{"zero vector", give(make([]byte, 4)), vector.ErrZero},
		{"infinite vector", give([]byte{0, 0x7C, 0, 0}), vector.ErrNotFinite},
	} {
		if _, err := x.Search(t.Context(), []float32{1, 0}, 5, nil, c.src); !errors.Is(err, c.err) {
			t.Errorf("%s: %v, want %v", c.name, err, c.err)
		}
	}
}
