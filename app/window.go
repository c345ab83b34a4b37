//go:build !headless

package app

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"fyne.io/fyne/v2"
	"github.com/spf13/cobra"

	"descry/app/cli"
	"descry/app/config"
	"descry/app/ending"
	"descry/app/instance"
	"descry/app/journal"
	"descry/app/message"
	"descry/app/problem"
	"descry/app/service"
	"descry/ui"
)

// runWindow opens the library's window, with folders to add and a query, or hands them
// to the one that is open.
func runWindow(cmd *cobra.Command, dirs []string, query string) error {
	asked := instance.Request{Query: query}
	for _, dir := range dirs {
		abs, err := service.FolderPath(dir, false)
		if err != nil {
			return cli.NoCommand(cmd, dir, err)
		}
		asked.Folders = append(asked.Folders, abs)
	}
	paths, err := config.DefaultPaths()
	if err != nil {
		return cantStart(cmd, err, config.Paths{})
	}
	holder, err := instance.Claim(cmd.Context(), paths.State, asked)
	switch {
	case err == nil && holder == nil:
		return nil
	case errors.Is(err, instance.ErrSilent), errors.Is(err, instance.ErrRefused):
		return cantStart(cmd, err, paths)
	case errors.Is(err, context.Canceled):
		return err
	}
	// Where nothing can be locked nothing can be opened either, as is said below.
	if err := checkDisplay(); err != nil {
		return errors.Join(err, release(holder))
	}
	log, out := service.OpenLog(paths.Log, slog.LevelInfo)
	defer out.Close()
	run := journal.Book{Log: log, Out: out, Dir: paths.Runs}.Begin("window", "version", config.Version, "library", paths.Catalogue)
	later := &laterStarts{}
	if holder != nil {
		if err := holder.Serve(later.take); err != nil {
			log.Warn("one window", "err", err)
		}
	}
	var once sync.Once
	end := func(reason error) { once.Do(func() { run.End(reason) }) }
	defer ending.Of(cmd.Context()).Last(func([]byte) { end(errHung) })()
	opened := false
	e, err := service.Open(cmd.Context(), paths)
	if err == nil {
		err = errors.Join(e.AddFolders(cmd.Context(), asked.Folders, false), cmd.Context().Err())
		if err == nil {
			opened = true
			err = showWindow(cmd.Context(), e, query, later, func() error { return release(holder) })
		}
		err = errors.Join(err, e.Close())
	}
	err = errors.Join(err, release(holder))
	end(err)
	if err != nil && !opened {
		return cantStart(cmd, err, paths)
	}
	return err
}

// release lets a later start open a window; it may be called again.
func release(h *instance.Holder) error {
	if h == nil {
		return nil
	}
	return h.Close()
}

// cantStart says on stderr and, where there is a display, in a window why the library's
// window can't be opened.
func cantStart(cmd *cobra.Command, err error, paths config.Paths) error {
	if errors.Is(err, context.Canceled) || checkDisplay() != nil {
		return err
	}
	cli.Complain(cmd.ErrOrStderr(), err)
	showTrouble(troubleOf(err, paths))
	return problem.AsTold(err)
}

// laterStarts takes what other starts of the program hand over. What comes before the
// window is there is kept for it.
type laterStarts struct {
	mu     sync.Mutex
	kept   []instance.Request
	window instance.Handler // nil before there is one
	closed bool
}

// keptLimit is how much is kept for a window that is opening.
const keptLimit = 100

// take implements instance.Handler.
func (l *laterStarts) take(ctx context.Context, r instance.Request) error {
	l.mu.Lock()
	window := l.window
	defer l.mu.Unlock()
	switch {
	case l.closed:
		return instance.ErrClosing
	case window != nil:
		l.mu.Unlock()
		defer l.mu.Lock()
		return window(ctx, r)
	case len(l.kept) >= keptLimit:
		return errors.New(message.Text("window-still-opening", nil)) // in the words that go to the other start
	}
	l.kept = append(l.kept, r)
	return nil
}

