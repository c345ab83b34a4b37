package cli

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"descry/app/message"
	"descry/app/notice"
	"descry/app/problem"
	"descry/app/service"
)

func excludeCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "exclude [PATTERN|DIR…]",
		Short: message.Text("command-folders-exclude-short", nil),
		Long:  message.Text("command-folders-exclude-long", nil),
		RunE: func(cmd *cobra.Command, words []string) error {
			return withLibrary(cmd.Context(), func(e *service.Library) error {
				if len(words) == 0 {
					patterns, err := e.Excluded(cmd.Context())
					for _, p := range patterns {
						fmt.Fprintln(cmd.OutOrStdout(), problem.Printable(p))
					}
					return err
				}
				return changeExclude(cmd.Context(), e, "cli-excluded", e.Exclude, words, cmd.OutOrStdout())
			})
		},
	}
}

func includeCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "include PATTERN|DIR…",
		Short: message.Text("command-folders-include-short", nil),
		Long:  message.Text("command-folders-include-long", nil),
		Args:  atLeast(1),
		RunE: func(cmd *cobra.Command, words []string) error {
			return withLibrary(cmd.Context(), func(e *service.Library) error {
				return changeExclude(cmd.Context(), e, "cli-included", e.Include, words, cmd.OutOrStdout())
			})
		},
	}
}

// changeExclude changes what is left out and tells from when on.
func changeExclude(ctx context.Context, e *service.Library, done notice.Kind, change func(context.Context, ...string) error, words []string, stdout io.Writer) error {
	patterns := make([]string, len(words))
	for i, word := range words {
		var err error
		if patterns[i], err = e.TypedExclude(ctx, word); err != nil {
			return err
		}
	}
	if err := change(ctx, patterns...); err != nil {
		return err
	}
	fmt.Fprintln(stdout, problem.Printable(message.OfNotice(notice.New(done, notice.Params{"Patterns": notice.Quoted(patterns)}), time.Now())))
	when := notice.Kind("cli-exclude-next")
	if held, err := service.LockHeld(e.Paths.Lock); err == nil && held {
		when = "cli-exclude-now"
	}
	fmt.Fprintln(stdout, message.OfNotice(notice.New(when, nil), time.Now()))
	return nil
}

// printPassedOver lists what is left out, and the links to folders that are passed over.
func printPassedOver(stdout io.Writer, s service.LibraryStatus) {
	if len(s.Exclude) > 0 {
		n := notice.New("library-excluded", notice.Params{"Patterns": notice.Quoted(s.Exclude)})
		fmt.Fprintln(stdout, problem.Printable(message.OfNotice(n, time.Now())))
	}
	if linked := service.Linked(s.Linked); !linked.IsZero() {
		fmt.Fprintln(stdout, message.OfNotice(linked, time.Now()))
	}
}
