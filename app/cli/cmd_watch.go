package cli

import (
	"context"
	"io"
	"log/slog"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"descry/app/config"
	"descry/app/journal"
	"descry/app/message"
	"descry/app/notice"
	"descry/app/problem"
	"descry/app/service"
	"descry/library/index"
	"descry/library/sqlite"
)

func watchCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "watch",
		Short: "Keep the library up to date in the background, without a window",
		Long: `Watches the folders of the library, indexes what is new or changed, and goes on
until it is stopped (Ctrl+C or SIGTERM end it cleanly). If the window or another
descry indexes this library already, it waits and takes over afterwards.

  descry watch              runs here and logs to standard error
  descry watch install      starts it with your session (systemd user unit)
  descry watch uninstall    takes that back`,
		Args: args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withLibrary(cmd.Context(), func(e *service.Library) error {
				return runWatch(cmd.Context(), e, cmd.ErrOrStderr())
			})
		},
	}
	var printOnly bool
	install := &cobra.Command{
		Use: "install", Short: "Start the watcher with your session", Args: args(cobra.NoArgs),
		Long: "Writes a systemd user unit for this binary and this library, and starts it.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return installUnit(cmd.Context(), printOnly, cmd.OutOrStdout())
		},
	}
	install.Flags().BoolVar(&printOnly, "print", false, "print the unit and change nothing")
	uninstall := &cobra.Command{
		Use: "uninstall", Short: "Stop it and take the unit away", Args: args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return uninstallUnit(cmd.Context(), cmd.OutOrStdout()) },
	}
	cmd.AddCommand(install, uninstall)
	return cmd
}

// runWatch logs to stderr, which goes to systemd's journal.
func runWatch(ctx context.Context, e *service.Library, stderr io.Writer) error {
	e.LogTo(slog.New(slog.NewTextHandler(stderr, nil)))
	e.Waits.Follow(func(what sqlite.Wait) {
		if what == sqlite.AnotherOne {
			e.Log.Info("another process writes, waiting for it")
		}
	})
	var x *index.Indexer
	last := time.Time{}
	h := &service.BackgroundIndexer{Library: e, Role: service.ServiceRole}
	h.OnRenew = func() {
		if r, err := e.Renewal(ctx); err == nil && !r.Says().IsZero() {
			e.Log.Info("renewal", "state", message.OfNotice(r.Says(), time.Now()))
		}
	}
	h.OnChange = func(c index.Change) {
		if x, _ = h.Current(); x == nil || c != index.PhotosChanged || time.Since(last) < 10*time.Second {
			return
		}
		last = time.Now()
		e.Log.Info("progress", "state", progressText(x.State()))
	}
	run := journal.Book{Log: e.Log, Out: stderr, Dir: e.Paths.Runs}.Begin("service", "version", config.Version, "library", e.Paths.Catalogue)
	var background sync.WaitGroup
	following, cancel := context.WithCancel(ctx)
	background.Go(func() {
		e.Suggester().Follow(following, func() { e.Log.Info("tags suggested anew") })
	})
	background.Go(func() {
		e.Models.FollowDevices(following, func(n notice.Notice) { e.Log.Warn("device", "notice", message.OfNotice(n, time.Now())) })
	})
	err := h.Run(ctx)
	cancel()
	background.Wait()
	if ctx.Err() != nil {
		run.End(nil)
		return nil
	}
	run.End(err)
	return problem.Wrap("cli-watch-failed", nil, err)
}
