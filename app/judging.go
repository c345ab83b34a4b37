package app

import (
	"context"

	"descry/library"
)

// judge says what the flags say, once all photos are known.
func (e *engine) judge(ctx context.Context, subject string, o feedbackOptions) error {
	good, err := e.photosNamed(ctx, o.good)
	if err != nil {
		return err
	}
	bad, err := e.photosNamed(ctx, o.bad)
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
