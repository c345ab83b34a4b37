package atomicfile

import (
	"errors"
	"fmt"
	"io/fs"
)

var (
	// ErrFull: the disk, or the user's share of it, is used up.
	ErrFull = errors.New("the disk is full")
	// ErrReadOnly: the folder or the disk may not be written to.
	ErrReadOnly = errors.New("the folder can't be written to")
)

// Explain joins a reason that a user understands, [ErrFull] or [ErrReadOnly], to the system's
// error. Any other error is returned unchanged.
func Explain(err error) error {
	switch {
	case isFull(err):
		return fmt.Errorf("%w (%w)", ErrFull, err)
	case errors.Is(err, fs.ErrPermission), isReadOnly(err):
		return fmt.Errorf("%w (%w)", ErrReadOnly, err)
	}
	return err
}
