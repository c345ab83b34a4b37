package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"descry/ml/ort"
)

// version is set by the build from FyneApp.toml.
var version = "development"

// cliMain runs the program with its arguments (without the program's name) and
// returns the exit code. window opens the window; nil in a program without one.
func cliMain(args []string, stdin io.Reader, stdout, stderr io.Writer, window windowFunc) int {
	if len(args) > 0 && args[0] == encoderCommand { // before anything is opened
		return ort.ServeEncoder(encoderQuestions)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// The first signal ends things cleanly, by force where that takes too long; a second
	// one ends them at once.
	late := &ending{stderr: stderr, exit: os.Exit}
	defer late.over()
	context.AfterFunc(ctx, func() {
		late.begin(exitInterrupted)
		stop()
	})
	root := newRoot(window)
	root.SetArgs(args)
	root.SetIn(stdin)
	out := &checkedWriter{w: stdout}
	root.SetOut(out)
	root.SetErr(stderr)
	err := root.ExecuteContext(withStderr(withEnding(ctx, late), stderr))
	if err == nil {
		err = out.err
	}
	switch {
	case err == nil:
		return exitOK
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		fmt.Fprintln(stderr, "descry: interrupted; everything reported as done is kept")
		return exitInterrupted
	}
	var told *toldError
	if !errors.As(err, &told) {
		complain(stderr, err)
	}
	var usage *usageError
	if errors.As(err, &usage) {
		return exitUsage
	}
	return exitError
}

// checkedWriter remembers the first failure, so that an answer that could not be
// written in full is no success.
type checkedWriter struct {
	w   io.Writer
	err error
}

func (c *checkedWriter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	if err != nil && c.err == nil {
		c.err = fmt.Errorf("the answer could not be written: %w", err)
	}
	return n, err
}

// toldError is an error that the owner has read already.
type toldError struct{ err error }

func (e *toldError) Error() string { return e.err.Error() }

func (e *toldError) Unwrap() error { return e.err }
