package cli

import (
	"bufio"
	"context"
	"fmt"
	"io"
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
	fmt.Fprintf(stdout, "%s gone from %s since %s: %s\n", message.Plural(p.Away, "photo is", "photos are"), problem.Printable(at.Path),
		message.FormatFull(*since), message.AwayNamesText(names, p.Away))
	if !yes {
		fmt.Fprint(stdout, "What you said of them is kept. Are they deleted? [y/N] ")
		answered, err := confirmed(stdin)
		fmt.Fprintln(stdout)
		if err != nil {
			return err
		}
		if !answered {
			fmt.Fprintln(stdout, "Nothing was changed: they stay in the library, offline.")
			return nil
		}
	}
	n, err := e.ConfirmGone(ctx, p.Folder, p.Rel)
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "%s taken off the list. What you said of them is kept.\n", message.Plural(n, "photo", "photos"))
	return nil
}

// confirmed reads a line and reports whether it says yes.
func confirmed(stdin io.Reader) (bool, error) {
	line, err := bufio.NewReader(stdin).ReadString('\n')
	if err != nil && line == "" {
		return false, problem.New("cli-no-answer", nil)
	}
	switch strings.ToLower(strings.TrimSpace(line)) {
	case "y", "yes":
		return true, nil
	}
	return false, nil
}
