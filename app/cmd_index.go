package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"descry/internal/duration"
	"descry/internal/leave"
	"descry/library"
	"descry/library/index"
	"descry/ui"
)

func indexCommand() *cobra.Command {
	var asJSON, retry bool
	cmd := &cobra.Command{
		Use:   "index [DIR…]",
		Short: "Add folders and index until nothing is pending",
		Long: `Adds the folders to the library, looks at all its folders, and indexes until
nothing is pending. Files that can't be read are counted and listed; they are no
reason to fail. It says which folders and drives are offline, and asks about photos that
are gone at once: they count as deleted only if you say so (descry folders confirm).
Interrupt it at any time: everything reported as done is kept.

A file that the system could not give (a disk's error, a permission, too little
memory or time) is tried again each time, and by an open window or descry watch after
a minute, two, four, up to a day. One that is broken in itself is tried again when it
changes; --retry tries all but those that you ignore in the window.

  descry index ~/Pictures "/media/Old drive/Photos"
  descry index                 looks at the folders already added
  descry index --retry         and tries again what could not be read`,
		RunE: func(cmd *cobra.Command, dirs []string) error {
			return withEngine(cmd.Context(), func(e *engine) error {
				return runIndex(cmd.Context(), e, dirs, retry, asJSON, cmd.OutOrStdout(), cmd.ErrOrStderr())
			})
		},
	}
	cmd.Flags().BoolVar(&retry, "retry", false, "try again what could not be read before, broken files too")
	jsonFlag(cmd, &asJSON)
	return cmd
}

// indexReport is what "descry index --json" prints at the end.
type indexReport struct {
	library.Counts
	Seconds  float64       `json:"seconds"`
	Problems []problemJSON `json:"problems"`
	Places   []placeJSON   `json:"places"` // folders and drives from which something is away
}

type problemJSON struct {
	Path    string     `json:"path"`
	Reason  string     `json:"reason"`
	RetryAt *time.Time `json:"retry_at,omitempty"` // when it is tried again by itself
}

func runIndex(ctx context.Context, e *engine, dirs []string, retry, asJSON bool, stdout, stderr io.Writer) error {
	start := time.Now()
	if err := e.addFolders(ctx, dirs, true); err != nil {
		return err
	}
	folders, err := e.store.Folders(ctx, e.pack().ID)
	if err != nil {
		return err
	}
	if len(folders) == 0 {
		return &usageError{errors.New("no folders yet: name one, as in descry index ~/Pictures")}
	}
	if retry {
		if err := e.store.RetryFailed(ctx); err != nil {
			return err
		}
	}
	meter := newProgressLine(stderr)
	err = e.indexOnce(ctx, meter)
	meter.end()
	if err != nil {
		return err
	}
	e.copyIfDue(ctx)
	if err := e.followChoice(ctx); err != nil { // a model may have been filled
		return err
	}
	// Closing writes the vector file, so that the next search starts at once.
	if _, err := e.searcher().openVectors(ctx); err != nil {
		return err
	}
	return e.reportIndex(ctx, time.Since(start), asJSON, stdout)
}

// indexOnce indexes in this process, or follows the process that does; when that
// one ends first, the rest is done here.
func (e *engine) indexOnce(ctx context.Context, line *progressLine) error {
	for {
		lock, err := tryLock(e.paths.Lock, commandRole)
		if err != nil {
			return err
		}
		if lock != nil {
			return errors.Join(e.indexHere(ctx, line), lock.release())
		}
		if done, err := e.followOther(ctx, line); done || err != nil {
			return err
		}
	}
}

func (e *engine) indexHere(ctx context.Context, line *progressLine) error {
	var x *index.Indexer
	x, err := e.newIndexer(ctx, func(index.Change) {
		if x != nil {
			line.show(x.State())
		}
	})
	if err != nil {
		return err
	}
	if r, err := e.renewal(ctx); err != nil {
		return err
	} else if text := r.text(); text != "" {
		line.note(text)
	}
	err = e.telling(ctx, line, x.Once)
	if err != nil {
		return err
	}
	hidden, err := e.unreadable(ctx)
	if err != nil {
		return err
	}
	for _, u := range hidden {
		line.note(u.sentence())
	}
	// Now that photos that came back are no longer among them.
	if gone := e.purgeDue(ctx); gone.photos > 0 {
		line.note(gone.sentence())
	}
	if e.refused != nil {
		line.note(explain(e.refused))
	}
	e.tellDevices(line.note)
	if err := e.rememberDevices(ctx); err != nil {
		return err
	}
	return e.renewHere(ctx, line)
}

