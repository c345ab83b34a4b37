package service

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"time"

	"descry/app/notice"
	"descry/app/problem"
	"descry/library"
	"descry/library/query"
)

// LostPhotosMeant are the photos without a file that are meant: those that are named, all of
// them, or, unless before is zero, those that lost their last file before that time. A named
// photo that has a file, or is not in the library, is an error.
func (e *Library) LostPhotosMeant(ctx context.Context, ids []string, all bool, before time.Time) ([]library.LostPhoto, error) {
	lost, err := e.Store.LostPhotos(ctx)
	if err != nil {
		return nil, err
	}
	if all {
		return lost, nil
	}
	if !before.IsZero() {
		var old []library.LostPhoto
		for _, p := range lost {
			if p.Since.Before(before) {
				old = append(old, p)
			}
		}
		return old, nil
	}
	var meant []library.LostPhoto
	taken := map[library.PhotoID]bool{}
	for _, id := range ids {
		found, err := e.lostPhotosNamed(ctx, lost, id)
		if err != nil {
			return nil, err
		}
		for _, p := range found {
			if !taken[p.ID] {
				taken[p.ID] = true
				meant = append(meant, p)
			}
		}
	}
	return meant, nil
}

// lostPhotosNamed finds the photo whose id begins with name, or the photos whose last file lay
// at the path name.
func (e *Library) lostPhotosNamed(ctx context.Context, lost []library.LostPhoto, name string) ([]library.LostPhoto, error) {
	id, err := e.photoNamed(ctx, name)
	switch {
	case err == nil:
		for _, p := range lost {
			if p.ID == id {
				return []library.LostPhoto{p}, nil
			}
		}
		return nil, problem.Usage("forget-has-file", notice.Params{"Photo": problem.Printable(name)})
	case !errors.Is(err, library.ErrNotFound) && !errors.Is(err, problem.ErrUsage):
		return nil, err
	}
	abs, err := filepath.Abs(name)
	if err != nil {
		return nil, err
	}
	there := filepath.Join(problem.FollowLinks(filepath.Dir(abs)), filepath.Base(abs))
	var found []library.LostPhoto
	for _, p := range lost {
		if p.Path != "" && (p.Path == there || p.Path == abs) {
			found = append(found, p)
		}
	}
	if len(found) == 0 {
		return nil, problem.Usage("forget-unknown", notice.Params{"Name": problem.Quotable(name, 1000), "Digits": query.LeastDigits})
	}
	return found, nil
}

// Forget forgets photos and returns the number. The number may be lower than that of photos,
// since a file may have been found again meanwhile.
func (e *Library) Forget(ctx context.Context, photos []library.LostPhoto, progress func(done int)) (gone int, err error) {
	done := 0
	for step := range slices.Chunk(photos, forgetStep) {
		ids := make([]library.PhotoID, len(step))
		for i, p := range step {
			ids[i] = p.ID
		}
		var some []library.PurgedPhoto
		some, err = e.Store.Forget(ctx, ids)
		for _, p := range some {
			e.removeThumbnails(p.Hash)
		}
		if gone += len(some); err != nil {
			break
		}
		if done += len(step); done < len(photos) {
			progress(done)
		}
	}
	if gone > 0 {
		e.Log.Info("forgotten by the user", "photos", gone)
	}
	return gone, err
}

// forgetStep is how many photos are forgotten before their thumbnails are removed. An
// interruption leaves few thumbnails to remove.
const forgetStep = 1000
