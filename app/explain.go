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
	for _, known := range []error{library.ErrNewerSchema, library.ErrOlderSchema, library.ErrDamaged,
		library.ErrFull, library.ErrUnreadLog, library.ErrReadOnly} {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	text := strings.TrimSpace(err.Error())
	if errors.Is(err, fs.ErrPermission) && !strings.Contains(text, "permissions") {
		text += "; check the permissions"
	}
	return text
}
