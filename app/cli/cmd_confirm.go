package cli

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"descry/app/message"
	"descry/app/problem"
	"descry/app/service"
)

func confirmGoneCommand() *cobra.Command {
	yes := false
	cmd := &cobra.Command{
		Use:   "confirm DIR",
		Short: message.Text("command-folders-confirm-short", nil),
		Long:  message.Text("command-folders-confirm-long", nil),
		Args:  exactly(1),
		RunE: func(cmd *cobra.Command, a []string) error {
			return withLibrary(cmd.Context(), func(e *service.Library) error {
				return runConfirmGone(cmd.Context(), e, a[0], yes, cmd.InOrStdin(), cmd.OutOrStdout())
			})
		},
	}
	cmd.Flags().BoolVar(&yes, "yes", false, message.Text("command-folders-confirm-flag-yes", nil))
	return cmd
}

// mostAwayNames is how many of the files are named before they are taken for deleted.
const mostAwayNames = 5

func runConfirmGone(ctx context.Context, e *service.Library, dir string, yes bool, stdin io.Reader, stdout io.Writer) error {
	at, err := e.AwayAt(ctx, dir)
	if err != nil {
		return err
	}
	p := at.Place
	names, err := e.AwayNames(ctx, p.Folder, p.Rel, mostAwayNames)
	if err != nil {
		return err
	}
	for i, name := range names {
		names[i] = problem.Printable(name)
	}
	since := at.AskedSince
	if at.OfflineSince != nil {
		since = at.OfflineSince
	}
	fmt.Fprintln(stdout, message.Count("cli-gone", p.Away, message.Params{"Path": problem.Printable(at.Path),
		"Since": message.FormatFull(*since), "Names": message.AwayNamesText(names, p.Away)}))
	if !yes {
		fmt.Fprint(stdout, message.Count("cli-gone-ask", p.Away, message.Params{"Yes": message.Text("cli-yes-letter", nil)}), " ")
		answered, err := confirmed(stdin)
		fmt.Fprintln(stdout)
		if err != nil {
			return err
		}
		if !answered {
			fmt.Fprintln(stdout, message.Count("cli-gone-kept", p.Away, nil))
			return nil
		}
	}
	n, err := e.ConfirmGone(ctx, p.Folder, p.Rel)
	if err != nil {
		return err
	}
	fmt.Fprintln(stdout, message.Count("cli-gone-confirmed", n, nil))
	return nil
}

// confirmed reads a line and reports whether it says yes.
func confirmed(stdin io.Reader) (bool, error) {
	line, err := bufio.NewReader(stdin).ReadString('\n')
	if err != nil && line == "" {
		return false, problem.New("cli-no-answer", nil)
	}
	return saysYes(line) || isWord(line, "y", message.Text("cli-yes-letter", nil)), nil
}

// saysYes reports a line that is the word yes, in the language of the question or in English.
func saysYes(line string) bool { return isWord(line, "yes", message.Text("cli-yes", nil)) }

// isWord reports a line that is one of some words.
func isWord(line string, words ...string) bool {
	line = strings.TrimSpace(line)
	return slices.ContainsFunc(words, func(word string) bool { return strings.EqualFold(line, word) })
}
