// Package nofollow opens files of the program's own without following a link that lies
// in their place: who can put a link into a folder must not have the program write
// elsewhere. Links on the way to a file are followed, since a folder may well be one.
package nofollow

import (
	"errors"
	"io/fs"
	"os"

	"github.com/gofrs/flock"
)

// ErrLink says that a link lies where a file of the program's own should.
var ErrLink = errors.New("it is a link, and Descry writes through none; put the file itself there (its folder may be a link)")

// Check returns a *fs.PathError of [ErrLink] where a link lies at path. Nothing, or
// what can't be looked at, is no error.
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
		if link := Check(path); link != nil { // it was put there in between
			return nil, link
		}
	}
	return f, err
}

// Replace is Open that takes a link away first, and leaves alone what it leads to.
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

// Lock is a lock on the file at path, which is made for the user alone. Locking fails
// where a link lies there.
func Lock(path string) *flock.Flock {
	return flock.New(path, flock.SetFlag(os.O_CREATE|os.O_RDONLY|Flag), flock.SetPermissions(0o600))
}
