package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"descry/app/message"
	"descry/app/problem"
	"descry/app/service"
	"descry/library"
	"descry/library/search"
)

func similarCommand() *cobra.Command {
	var asJSON bool
	var limit int
	cmd := &cobra.Command{
		Use:   "similar FILE|NAME|ID",
		Short: message.Text("command-similar-short", nil),
		Long:  message.Text("command-similar-long", nil),
		Args:  exactly(1),
		RunE: func(cmd *cobra.Command, a []string) error {
			if limit < 1 {
				return problem.Usage("cli-limit", nil)
			}
			return withReading(cmd, func(e *service.Library) error {
				return runSimilar(cmd.Context(), e, a[0], limit, output{asJSON, cmd.OutOrStdout(), cmd.ErrOrStderr()})
			})
		},
	}
	jsonFlag(cmd, &asJSON)
	cmd.Flags().IntVarP(&limit, "limit", "n", 20, message.Text("command-flag-limit", nil))
	return cmd
}

func runSimilar(ctx context.Context, e *service.Library, what string, limit int, out output) error {
	s := e.Searcher()
	vectors, err := s.OpenVectors(ctx)
	if err != nil {
		return err
	}
	id, err := e.PhotoLike(ctx, what)
	var answer search.Answer
	switch {
	case err == nil:
		answer, err = vectors.Similar(ctx, id, library.Scope{}, limit)
	case errors.Is(err, library.ErrNotFound):
		example := search.Example{Weight: 1}
		if example.Vector, err = s.EncodeFile(ctx, what); err == nil {
			answer, err = vectors.Ask(ctx, nil, search.Request{Examples: []search.Example{example}, Limit: limit, Weak: limit})
		}
	}
	if err != nil {
		return err
	}
	return printAnswer(e, ctx, answer, "", out)
}
