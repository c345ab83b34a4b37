package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"descry/app/config"
	"descry/app/ending"
	"descry/app/message"
	"descry/app/problem"
	"descry/app/service"
	"descry/app/service/models"
	"descry/ml/ort"
)

// Main runs the program with its arguments (without the program's name) and returns the exit
// code. window opens the window, and is nil in a program without one.
func Main(args []string, stdin io.Reader, stdout, stderr io.Writer, window WindowFunc) int {
	if len(args) > 0 && args[0] == models.EncoderCommand { // before anything is opened
		return ort.ServeEncoder(models.EncoderQuestions)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// The first signal ends the program in order, and by force where that takes too long. A
	// second signal ends the program at once.
	late := &ending.Ending{Stderr: stderr, Exit: os.Exit, Forced: func() string { return message.Text("cli-ended-by-force", nil) }}
	defer late.Over()
	context.AfterFunc(ctx, func() {
		late.Begin(ending.ExitInterrupted)
		stop()
	})
	message.Use(config.ChosenLanguage(askedLanguage(args))) // before the commands take their texts
	root := NewRoot(window)
	root.SetArgs(args)
	root.SetIn(stdin)
	out := &checkedWriter{w: stdout}
	root.SetOut(out)
	root.SetErr(stderr)
	err := root.ExecuteContext(service.WithTell(ending.With(ctx, late), printing(stderr)))
	if err == nil {
		err = out.err
	}
	switch {
	case err == nil:
		return ending.ExitOK
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		fmt.Fprintln(stderr, "descry:", message.Text("cli-interrupted", nil))
		return ending.ExitInterrupted
	}
	if !errors.Is(err, problem.ErrTold) {
		Complain(stderr, err)
	}
	if errors.Is(err, problem.ErrUsage) {
		return ending.ExitUsage
	}
	return ending.ExitError
}

// checkedWriter remembers the first failure, since an answer that could not be written in full
// is no success.
type checkedWriter struct {
	w   io.Writer
	err error
}

func (c *checkedWriter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	if err != nil && c.err == nil {
		c.err = problem.Wrap("cli-answer-not-written", nil, err)
	}
	return n, err
}
