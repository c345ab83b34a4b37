package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"descry/app/message"
	"descry/app/problem"
	"descry/app/service"
	"descry/app/service/learning"
	"descry/internal/columns"
	"descry/library"
)

// feedbackOptions are the flags of "descry feedback".
type feedbackOptions struct {
	good, bad []string
	forget    bool
}

func feedbackCommand() *cobra.Command {
	var asJSON bool
	var o feedbackOptions
	cmd := &cobra.Command{
		Use:   `feedback "QUERY"`,
		Short: message.Text("command-feedback-short", nil),
		Long:  message.Text("command-feedback-long", nil),
		Args:  atLeast(1),
		RunE: func(cmd *cobra.Command, words []string) error {
			if o.forget && len(o.good)+len(o.bad) > 0 {
				return problem.Usage("cli-feedback-forget", nil)
			}
			q, err := parseQuery(strings.Join(words, " "))
			if err != nil {
				return err
			}
			subject, err := learning.SubjectOf(q)
			if err != nil {
				return problem.AsUsage(err)
			}
			return withLibrary(cmd.Context(), func(e *service.Library) error {
				return runFeedback(cmd.Context(), e, subject, o, output{asJSON, cmd.OutOrStdout(), cmd.ErrOrStderr()})
			})
		},
	}
	jsonFlag(cmd, &asJSON)
	flags := cmd.Flags()
	flags.StringArrayVar(&o.good, "good", nil, message.Text("command-feedback-flag-good", nil))
	flags.StringArrayVar(&o.bad, "bad", nil, message.Text("command-feedback-flag-bad", nil))
	flags.BoolVar(&o.forget, "forget", false, message.Text("command-feedback-flag-forget", nil))
	cmd.AddCommand(feedbackListCommand())
	return cmd
}

func feedbackListCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "list",
		Short: message.Text("command-feedback-list-short", nil),
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withReading(cmd, func(e *service.Library) error {
				var said []library.Feedback
				err := e.Store.AllFeedback(cmd.Context(), func(f library.Feedback) { said = append(said, f) })
				if err != nil {
					return err
				}
				return printFeedback(e, cmd.Context(), said, output{asJSON, cmd.OutOrStdout(), cmd.ErrOrStderr()})
			})
		},
	}
	jsonFlag(cmd, &asJSON)
	return cmd
}

func runFeedback(ctx context.Context, e *service.Library, subject string, o feedbackOptions, out output) error {
	if o.forget {
		return learning.ForgetFeedback(ctx, e.Store, subject)
	}
	if len(o.good)+len(o.bad) > 0 {
		good, err := e.PhotosNamed(ctx, o.good)
		if err != nil {
			return err
		}
		bad, err := e.PhotosNamed(ctx, o.bad)
		if err != nil {
			return err
		}
		return learning.GiveFeedback(ctx, e.Store, subject, good, bad)
	}
	said, err := e.Store.FeedbackOn(ctx, subject)
	if err != nil {
		return err
	}
	return printFeedback(e, ctx, said, out)
}

// feedbackJSON is a photo that the user judged as an answer, in JSON.
type feedbackJSON struct {
	Query string `json:"query"` // as the user typed the query, without filters
	Path  string `json:"path"`
	ID    string `json:"id"`
	Good  bool   `json:"good"`
}

func printFeedback(e *service.Library, ctx context.Context, said []library.Feedback, out output) error {
	list := make([]feedbackJSON, 0, len(said))
	for _, f := range said {
		p, err := e.Store.Photo(ctx, f.Photo)
		if errors.Is(err, library.ErrNotFound) || err == nil && len(p.Files) == 0 {
			continue
		}
		if err != nil {
			return err
		}
		list = append(list, feedbackJSON{f.Description, p.Files[0].Path, string(p.Hash), f.Good})
	}
	if out.json {
		return printJSON(out.stdout, list)
	}
	good, bad := message.Text("cli-answer-good", nil), message.Text("cli-answer-bad", nil)
	wide := max(columns.Width(good), columns.Width(bad))
	for _, f := range list {
		word := bad
		if f.Good {
			word = good
		}
		fmt.Fprintf(out.stdout, "%s  %s: %s\n", columns.Left(word, wide), problem.Printable(f.Query), problem.Printable(f.Path))
	}
	if len(list) == 0 {
		fmt.Fprintln(out.stderr, message.Text("cli-feedback-none", nil))
	}
	return nil
}
