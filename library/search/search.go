package search

import (
	"context"
	"errors"
	"fmt"

	"descry/library"
	"descry/library/vector"
)

// ErrNotIndexed says that a photo has no vector of the active model yet.
var ErrNotIndexed = errors.New("the photo is not indexed yet")

// TextEncoder turns a description into a unit vector of the joint space. Cut
// reports that the text was longer than the encoder reads.
type TextEncoder interface {
	EncodeText(ctx context.Context, text string) (vec []float32, cut bool, err error)
}

// Answer is a ranked result, best first.
type Answer struct {
	Results []library.Result
	Cut     bool // the description was longer than the model reads
}

// Text ranks the photos in scope by a description and returns the best limit.
func (x *Index) Text(ctx context.Context, enc TextEncoder, text string, scope library.Scope, limit int) (Answer, error) {
	q, cut, err := enc.EncodeText(ctx, text)
	if err != nil {
		return Answer{}, fmt.Errorf("encode the description: %w", err)
	}
	results, err := x.nearest(ctx, q, scope, limit, 0)
	return Answer{Results: results, Cut: cut}, err
}

// Similar ranks the photos in scope by likeness to a photo, which itself is left
// out.
func (x *Index) Similar(ctx context.Context, id library.PhotoID, scope library.Scope, limit int) (Answer, error) {
	var q []float32
	err := x.store.Vectors(ctx, x.model, []int64{int64(id)}, func(_ int64, blob []byte) error {
		q = make([]float32, x.dim)
		return vector.Float16To32(q, blob)
	})
	switch {
	case err != nil:
		return Answer{}, err
	case q == nil:
		return Answer{}, ErrNotIndexed
	}
	if err := vector.Normalize(q); err != nil {
		return Answer{}, fmt.Errorf("photo %d: %w", id, err)
	}
	results, err := x.nearest(ctx, q, scope, limit, id)
	return Answer{Results: results}, err
}

// Vector ranks the photos in scope by a unit vector of the joint space.
func (x *Index) Vector(ctx context.Context, q []float32, scope library.Scope, limit int) (Answer, error) {
	results, err := x.nearest(ctx, q, scope, limit, 0)
	return Answer{Results: results}, err
}

func (x *Index) nearest(ctx context.Context, q []float32, scope library.Scope, limit int, except library.PhotoID) ([]library.Result, error) {
	limit = min(limit, x.Len()) // as many as there are, however many were asked for
	if scope == (library.Scope{}) {
		return x.nearestOfAll(ctx, q, limit, except)
	}
	var ids []int64
	err := x.store.PhotosIn(ctx, scope, func(id library.PhotoID) {
		if id != except {
			ids = append(ids, int64(id))
		}
	})
	if err != nil {
		return nil, err
	}
	hits, err := x.vec.Search(ctx, q, limit, vector.Only(ids), source{x})
	return results(hits), err
}

// nearestOfAll doesn't list 100,000 ids to leave out the few photos that have a
// vector but no file any more: it drops those from the answer and asks for more
// when too many were dropped.
func (x *Index) nearestOfAll(ctx context.Context, q []float32, limit int, except library.PhotoID) ([]library.Result, error) {
	for ask := limit + 1; ; ask *= 4 {
		hits, err := x.vec.Search(ctx, q, ask, nil, source{x})
		if err != nil {
			return nil, err
		}
		ids := make([]library.PhotoID, len(hits))
		for i, h := range hits {
			ids[i] = library.PhotoID(h.ID)
		}
		paths, err := x.store.Paths(ctx, ids)
		if err != nil {
			return nil, err
		}
		kept := hits[:0]
		for i, h := range hits {
			if paths[i] != "" && ids[i] != except {
				kept = append(kept, h)
			}
		}
		if len(kept) >= limit || len(ids) < ask {
			return results(kept[:min(limit, len(kept))]), nil
		}
	}
}

func results(hits []vector.Hit) []library.Result {
	out := make([]library.Result, len(hits))
	for i, h := range hits {
		out[i] = library.Result{Photo: library.PhotoID(h.ID), Score: h.Score}
	}
	return out
}

// source reads exact vectors for the reranking.
type source struct{ x *Index }

// Vectors implements vector.Source.
func (s source) Vectors(ctx context.Context, ids []int64, fn func(id int64, f16 []byte) error) error {
	return s.x.store.Vectors(ctx, s.x.model, ids, fn)
}
