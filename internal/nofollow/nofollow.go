// Package nofollow opens files of the program's own without following a link in their place.
// Another user who can put a link into a folder must not have the program write elsewhere.
// Links on the way to a file are followed, since a folder may well be a link.
package nofollow

import (
	"errors"
	"io/fs"
	"os"

	"github.com/gofrs/flock"
)

// ErrLink says that a link lies in the place of a file of the program's own.
var ErrLink = errors.New("it is a link, and Descry writes through none; put the file itself there (its folder may be a link)")

// Check returns a *fs.PathError of [ErrLink] where a link lies at path. A path without a file,
// or one that can't be looked at, is no error.
func Check(path string) error {
	if info, err := os.Lstat(path); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		return &fs.PathError{Op: "open", Path: path, Err: ErrLink}
	}
	return nil
}

// Open is os.OpenFile that fails with [ErrLink] where a link lies at path.
func Open(path string, flag int, perm fs.FileMode) (*os.File, error) {
	if err := Check(path); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, flag|Flag, perm)
	if err != nil {
		if link := Check(path); link != nil { // the link was put there in between
			return nil, link
		}
	}
	return f, err
}

// Replace is Open that removes a link first, and leaves the link's target alone.
func Replace(path string, flag int, perm fs.FileMode) (*os.File, error) {
	f, err := Open(path, flag, perm)
	if !errors.Is(err, ErrLink) {
		return f, err
	}
	if err := os.Remove(path); err != nil {
		return nil, err
	}
	return Open(path, flag, perm)
}

// Lock is a lock on the file at path, which is made for the user alone. Locking fails where a
// link lies at path.
func Lock(path string) *flock.Flock {
	return flock.New(path, flock.SetFlag(os.O_CREATE|os.O_RDONLY|Flag), flock.SetPermissions(0o600))
}
