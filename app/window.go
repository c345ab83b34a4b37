package app

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"
	"github.com/spf13/cobra"

	"descry/assets"
	"descry/ui"
)

// appID names the program to the desktop.
const appID = "io.descry.Descry"

// runWindow adds the folders that were named and opens the window.
func runWindow(cmd *cobra.Command, dirs []string) error {
	for _, dir := range dirs {
		if _, err := folderPath(dir, false); err != nil {
			return noCommand(cmd, dir, err)
		}
	}
	if err := checkDisplay(); err != nil {
		return err
	}
	return withEngine(cmd.Context(), func(e *engine) error {
		if err := e.addFolders(cmd.Context(), dirs, false); err != nil {
			return err
		}
		return showWindow(cmd.Context(), e)
	})
}

// showWindow runs the window until it is closed, with the indexer behind it.
func showWindow(ctx context.Context, e *engine) error {
	start := time.Now()
	// SIGINT and SIGTERM end Run: the toolkit listens for them itself. What runs
	// behind the window ends after it, so that nothing asks a toolkit that is
	// shutting down for its queue.
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	b := newBackend(e)
	if err := b.sample(ctx); err != nil { // a millisecond, so that the first frame doesn't say "No photos yet"
		e.log.Error("sample", "err", err)
	}
	a := fyneapp.NewWithID(appID)
	a.SetIcon(fyne.NewStaticResource("icon.png", assets.Icon()))
	w := ui.New(ui.Options{App: a, Backend: b, Dispatch: fyne.Do, Version: version, Log: e.log})
	var background sync.WaitGroup
	a.Lifecycle().SetOnStarted(func() {
		e.log.Info("window shown", "ms", time.Since(start).Milliseconds())
		if os.Getenv(PulseVariable) != "" {
			background.Go(func() { pulse(ctx, e.log) })
		}
		background.Go(func() { b.follow(ctx) })
		background.Go(func() {
			x := suggester{e: e}
			x.follow(ctx, func() { b.events.send(ui.LearnChanged) })
		})
		background.Go(func() {
			if err := b.host.run(ctx); err != nil && ctx.Err() == nil {
				e.log.Error("indexing", "err", err)
			}
		})
	})
	w.Show()
	a.Run()
	cancel()
	w.Close()
	b.events.close()
	background.Wait()
	return nil
}

// fileURL writes a path as the file managers want it.
func fileURL(path string) string {
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(path)}).String()
}
