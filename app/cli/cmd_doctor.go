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
	"descry/internal/columns"
)

func doctorCommand() *cobra.Command {
	var asJSON, dryRun bool
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: message.Text("command-doctor-short", nil),
		Long:  message.Text("command-doctor-long", nil),
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runDoctor(cmd.Context(), dryRun, output{asJSON, cmd.OutOrStdout(), cmd.ErrOrStderr()})
		},
	}
	jsonFlag(cmd, &asJSON)
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, message.Text("command-doctor-flag-dry-run", nil))
	return cmd
}

// findingJSON is the result of a check in JSON.
type findingJSON struct {
	Check    string `json:"check"`
	OK       bool   `json:"ok"`
	Repaired bool   `json:"repaired"`
	Detail   string `json:"detail"`
}

func findingsJSON(findings []service.Finding, now time.Time) []findingJSON {
	list := make([]findingJSON, len(findings))
	for i, f := range findings {
		list[i] = findingJSON{message.Text(string(f.Check), nil), f.OK, f.Repaired, message.Clauses(f.Details, now)}
	}
	return list
}

// mostCheckName is how wide the names of checks are in English.
const mostCheckName = 18

func printFindings(list []findingJSON, w io.Writer) {
	fine, repaired, wrong := message.Text("cli-check-fine", nil), message.Text("cli-check-repaired", nil), message.Text("cli-check-wrong", nil)
	markWidth, nameWidth := max(columns.Width(fine), columns.Width(repaired), columns.Width(wrong)), mostCheckName
	for _, f := range list {
		nameWidth = max(nameWidth, columns.Width(f.Check))
	}
	for _, f := range list {
		mark := fine
		switch {
		case f.Repaired:
			mark = repaired
		case !f.OK:
			mark = wrong
		}
		fmt.Fprintf(w, "%s  %s %s\n", columns.Left(mark, markWidth), columns.Left(f.Check, nameWidth), f.Detail)
	}
}

func runDoctor(ctx context.Context, dryRun bool, out output) error {
	findings := service.Examine(ctx, dryRun)
	left := 0
	for _, f := range findings {
		if !f.OK && !f.Repaired {
			left++
		}
	}
	told := findingsJSON(findings, time.Now())
	if out.json {
		if err := printJSON(out.stdout, map[string]any{"checks": told, "ok": left == 0}); err != nil {
			return err
		}
	} else {
		printFindings(told, out.stdout)
	}
	if left > 0 {
		return &problem.Error{Notice: notice.Counted("doctor-problems-found", left, nil)}
	}
	return nil
}
