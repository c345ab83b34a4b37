package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"descry/library"

	"github.com/mattn/go-sqlite3"
)

// wrap names the operation and joins the library's own error, where there is one for the
// driver's error.
func wrap(op string, err error) error {
	if err == nil {
		return nil
	}
	var driver sqlite3.Error
	if !errors.As(err, &driver) {
		return fmt.Errorf("%s: %w", op, err)
	}
	if own := translate(driver); own != nil {
		return fmt.Errorf("%s: %w: %w", op, own, err)
	}
	return fmt.Errorf("%s: %w", op, err)
}

func translate(err sqlite3.Error) error {
	switch err.Code {
	case sqlite3.ErrFull:
		return library.ErrFull
	case sqlite3.ErrBusy:
		return library.ErrBusy
	case sqlite3.ErrCorrupt, sqlite3.ErrNotADB:
		return library.ErrDamaged
	case sqlite3.ErrReadonly, sqlite3.ErrPerm:
		return library.ErrReadOnly
	case sqlite3.ErrInterrupt:
		return context.Canceled
	case sqlite3.ErrIoErr, sqlite3.ErrCantOpen:
		return translateSystem(err)
	}
	if err.ExtendedCode == wrongType {
		return library.ErrDamaged
	}
	return nil
}

// wrongType is SQLITE_CONSTRAINT_DATATYPE. A column that is computed of others gives it where one
// of these holds what no statement of this package writes.
var wrongType = sqlite3.ErrConstraint.Extend(12)

// translateSystem looks at the system's error behind a failed read or write.
func translateSystem(err sqlite3.Error) error {
	switch err.SystemErrno {
	case syscall.ENOSPC, syscall.EDQUOT:
		return library.ErrFull
	case syscall.EACCES, syscall.EPERM, syscall.EROFS:
		return library.ErrReadOnly
	case syscall.EMFILE, syscall.ENFILE:
		return library.ErrTooManyFiles
	case syscall.ENOENT:
		return fs.ErrNotExist
	}
	if err.ExtendedCode == sqlite3.ErrIoErrShortRead {
		return library.ErrDamaged
	}
	return nil
}
