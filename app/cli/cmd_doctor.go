package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"descry/app/message"
	"descry/app/notice"
	"descry/app/problem"
	"descry/app/service"
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
		for _, f := range told {
			mark := "ok      "
			switch {
			case f.Repaired:
				mark = "repaired"
			case !f.OK:
				mark = "PROBLEM "
			}
			fmt.Fprintf(out.stdout, "%s  %-18s %s\n", mark, f.Check, f.Detail)
		}
	}
	if left > 0 {
		return &problem.Error{Notice: notice.Counted("doctor-problems-found", left, nil)}
	}
	return nil
}
