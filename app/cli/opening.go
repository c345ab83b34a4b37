package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"descry/app/config"
	"descry/app/message"
	"descry/app/notice"
	"descry/app/service"
)

// withEdits is withLibrary for a command that changes annotations.
func withEdits(ctx context.Context, run func(*service.Library) error) error {
	return withLibrary(ctx, func(e *service.Library) error {
		err := run(e)
		if err != nil && ctx.Err() == nil {
			return err
		}
		return errors.Join(err, e.TellEdited(ctx))
	})
}

// withReading is withLibrary for a command that changes nothing. A library that can't be
// written is read as it is, and a sentence on stderr says so.
func withReading(cmd *cobra.Command, run func(*service.Library) error) error {
	paths, err := config.DefaultPaths()
	if err != nil {
		return err
	}
	e, err := service.OpenReading(cmd.Context(), paths, func(why error) {
		fmt.Fprintln(cmd.ErrOrStderr(), message.AsSentence(message.Text("library-only-read", message.Params{"Reason": message.Explain(why)})))
	})
	if err != nil {
		return err
	}
	return finish(e, run(e), printing(cmd.ErrOrStderr()))
}

// withLibrary opens the library for a command and closes it after.
func withLibrary(ctx context.Context, run func(*service.Library) error) error {
	paths, err := config.DefaultPaths()
	if err != nil {
		return err
	}
	e, err := service.Open(ctx, paths)
	if err != nil {
		return err
	}
	return finish(e, run(e), service.Tell(ctx))
}

// finish tells what became of a graphics card under a command, and closes the library.
func finish(e *service.Library, err error, tell func(notice.Notice)) error {
	e.Models.TellDevices(tell)
	return errors.Join(err, e.Close())
}

// printing prints notices, a line each.
func printing(w io.Writer) func(notice.Notice) {
	return func(n notice.Notice) { fmt.Fprintln(w, message.OfNotice(n, time.Now())) }
}
