package service

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"descry/app/config"
	"descry/app/problem"
	"descry/app/service/models"
	"descry/library"
	"descry/library/sqlite"
)

// OpenReading opens a library that leaves what it could remember for next time where
// there is no room or no right to write.
func OpenReading(ctx context.Context, paths config.Paths, stderr io.Writer) (*Library, error) {
	e, err := Open(ctx, paths)
	if models.CantWrite(err) {
		var unread error
		e, unread = OpenIn(ctx, paths, sqlite.Options{ReadOnly: true})
		switch {
		case errors.Is(unread, fs.ErrNotExist): // nothing to be read
			return nil, err
		case errors.Is(unread, library.ErrOlderSchema) && errors.Is(err, library.ErrFull):
			return nil, err // it could not be updated, or made to its end, for lack of space
		case unread != nil:
			return nil, unread
		}
		e.Log.Warn("the library is only read", "reason", err)
		fmt.Fprintf(stderr, "The library is only read: %s.\n", problem.Explain(err))
	} else if err != nil {
		return nil, err
	}
	e.reading = true
	return e, nil
}
