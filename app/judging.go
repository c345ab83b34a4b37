package app

import (
	"context"

	"descry/library"
)

// judge says of photos, named by path or by hash, that they answer a description or
// don't, once all are known.
func (e *engine) judge(ctx context.Context, subject string, right, wrong []string) error {
	good, err := e.photosNamed(ctx, right)
	if err != nil {
		return err
	}
	bad, err := e.photosNamed(ctx, wrong)
	if err != nil {
		return err
	}
	if err := e.store.SetFeedback(ctx, subject, good, library.Yes); err != nil {
		return err
	}
	return e.store.SetFeedback(ctx, subject, bad, library.No)
}

// photosNamed finds photos by path or by hash, all of them or none.
func (e *engine) photosNamed(ctx context.Context, names []string) ([]library.PhotoID, error) {
	ids := make([]library.PhotoID, len(names))
	for i, name := range names {
		id, err := e.knownPhoto(ctx, name)
		if err != nil {
			return nil, err
		}
		ids[i] = id
	}
	return ids, nil
}
