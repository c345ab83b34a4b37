package service

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"descry/app/notice"
	"descry/app/problem"
	"descry/library"
	"descry/library/query"
)

// PhotoLike finds the photo that others are to be like. PhotoLike finds what photoNamed finds,
// or else a photo by the name of its file alone.
func (e *Library) PhotoLike(ctx context.Context, what string) (library.PhotoID, error) {
	id, err := e.photoNamed(ctx, what)
	if !errors.Is(err, errNotAPhoto) || filepath.Base(what) != what {
		return id, err
	}
	const enough = 2 // to tell that there are several
	ids, nameErr := e.Store.PhotosByName(ctx, what, enough)
	switch {
	case nameErr != nil:
		return 0, nameErr
	case len(ids) == 0:
		return 0, err
	case len(ids) == 1:
		return ids[0], nil
	}
	paths, err := e.Store.Paths(ctx, ids)
	if err != nil {
		return 0, err
	}
	return 0, problem.Usage("photo-name-ambiguous", notice.Params{"Name": problem.Quotable(what, 1000), "First": paths[0], "Second": paths[1]})
}

// errNotAPhoto says that a text names no photo in any way.
var errNotAPhoto = errors.New("no photo and no file")

// photoNamed finds a photo by path or by hash.
func (e *Library) photoNamed(ctx context.Context, what string) (library.PhotoID, error) {
	if abs, err := filepath.Abs(what); err == nil {
		// A photo may itself be a link in a folder. Only links on the way to the photo are
		// followed.
		id, err := e.Store.PhotoByPath(ctx, filepath.Join(problem.FollowLinks(filepath.Dir(abs)), filepath.Base(abs)))
		if !errors.Is(err, library.ErrNotFound) {
			return id, err
		}
	}
	if len(what) >= query.LeastDigits && strings.Trim(what, "0123456789abcdef") == "" {
		id, err := e.Store.PhotoByHashPrefix(ctx, what)
		if !errors.Is(err, library.ErrNotFound) {
			return id, err
		}
	}
	if _, err := os.Stat(what); err != nil {
		return 0, problem.WrapUsage("photo-unknown", notice.Params{"Name": problem.Quotable(what, 1000)}, errNotAPhoto)
	}
	return 0, library.ErrNotFound
}

// KnownPhoto finds a photo of the library by its file or id.
func (e *Library) KnownPhoto(ctx context.Context, name string) (library.PhotoID, error) {
	id, err := e.photoNamed(ctx, name)
	if errors.Is(err, library.ErrNotFound) {
		err = problem.Usage("photo-not-in-library", notice.Params{"Path": problem.Printable(name)})
	}
	return id, err
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
