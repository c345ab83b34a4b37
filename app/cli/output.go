package cli

import (
	"encoding/json"
	"io"
	"time"

	"github.com/spf13/cobra"

	"descry/app/message"
)

// jsonFlag adds --json to a command.
func jsonFlag(cmd *cobra.Command, asJSON *bool) {
	cmd.Flags().BoolVar(asJSON, "json", false, message.Text("command-flag-json", nil))
}

// printJSON writes v on one line. Paths stay as they are, without HTML escaping.
func printJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// timeLeft writes a duration in words.
func timeLeft(d time.Duration) string {
	switch {
	case d <= 0:
		return ""
	case d < time.Minute:
		return message.Text("time-left-seconds", message.Params{"Seconds": int(d.Seconds()) + 1})
	case d < time.Hour:
		return message.Text("time-left-minutes", message.Params{"Minutes": int(d.Minutes()) + 1})
	}
	return message.Text("time-left-hours-minutes", message.Params{"Hours": int(d.Hours()), "Minutes": int(d.Minutes()) % 60})
}

// figures writes numbers with one decimal each.
func figures(numbers ...float64) []string {
	list := make([]string, len(numbers))
	for i, x := range numbers {
		list[i] = message.FormatDecimal(x, 1)
	}
	return list
}
