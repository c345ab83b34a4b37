package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"descry/ml/ort"
)

// version is set by the build from FyneApp.toml.
var version = "development"

// Exit codes of the program.
const (
	exitOK          = 0
	exitError       = 1
	exitUsage       = 2
	exitInterrupted = 130
)

// usageError is a mistake in the call, as opposed to something that went wrong.
type usageError struct{ err error }

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

// Main runs the program with its arguments (without the program's name) and
// returns the exit code.
func Main(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
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
	root := newRoot()
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

// complain is the one line of a failure.
func complain(stderr io.Writer, err error) { fmt.Fprintln(stderr, "descry:", explain(err)) }

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

// newRoot builds the command tree.
func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "descry [DIR…]",
		Short: "Find your photos by describing them, on this machine alone",
		Long: `Descry watches your photo folders and finds photos from long, exact
descriptions. Nothing leaves this machine and no photo is ever changed.

  descry                 opens the window
  descry ~/Pictures      adds the folder and opens the window
  descry --search "a red bicycle against a white wall"
                         opens the window with what is found
  descry index ~/Pictures && descry search "red lanterns above a table at night"

A library has one window: where it is open already, it comes to the front, and takes
the folders and the query.

What Descry keeps (settings, catalogue, vectors, thumbnails, models) lies in the
XDG folders, or all in one folder if ` + HomeVariable + ` names it.

Exit codes: 0 done, 1 something went wrong, 2 the call was wrong, 130 interrupted.`,
		Version:       version,
		Args:          cobra.ArbitraryArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	var query string
	root.Flags().StringVar(&query, "search", "", "open the window with what is found for `QUERY`")
	root.PersistentPreRun = func(cmd *cobra.Command, _ []string) {
		if cmd.Name() != "doctor" { // which says so among the rest
			remarkSettings(cmd.ErrOrStderr())
		}
	}
	root.RunE = func(cmd *cobra.Command, dirs []string) error { return runWindow(cmd, dirs, query) }
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return &usageError{err} })
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddCommand(indexCommand(), searchCommand(), whyCommand(), savedCommand(), feedbackCommand(), similarCommand(), showCommand(), statusCommand(),
		watchCommand(), evalCommand(), embedCommand(), modelCommand(), doctorCommand(), foldersCommand(),
		tagCommand(), captionCommand(), forgetCommand(), backupCommand(), restoreCommand(), exportCommand(), importCommand(),
		finetuneCommand(), headCommand())
	return root
}

// noCommand explains a word that is neither a command nor a folder.
func noCommand(root *cobra.Command, word string, err error) error {
	root.SuggestionsMinimumDistance = 2
	if near := root.SuggestionsFor(word); len(near) > 0 {
		return &usageError{fmt.Errorf("%q is no command and no folder; did you mean descry %s?", word, near[0])}
	}
	return fmt.Errorf("%w (see descry --help for the commands)", err)
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

// args wraps a cobra argument check so that its failure counts as wrong usage.
func args(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, a []string) error {
		if err := check(cmd, a); err != nil {
			return &usageError{fmt.Errorf("%w (see %s --help)", err, cmd.CommandPath())}
		}
		return nil
	}
}
