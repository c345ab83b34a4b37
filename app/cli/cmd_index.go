package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"descry/app/message"
	"descry/app/problem"
	"descry/app/service"
	"descry/library"
)

func indexCommand() *cobra.Command {
	var asJSON, retry, reread bool
	cmd := &cobra.Command{
		Use:   "index [DIR…]",
		Short: message.Text("command-index-short", nil),
		Long:  message.Text("command-index-long", nil),
		RunE: func(cmd *cobra.Command, dirs []string) error {
			return withLibrary(cmd.Context(), func(e *service.Library) error {
				return runIndex(cmd.Context(), e, dirs, indexFlags{retry, reread, asJSON}, cmd.OutOrStdout(), cmd.ErrOrStderr())
			})
		},
	}
	cmd.Flags().BoolVar(&retry, "retry", false, message.Text("command-index-flag-retry", nil))
	cmd.Flags().BoolVar(&reread, "reread", false, message.Text("command-index-flag-reread", nil))
	jsonFlag(cmd, &asJSON)
	return cmd
}

type indexFlags struct{ retry, reread, json bool }

func runIndex(ctx context.Context, e *service.Library, dirs []string, f indexFlags, stdout, stderr io.Writer) error {
	start := time.Now()
	if err := e.AddFolders(ctx, dirs, true); err != nil {
		return err
	}
	folders, err := e.Store.Folders(ctx, e.Pack().ID)
	if err != nil {
		return err
	}
	if len(folders) == 0 {
		return problem.Usage("cli-index-no-folders", nil)
	}
	if f.retry {
		if err := e.Store.RetryFailed(ctx); err != nil {
			return err
		}
	}
	if f.reread {
		if _, err := e.Store.RereadMetadata(ctx); err != nil {
			return err
		}
	}
	meter := newProgressLine(stderr)
	err = e.IndexOnce(ctx, meter)
	meter.end()
	if err != nil {
		return err
	}
	e.CopyIfDue(ctx)
	if err := e.FollowChoice(ctx); err != nil { // a model may have been filled
		return err
	}
	// Closing the library writes the vector file, so that the next search starts at once.
	if _, err := e.Searcher().OpenVectors(ctx); err != nil {
		return err
	}
	return reportIndex(e, ctx, time.Since(start), f.json, stdout)
}

func reportIndex(e *service.Library, ctx context.Context, took time.Duration, asJSON bool, stdout io.Writer) error {
	counts, err := e.Store.Totals(ctx, e.Pack().ID)
	if err != nil {
		return err
	}
	problems, err := e.Store.Problems(ctx, 0)
	if err != nil {
		return err
	}
	folders, err := e.Store.Folders(ctx, "")
	if err != nil {
		return err
	}
	away, err := e.AwayPlaces(ctx, folders)
	if err != nil {
		return err
	}
	problems = slices.DeleteFunc(problems, func(p library.Problem) bool { return p.Ignored })
	if asJSON {
		r := service.IndexReport{Counts: counts, Seconds: took.Seconds(), Problems: []service.IndexProblem{}}
		for _, p := range problems {
			j := service.IndexProblem{Path: p.Path, Reason: p.Reason}
			if !p.RetryAt.IsZero() {
				j.RetryAt = &p.RetryAt
			}
			r.Problems = append(r.Problems, j)
		}
		return printJSON(stdout, struct {
			service.IndexReport
			Places []placeJSON `json:"places"`
		}{r, placesJSON(away)})
	}
	fmt.Fprintln(stdout, message.Count("cli-indexed", counts.Photos, message.Params{"Took": message.FormatDuration(took.Round(100 * time.Millisecond))}))
	if counts.Pending > 0 {
		fmt.Fprintln(stdout, message.Count("cli-pending", counts.Pending, nil))
	}
	printAway(stdout, away, time.Now())
	if len(problems) == 0 {
		return nil
	}
	fmt.Fprintln(stdout, message.Count("cli-not-indexed", len(problems), nil))
	for _, p := range problems {
		reason := message.InLanguage(p.Reason)
		if again := message.RetryWords(p.RetryAt, time.Now()); again != "" {
			reason = message.Text("cli-reason-again", message.Params{"Reason": reason, "Again": again})
		}
		fmt.Fprintf(stdout, "  %s: %s\n", problem.Printable(p.Path), reason)
	}
	return nil
}
