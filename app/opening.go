package app

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"
)

// withEdits is withEngine for a command that changes what the owner says.
func withEdits(ctx context.Context, run func(*engine) error) error {
	return withEngine(ctx, func(e *engine) error {
		err := run(e)
		if err != nil && ctx.Err() == nil {
			return err
		}
		return errors.Join(err, e.tellEdited(ctx))
	})
}

// withReading is withEngine for a command that changes nothing. Where the library
// can't be written, it is read as it is, and a sentence on stderr says so.
func withReading(cmd *cobra.Command, run func(*engine) error) error {
	paths, err := DefaultPaths()
	if err != nil {
		return err
	}
	e, err := openReading(cmd.Context(), paths, cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	return e.finish(run(e), cmd.ErrOrStderr())
}

// withEngine opens the engine for a command and closes it after.
func withEngine(ctx context.Context, run func(*engine) error) error {
	paths, err := DefaultPaths()
	if err != nil {
		return err
	}
	e, err := openEngine(ctx, paths)
	if err != nil {
		return err
	}
	return e.finish(run(e), stderrOf(ctx))
}

// finish tells what became of a graphics card under a command, and closes the engine.
func (e *engine) finish(err error, stderr io.Writer) error {
	e.tellDevices(func(text string) { fmt.Fprintln(stderr, text) })
	return errors.Join(err, e.Close())
}
