package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"descry/library"
	"descry/library/sqlite"
)

// openReading opens an engine that leaves what it could remember for next time where
// there is no room or no right to write.
func openReading(ctx context.Context, paths Paths, stderr io.Writer) (*engine, error) {
	e, err := openEngine(ctx, paths)
	if cantWrite(err) {
		var unread error
		e, unread = openEngineIn(ctx, paths, sqlite.Options{ReadOnly: true})
		switch {
		case errors.Is(unread, fs.ErrNotExist): // nothing to be read
			return nil, err
		case errors.Is(unread, library.ErrOlderSchema) && errors.Is(err, library.ErrFull):
			return nil, err // it could not be updated, or made to its end, for lack of space
		case unread != nil:
			return nil, unread
		}
		e.log.Warn("the library is only read", "reason", err)
		fmt.Fprintf(stderr, "The library is only read: %s.\n", explain(err))
	} else if err != nil {
		return nil, err
	}
	e.reading = true
	return e, nil
}

// cantWrite reports that the folders or the catalogue can't be written: the disk is
// full or read-only, or the owner may not.
func cantWrite(err error) bool {
	why, _ := reasonOf(err)
	return why == diskFull || why == cantBeWritten || why == notAllowed
}

// remember keeps in the catalogue what can be worked out again, so it is no failure
// where nothing can be written.
func (e *engine) remember(ctx context.Context, name, value string) error {
	err := e.store.SetValue(ctx, name, value)
	if cantWrite(err) {
		e.log.Warn("not remembered", "name", name, "err", err)
		return nil
	}
	return err
}