// open hands the window what was kept, and all that comes.
func (l *laterStarts) open(ctx context.Context, window instance.Handler) {
	l.mu.Lock()
	kept := l.kept
	l.kept, l.window = nil, window
	l.mu.Unlock()
	for _, r := range kept {
		_ = window(ctx, r) // only ends with ctx
	}
}

// close sends later starts away: they wait for the lock.
func (l *laterStarts) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
}

// showWindow runs the window until it is closed, or asked ends, with the indexer behind
// it. closed is called when the window is no more, while what ran behind it still ends.
func showWindow(asked context.Context, e *service.Library, query string, later *laterStarts, closed func() error) error {
	start := time.Now()
	late := ending.Of(asked)
	// What runs behind the window ends after it, so that nothing asks a toolkit that is
	// shutting down for its queue.
	ctx, cancel := context.WithCancel(context.WithoutCancel(asked))
	defer cancel()
	b := service.NewSession(e)
	if err := b.Sample(ctx); err != nil { // a millisecond, so that the first frame doesn't say "No photos yet"
		e.Log.Error("sample", "err", err)
	}
	a := newToolkit()
	w := ui.New(ui.Options{App: a, Backend: backendWithState{b, e.Paths.Window}, Dispatch: fyne.Do, Version: config.Version, Log: e.Log,
		About: aboutOf(e.Paths, e.Models.Packs.BuiltIn.Licence), Quitting: func() { late.Begin(ending.ExitOK) }, Remark: settingsRemark(e.Mistake)})
	var background sync.WaitGroup
	defer late.Last(func([]byte) { cancel() })()
	quit := func() {
		late.Begin(ending.ExitOK)
		fyne.Do(w.Quit)
	}
	a.Lifecycle().SetOnStarted(func() {
		background.Go(func() { quitAtSignal(ctx, asked, quit) })
		e.Log.Info("window shown", "ms", time.Since(start).Milliseconds())
		if os.Getenv(PulseVariable) != "" {
			background.Go(func() { measureLatency(ctx, e.Log) })
		}
		background.Go(func() {
			later.open(ctx, func(ctx context.Context, r instance.Request) error { return handOver(ctx, w, r) })
		})
		background.Go(func() { b.Follow(ctx) })
		background.Go(func() {
			e.Suggester().Follow(ctx, func() { b.Events.Send(service.LearnChanged) })
		})
		background.Go(func() {
			if err := b.Background.Run(ctx); err != nil && ctx.Err() == nil {
				e.Log.Error("indexing", "err", err)
			}
		})
	})
	w.Show()
	if query != "" {
		w.Take(nil, query)
	}
	a.Run()
	later.close()
	cancel()
	w.Close()
	err := closed()
	b.Events.Close()
	background.Wait()
	return err
}

// settingsRemark tells of a mistake in the settings, if there is one.
func settingsRemark(wrong *config.SettingsError) ui.Remark {
	if wrong == nil {
		return ui.Remark{}
	}
	return ui.Remark{Text: message.AsSentence(message.OfNotice(wrong.InWindow(), time.Now())), Path: wrong.Path}
}

// errHung is why a window ended that had to be ended by force.
var errHung = errors.New("ended by force, because something hung")

// quitAtSignal calls quit at the first SIGINT or SIGTERM, or where one has ended the
// context before; a second one ends the process.
//
// The toolkit, which listens too, is kept from hearing them: it would end its loop while
// the window still works, and then run what the window has for it on whatever goroutine
// asks, or wait for ever for an event of its own that came too late for the loop.
func quitAtSignal(ctx, before context.Context, quit func()) {
	signals := make(chan os.Signal, 1)
	signal.Reset(os.Interrupt, syscall.SIGTERM)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(signals)
	select {
	case <-ctx.Done():
	case <-signals:
		quit()
	case <-before.Done():
		quit()
	}
}

// handOver gives the window what another start was asked for, and waits until it has
// it: a window that hangs has not.
func handOver(ctx context.Context, w *ui.Window, r instance.Request) error {
	taken := make(chan struct{})
	fyne.Do(func() {
		w.Raise()
		w.Take(r.Folders, r.Query)
		close(taken)
	})
	select {
	case <-taken:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