// telling tells of devices while something runs that may wait for one.
func (e *engine) telling(ctx context.Context, line *progressLine, do func(context.Context) error) error {
	following, cancel := context.WithCancel(ctx)
	var follower sync.WaitGroup
	follower.Go(func() {
		ticker := time.NewTicker(time.Second)
		defer ticker.Stop()
		for {
			select {
			case <-following.Done():
				return
			case <-ticker.C:
				e.tellDevices(line.note)
			}
		}
	})
	err := do(ctx)
	cancel()
	follower.Wait()
	return err
}

// renewHere ends the renewal of a library whose photos were just looked at again.
func (e *engine) renewHere(ctx context.Context, line *progressLine) error {
	if err := e.followChoice(ctx); err != nil { // a model may have been filled
		return err
	}
	before, err := e.renewal(ctx)
	if err != nil || before.idle() {
		return err
	}
	after, err := e.renew(ctx, line.count)
	if text := after.head.text(); text != "" && after.head.stage != before.head.stage {
		line.note(text)
	}
	return err
}

func (e *engine) reportIndex(ctx context.Context, took time.Duration, asJSON bool, stdout io.Writer) error {
	counts, err := e.store.Totals(ctx, e.pack().ID)
	if err != nil {
		return err
	}
	problems, err := e.store.Problems(ctx, 0)
	if err != nil {
		return err
	}
	folders, err := e.store.Folders(ctx, "")
	if err != nil {
		return err
	}
	away, err := e.awayPlaces(ctx, folders)
	if err != nil {
		return err
	}
	problems = slices.DeleteFunc(problems, func(p library.Problem) bool { return p.Ignored })
	if asJSON {
		r := indexReport{Counts: counts, Seconds: took.Seconds(), Problems: []problemJSON{}, Places: away}
		for _, p := range problems {
			j := problemJSON{Path: p.Path, Reason: p.Reason}
			if !p.RetryAt.IsZero() {
				j.RetryAt = &p.RetryAt
			}
			r.Problems = append(r.Problems, j)
		}
		return printJSON(stdout, r)
	}
	fmt.Fprintf(stdout, "%s indexed in %s.\n", count(counts.Photos, "photo", "photos"), duration.Format(took.Round(100*time.Millisecond)))
	if counts.Pending > 0 {
		fmt.Fprintf(stdout, "%s still pending: being written, paused or offline.\n", count(counts.Pending, "file is", "files are"))
	}
	printAway(stdout, away, time.Now())
	if len(problems) == 0 {
		return nil
	}
	fmt.Fprintf(stdout, "%s could not be indexed:\n", count(len(problems), "file", "files"))
	for _, p := range problems {
		reason := p.Reason
		if again := ui.RetryWords(p.RetryAt, time.Now()); again != "" {
			reason += "; " + again
		}
		fmt.Fprintf(stdout, "  %s: %s\n", printable(p.Path), reason)
	}
	return nil
}

// addFolders adds what the owner named. A file stands for its folder unless
// dirsOnly; folders that are covered already are fine.
func (e *engine) addFolders(ctx context.Context, paths []string, dirsOnly bool) error {
	for _, path := range paths {
		abs, err := leave.Behind(ctx, func() (string, error) { return folderPath(path, dirsOnly) })
		if err != nil {
			return err
		}
		_, err = e.store.AddFolder(ctx, abs)
		var nested *library.NestedError
		if err != nil && !errors.Is(err, library.ErrFolderExists) && !errors.As(err, &nested) {
			return fmt.Errorf("add %s: %w", abs, err)
		}
	}
	return nil
}

// folderPath makes what was typed absolute, without links, and checks that it is a folder. A
// file stands for its folder unless dirsOnly.
func folderPath(path string, dirsOnly bool) (string, error) {
	abs, err := typedPath(path)
	if err != nil {
		return "", err
	}
	info, err := os.Stat(abs)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return "", &usageError{fmt.Errorf("%s does not exist", abs)}
	case err != nil:
		return "", fmt.Errorf("%s can't be opened: %w", abs, err)
	case info.IsDir():
		return abs, nil
	case dirsOnly:
		return "", &usageError{fmt.Errorf("%s is not a folder", abs)}
	}
	return filepath.Dir(abs), nil
}
