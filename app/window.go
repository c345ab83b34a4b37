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
	"descry/ui/theme"
)

// runWindow opens the library's window, with folders to add and a query. Where a window of the
// library is open already, folders and query are handed to that window.
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
	// Where nothing can be locked nothing can be opened either, which is reported below.
	if err := checkDisplay(); err != nil {
		return errors.Join(err, release(holder))
	}
	log, out := service.OpenLog(paths.Log, slog.LevelInfo)
	defer out.Close()
	// Before the service is opened, since models and graphics cards start threads that read the
	// environment.
	if err := theme.UseCarriedFonts(paths.Fonts); err != nil {
		log.Warn("fonts", "err", err)
	}
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

// release lets a later start open a window. release may be called again.
func release(h *instance.Holder) error {
	if h == nil {
		return nil
	}
	return h.Close()
}

// cantStart tells on stderr why the library's window can't be opened, and in a window where
// there is a display.
func cantStart(cmd *cobra.Command, err error, paths config.Paths) error {
	if errors.Is(err, context.Canceled) || checkDisplay() != nil {
		return err
	}
	cli.Complain(cmd.ErrOrStderr(), err)
	if paths.Fonts != "" {
		_ = theme.UseCarriedFonts(paths.Fonts) // without them the window shows what the system's have
	}
	showTrouble(troubleOf(err, paths))
	return problem.AsTold(err)
}

// laterStarts takes requests of later starts of the program. Requests that come before the
// window is open are kept for the window.
type laterStarts struct {
	mu     sync.Mutex
	kept   []instance.Request
	window instance.Handler // nil before the window is open
	closed bool
}

// keptLimit is how many requests are kept for a window that is opening.
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
		return errors.New(message.Text("window-still-opening", nil)) // worded for the user of the other start
	}
	l.kept = append(l.kept, r)
	return nil
}

// open hands the window the kept requests, and all requests from now on.
func (l *laterStarts) open(ctx context.Context, window instance.Handler) {
	l.mu.Lock()
	kept := l.kept
	l.kept, l.window = nil, window
	l.mu.Unlock()
	for _, r := range kept {
		_ = window(ctx, r) // an error says only that ctx has ended
	}
}

// close refuses requests from now on. Later starts wait for the lock then.
func (l *laterStarts) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
}

// showWindow runs the window, with the indexer behind it, until the user closes the window or
// asked ends. closed is called when the window is closed, while what ran behind the window
// still ends.
func showWindow(asked context.Context, e *service.Library, query string, later *laterStarts, closed func() error) error {
	start := time.Now()
	late := ending.Of(asked)
	// What runs behind the window ends after the window, so that nothing queues calls at a
	// toolkit that is shutting down.
	ctx, cancel := context.WithCancel(context.WithoutCancel(asked))
	defer cancel()
	b := service.NewSession(e)
	if err := b.Sample(ctx); err != nil { // takes a millisecond, and the first frame doesn't say "No photos yet"
		e.Log.Error("sample", "err", err)
	}
	a := newToolkit()
	w := newWindow(ui.Options{App: a, Backend: backendWithState{b, e.Paths.Window}, Dispatch: fyne.Do, Version: config.Version, Log: e.Log,
		Quitting: func() { late.Begin(ending.ExitOK) }, Remark: settingsRemark(e.Mistake)}, e)
	var background sync.WaitGroup
	defer late.Last(func([]byte) { cancel() })()
	quit := func() {
		late.Begin(ending.ExitOK)
		fyne.Do(func() { w.shown.Quit() })
	}
	a.Lifecycle().SetOnStarted(func() {
		background.Go(func() { quitAtSignal(ctx, asked, quit) })
		e.Log.Info("window shown", "ms", time.Since(start).Milliseconds())
		if os.Getenv(LatencyVariable) != "" {
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
	w.shown.Show()
	if query != "" {
		w.shown.Take(nil, query)
	}
	a.Run()
	later.close()
	cancel()
	w.shown.Close()
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

// errHung is the reason of a window that had to be ended by force.
var errHung = errors.New("ended by force, because something hung")

// quitAtSignal calls quit at the first SIGINT or SIGTERM, or at once where a signal has ended
// the context before. A second signal ends the process.
//
// The toolkit, which handles both signals too, is kept from receiving them. The toolkit would
// end its loop while the window still works. Afterwards it would run the window's calls on
// whatever goroutine makes them, or wait for ever for an event of its own that came too late
// for the loop.
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

// handOver gives the window the request of a later start, and waits until the window has taken
// the request. A window that hangs doesn't take requests.
func handOver(ctx context.Context, w *window, r instance.Request) error {
	taken := make(chan struct{})
	fyne.Do(func() {
		w.shown.Raise()
		w.shown.Take(r.Folders, r.Query)
		close(taken)
	})
	select {
	case <-taken:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
