package app

import (
	"errors"
	"io/fs"
	"strings"

	"descry/library"
)

// explain turns an error into what the owner reads: one sentence and, where
// there is one, what to do.
func explain(err error) string {
	switch {
	case errors.Is(err, library.ErrNewerSchema), errors.Is(err, library.ErrDamaged),
		errors.Is(err, library.ErrReadOnly), errors.Is(err, library.ErrFull):
		for _, known := range []error{library.ErrNewerSchema, library.ErrDamaged, library.ErrReadOnly, library.ErrFull} {
			if errors.Is(err, known) {
				return known.Error()
			}
		}
	case errors.Is(err, fs.ErrPermission):
		if text := err.Error(); !strings.Contains(text, "permissions") {
			return text + "; check the permissions"
		}
	}
	return strings.TrimSpace(err.Error())
}
