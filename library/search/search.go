package search

import (
	"context"
	"errors"

	"descry/library"
)

// ErrNotIndexed says that a photo has no vector of the active model yet.
var ErrNotIndexed = errors.New("the photo is not indexed yet")

// Similar ranks the photos in scope by likeness to a photo, which is left out.
func (x *Index) Similar(ctx context.Context, id library.PhotoID, scope library.Scope, limit int) (Answer, error) {
	return x.Ask(ctx, nil, Request{Examples: []Example{{Photo: id, Weight: 1}}, Scope: scope, Limit: limit, Weak: limit})
}
