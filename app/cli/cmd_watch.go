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
		Short: message.Text("command-watch-short", nil),
		Long:  message.Text("command-watch-long", nil),
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withLibrary(cmd.Context(), func(e *service.Library) error {
				return runWatch(cmd.Context(), e, cmd.ErrOrStderr())
			})
		},
	}
	var printOnly bool
	install := &cobra.Command{
		Use: "install", Short: message.Text("command-watch-install-short", nil), Args: noArgs,
		Long: message.Text("command-watch-install-long", nil),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return installUnit(cmd.Context(), printOnly, cmd.OutOrStdout())
		},
	}
	install.Flags().BoolVar(&printOnly, "print", false, message.Text("command-watch-install-flag-print", nil))
	uninstall := &cobra.Command{
		Use: "uninstall", Short: message.Text("command-watch-uninstall-short", nil), Args: noArgs,
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
