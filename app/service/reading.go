package service

import (
	"context"
	"errors"
	"io/fs"

	"descry/app/config"
	"descry/app/service/models"
	"descry/library"
	"descry/library/sqlite"
)

// OpenReading opens a library without writing to it where there is no room or no right to
// write, and calls told with the reason. What the library could remember for next time is
// then left out.
func OpenReading(ctx context.Context, paths config.Paths, told func(why error)) (*Library, error) {
	e, err := Open(ctx, paths)
	if models.CantWrite(err) {
		var unread error
		e, unread = OpenIn(ctx, paths, sqlite.Options{ReadOnly: true})
		switch {
		case errors.Is(unread, fs.ErrNotExist): // there is nothing to read
			return nil, err
		case errors.Is(unread, library.ErrOlderSchema) && errors.Is(err, library.ErrFull):
			return nil, err // an update of the catalogue did not come to its end for lack of space
		case unread != nil:
			return nil, unread
		}
		e.Log.Warn("the library is only read", "reason", err)
		told(err)
	} else if err != nil {
		return nil, err
	}
	e.reading = true
	return e, nil
}
