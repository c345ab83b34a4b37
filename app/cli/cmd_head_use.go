package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"descry/app/message"
	"descry/app/problem"
	"descry/app/service"
	"descry/app/service/learning"
)

func headUseCommand() *cobra.Command {
	return onHeadNamed("use ID", message.Text("command-head-use-short", nil), 1,
		func(ctx context.Context, e *service.Library, id string, _ []string, stdout io.Writer) error {
			if err := e.Searcher().Learned.UseHead(ctx, id); err != nil {
				return err
			}
			_, err := fmt.Fprintln(stdout, message.Text("cli-head-used", message.Params{"Head": id}))
			return err
		})
}

func headExportCommand() *cobra.Command {
	return onHeadNamed("export ID FILE", message.Text("command-head-export-short", nil), 2,
		func(_ context.Context, e *service.Library, id string, words []string, _ io.Writer) error {
			return e.Heads.Export(id, words[1])
		})
}

func headDeleteCommand() *cobra.Command {
	return onHeadNamed("delete ID", message.Text("command-head-delete-short", nil), 1,
		func(ctx context.Context, e *service.Library, id string, _ []string, _ io.Writer) error {
			err := e.Heads.Delete(ctx, id, e.Pack().ID)
			if errors.Is(err, learning.ErrHeadUsed) {
				return problem.AsUsage(err)
			}
			return err
		})
}

func headImportCommand() *cobra.Command {
	return &cobra.Command{
		Use: "import FILE", Short: message.Text("command-head-import-short", nil), Args: exactly(1),
		RunE: func(cmd *cobra.Command, words []string) error {
			return withLibrary(cmd.Context(), func(e *service.Library) error {
				id, err := e.Heads.Import(words[0])
				if err != nil {
					return err
				}
				_, err = fmt.Fprintln(cmd.OutOrStdout(), id)
				return err
			})
		},
	}
}

func headOffCommand() *cobra.Command {
	return &cobra.Command{
		Use: "off", Short: message.Text("command-head-off-short", nil), Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withLibrary(cmd.Context(), func(e *service.Library) error {
				if err := e.Searcher().Learned.UseHead(cmd.Context(), ""); err != nil {
					return err
				}
				_, err := fmt.Fprintln(cmd.OutOrStdout(), message.Text("cli-head-none-used", nil))
				return err
			})
		},
	}
}

func headBackCommand() *cobra.Command {
	return &cobra.Command{
		Use: "back", Short: message.Text("command-head-back-short", nil), Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withLibrary(cmd.Context(), func(e *service.Library) error {
				id, err := e.Searcher().Learned.RollBack(cmd.Context())
				switch {
				case errors.Is(err, learning.ErrNoFormer):
					return problem.AsUsage(err)
				case err != nil:
					return err
				}
				text := message.Text("cli-head-used", message.Params{"Head": id})
				if id == "" {
					text = message.Text("cli-head-none-used", nil)
				}
				_, err = fmt.Fprintln(cmd.OutOrStdout(), text)
				return err
			})
		},
	}
}
