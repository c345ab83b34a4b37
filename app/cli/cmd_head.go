package cli

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"descry/app/message"
	"descry/app/problem"
	"descry/app/service"
	"descry/app/service/learning"
	"descry/finetune"
	"descry/internal/columns"
)

func headCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "head",
		Short: message.Text("command-head-short", nil),
		Long:  message.Text("command-head-long", nil),
		Args:  noArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(headListCommand(), headUseCommand(), headOffCommand(), headBackCommand(),
		headExportCommand(), headImportCommand(), headDeleteCommand())
	return cmd
}

func headListCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "list", Short: message.Text("command-head-list-short", nil), Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withReading(cmd, func(e *service.Library) error {
				list, err := e.Heads.List(cmd.Context(), e.Pack().ID)
				if err != nil {
					return err
				}
				if asJSON {
					return printJSON(cmd.OutOrStdout(), headsJSON(list))
				}
				if err := printHeads(cmd.OutOrStdout(), list); err != nil {
					return err
				}
				return sayHeadRenewal(e, cmd.Context(), cmd.OutOrStdout())
			})
		},
	}
	jsonFlag(cmd, &asJSON)
	return cmd
}

// sayHeadRenewal tells what has become of the head of a built-in model of before.
func sayHeadRenewal(e *service.Library, ctx context.Context, w io.Writer) error {
	r, err := e.Heads.Renewal(ctx)
	if text := message.OfNotice(r.Says(), time.Now()); err == nil && text != "" {
		_, err = fmt.Fprintln(w, text)
	}
	return err
}

// headJSON is a head as scripts read it.
type headJSON struct {
	learning.Head
	Problem string           `json:"problem,omitempty"` // why it can't be used
	Report  *finetune.Report `json:"report,omitempty"`
}

func headsJSON(list []learning.Head) []headJSON {
	all := make([]headJSON, len(list))
	for i, h := range list {
		all[i] = headJSON{h, explained(h.Problem), h.Report}
	}
	return all
}

// explained is message.Explain, "" of nil.
func explained(err error) string {
	if err == nil {
		return ""
	}
	return message.Explain(err)
}

func printHeads(w io.Writer, list []learning.Head) error {
	if len(list) == 0 {
		fmt.Fprintln(w, message.Text("cli-heads-none", nil))
		return nil
	}
	var table columns.Table
	for _, h := range list {
		mark := " "
		if h.Used {
			mark = "*"
		}
		what := message.OfNotice(learning.NoteOf(h.Note), time.Now())
		switch {
		case h.Problem != nil:
			what = message.Explain(h.Problem)
		case !h.Fits:
			if h.Former {
				what = message.Text("cli-head-of-former", message.Params{"Note": what, "Model": message.InLanguage(h.Model)})
			} else {
				what = message.Text("cli-head-of-model", message.Params{"Note": what, "Model": h.Pack})
			}
		}
		score := ""
		if r := h.Report; r != nil && r.Measured != "" {
			score = message.FormatDecimal(r.Before.Map, 1) + " → " + message.FormatDecimal(r.After.Map, 1)
		}
		table.Row(mark+" "+h.ID, h.Created.Local().Format("2006-01-02 15:04"), score, problem.Printable(what))
	}
	return table.Write(w)
}

// onHeadNamed makes a command whose first argument names a head.
func onHeadNamed(use, short string, words int, run func(ctx context.Context, e *service.Library, id string, words []string, stdout io.Writer) error) *cobra.Command {
	return &cobra.Command{
		Use: use, Short: short, Args: exactly(words),
		RunE: func(cmd *cobra.Command, words []string) error {
			return withLibrary(cmd.Context(), func(e *service.Library) error {
				id, err := e.Heads.Find(words[0])
				if err != nil {
					return err
				}
				return run(cmd.Context(), e, id, words, cmd.OutOrStdout())
			})
		},
	}
}
