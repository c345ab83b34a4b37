package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"descry/app/message"
	"descry/app/notice"
	"descry/app/problem"
	"descry/app/service"
	"descry/app/service/models"
	"descry/internal/columns"
	"descry/ml/adapter"
	"descry/ml/ort"
)

func modelDeviceCommand() *cobra.Command {
	var asJSON, measure bool
	cmd := &cobra.Command{
		Use: "device [NAME]", Short: message.Text("command-model-device-short", nil), Args: atMost(1),
		Long: message.Text("command-model-device-long", nil),
		RunE: func(cmd *cobra.Command, words []string) error {
			out := output{asJSON, cmd.OutOrStdout(), cmd.ErrOrStderr()}
			if len(words) == 0 && !measure {
				return withReading(cmd, func(e *service.Library) error { return showDevices(cmd.Context(), e, out) })
			}
			return withLibrary(cmd.Context(), func(e *service.Library) error {
				if len(words) > 0 {
					if err := e.Models.SetDevice(cmd.Context(), words[0]); err != nil {
						return err
					}
				}
				if measure {
					if err := e.Searcher().MeasureDevices(cmd.Context()); err != nil {
						return err
					}
				}
				return showDevices(cmd.Context(), e, out)
			})
		},
	}
	jsonFlag(cmd, &asJSON)
	cmd.Flags().BoolVar(&measure, "measure", false, message.Text("command-model-device-flag-measure", nil))
	return cmd
}

// deviceJSON is what models can run on, in JSON.
type deviceJSON struct {
	Device    string            `json:"device"` // the setting
	Adapters  []adapter.Adapter `json:"adapters"`
	Providers []ort.Provider    `json:"providers"` // that can be chosen besides the adapters and "auto"
	RunsOn    *runsOnJSON       `json:"runs_on,omitempty"`
	Problem   string            `json:"problem,omitempty"`
}

func showDevices(ctx context.Context, e *service.Library, out output) error {
	list, err := e.Models.Adapters.Get(ctx)
	if ctx.Err() != nil {
		return err
	}
	d := deviceJSON{Device: e.Models.CurrentSettings().Device, Adapters: list.Adapters, Providers: ort.Providers(), Problem: list.Problem}
	if d.Device == "" {
		d.Device = "auto"
	}
	if d.Adapters == nil {
		d.Adapters = []adapter.Adapter{}
	}
	if err != nil { // a failure of the drivers leaves the other devices to be chosen
		d.Problem = message.Explain(err)
	}
	var lines []string
	if runs, err := e.Searcher().RunsOn(ctx); err == nil {
		d.RunsOn, lines = wordedRunsOn(runs), runsOnLines(runs)
	} else if ctx.Err() != nil {
		return err
	}
	e.Models.TellDevices(func(notice.Notice) {}) // the answer has the devices already
	if out.json {
		return printJSON(out.stdout, d)
	}
	return printDevices(out.stdout, d, lines)
}

// runsOnJSON is what a model computes on, in JSON.
type runsOnJSON struct {
	Images     towerUseJSON `json:"images"`
	Text       towerUseJSON `json:"text"`
	PassedOver []string     `json:"passed_over,omitempty"`
}

type towerUseJSON struct {
	Device string `json:"device"`
	Why    string `json:"why,omitempty"`
}

func wordedRunsOn(r models.RunsOn) *runsOnJSON {
	now := time.Now()
	j := &runsOnJSON{
		Images: towerUseJSON{r.Images.Device, message.OfNotice(r.Images.Why, now)},
		Text:   towerUseJSON{r.Text.Device, message.OfNotice(r.Text.Why, now)},
	}
	for _, n := range r.PassedOver {
		j.PassedOver = append(j.PassedOver, message.OfNotice(n, now))
	}
	return j
}

// runsOnLines are what commands print.
func runsOnLines(r models.RunsOn) []string {
	var lines []string
	for _, n := range r.Lines() {
		lines = append(lines, problem.Printable(message.OfNotice(n, time.Now())))
	}
	return lines
}

// printDevices prints the table of devices, and lines below the table.
func printDevices(w io.Writer, d deviceJSON, lines []string) error {
	var table columns.Table
	found := false
	row := func(name, facts string) {
		mark := " "
		if strings.EqualFold(name, d.Device) {
			mark, found = "*", true
		}
		table.Row(mark+" "+problem.Printable(name), facts)
	}
	row("auto", message.Text("device-auto", nil))
	for _, a := range d.Adapters {
		row(a.Name, message.Enumeration(append(notice.List{notice.AsItIs(a.Backend)}, models.AdapterFacts(a)...)))
	}
	for _, p := range d.Providers {
		what := p.String()
		switch p {
		case ort.WebGPU:
			what = message.Text("device-best-card", message.Params{"Provider": what})
		case ort.CPU:
			what = message.Text("device-processor", nil)
		default: // the name tells everything
		}
		row(string(p), what)
	}
	if !found {
		row(d.Device, message.Text("device-not-there", nil))
	}
	if err := table.Write(w); err != nil {
		return err
	}
	if d.Problem != "" {
		lines = append(lines, message.Text("device-none-listed", message.Params{"Reason": strings.TrimSuffix(problem.Printable(message.InLanguage(d.Problem)), ".")}))
	}
	for _, line := range lines {
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	return nil
}
