package heads

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"
)

var (
	// ErrDiskFull reports a disk without room for a head.
	ErrDiskFull = errors.New("the disk is full")
	// ErrReadOnly reports a folder that may not be written to.
	ErrReadOnly = errors.New("the folder can't be written to")
)

// plain puts a reason that a user understands in front of the system's error.
func plain(err error) error {
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return fmt.Errorf("%w (%w)", ErrDiskFull, err)
	case errors.Is(err, syscall.EROFS), errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%w (%w)", ErrReadOnly, err)
	}
	return err
}
