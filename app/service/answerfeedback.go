package service

import (
	"context"

	"descry/library"
)

// Judge says of photos, named by path or by hash, that they answer a description or
// don't, once all are known.
func (e *Library) Judge(ctx context.Context, subject string, right, wrong []string) error {
	good, err := e.PhotosNamed(ctx, right)
	if err != nil {
		return err
	}
	bad, err := e.PhotosNamed(ctx, wrong)
	if err != nil {
		return err
	}
	if err := e.Store.SetFeedback(ctx, subject, good, library.Yes); err != nil {
		return err
	}
	return e.Store.SetFeedback(ctx, subject, bad, library.No)
}

// PhotosNamed finds photos by path or by hash, all of them or none.
func (e *Library) PhotosNamed(ctx context.Context, names []string) ([]library.PhotoID, error) {
	ids := make([]library.PhotoID, len(names))
	for i, name := range names {
		id, err := e.KnownPhoto(ctx, name)
		if err != nil {
			return nil, err
		}
		ids[i] = id
	}
	return ids, nil
}
