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
	"descry/app/service/models"
	"descry/internal/columns"
	"descry/ml"
)

func modelCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "model",
		Short: message.Text("command-model-short", nil),
		Long:  message.Text("command-model-long", nil),
		Args:  noArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(modelListCommand(), modelImportCommand(), modelDownloadCommand(), modelUseCommand(),
		modelVerifyCommand(), modelMeasureCommand(), modelDeleteCommand(), modelDeviceCommand())
	return cmd
}

func modelListCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "list", Short: message.Text("command-model-list-short", nil), Args: noArgs,
		Long: message.Text("command-model-list-long", nil),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withReading(cmd, func(e *service.Library) error {
				list, err := e.Models.ModelList(cmd.Context())
				if err != nil {
					return err
				}
				if asJSON {
					worded := make([]modelJSON, len(list))
					for i, m := range list {
						worded[i] = modelJSON{m, wordedSpeed(m.Speed), explained(m.Problem)}
					}
					return printJSON(cmd.OutOrStdout(), worded)
				}
				return printModels(cmd.OutOrStdout(), list)
			})
		},
	}
	jsonFlag(cmd, &asJSON)
	return cmd
}

// modelJSON is a pack in JSON.
type modelJSON struct {
	models.Installed
	Speed   *speedJSON `json:"speed,omitempty"`
	Problem string     `json:"problem,omitempty"` // why it can't be used
}

// speedJSON is the speed of a model in JSON.
type speedJSON struct {
	ImagesPerSecond float64 `json:"images_per_second"`
	TextMillis      float64 `json:"text_ms"`
	Device          string  `json:"device"`
}

// wordedSpeed is nil for a model that wasn't measured.
func wordedSpeed(s *models.Speed) *speedJSON {
	if s == nil {
		return nil
	}
	return &speedJSON{s.ImagesPerSecond, s.TextMillis, message.OfNotice(s.Device, time.Now())}
}

// speedText is how fast a model was: "34.1 photos/s, 35 ms a query".
func speedText(s models.Speed) string {
	return message.Text("model-speed", message.Params{"Rate": message.FormatThreeDigits(s.ImagesPerSecond), "Millis": message.FormatDecimal(s.TextMillis, 0)})
}

func printModels(w io.Writer, list []models.Installed) error {
	var table columns.Table
	for _, m := range list {
		mark := " "
		switch {
		case m.Active:
			mark = "*"
		case m.Next:
			mark = "+"
		}
		what := m.Name
		if m.Problem != nil {
			what = message.Explain(m.Problem)
		}
		speed := ""
		if m.Speed != nil {
			speed = speedText(*m.Speed)
		}
		known := message.Count("model-known-photos", m.Photos, message.Params{"Known": message.FormatCount(m.Vectors)})
		table.Row(mark+" "+m.ID, message.FormatBytes(m.Bytes), known, speed, problem.Printable(what))
	}
	return table.Write(w)
}

// modelArgument opens the pack that the only argument names. Without an argument it opens the
// pack that searches.
func modelArgument(e *service.Library, words []string) (*ml.Pack, error) {
	if len(words) == 0 {
		return e.Pack(), nil
	}
	return e.Models.Packs.Find(words[0])
}

func modelUseCommand() *cobra.Command {
	var now bool
	cmd := &cobra.Command{
		Use: "use ID", Short: message.Text("command-model-use-short", nil), Args: exactly(1),
		Long: message.Text("command-model-use-long", nil),
		RunE: func(cmd *cobra.Command, words []string) error {
			return withLibrary(cmd.Context(), func(e *service.Library) error {
				return runModelUse(cmd.Context(), e, words[0], now, cmd.OutOrStdout())
			})
		},
	}
	cmd.Flags().BoolVar(&now, "now", false, message.Text("command-model-use-flag-now", nil))
	return cmd
}

func runModelUse(ctx context.Context, e *service.Library, word string, now bool, stdout io.Writer) error {
	p, err := e.Models.Packs.Find(word)
	if err != nil {
		return err
	}
	atOnce, err := e.UseModel(ctx, p, now)
	if err != nil {
		return err
	}
	if atOnce {
		fmt.Fprintln(stdout, message.Text("model-searches-now", message.Params{"Model": p.Name}))
		return nil
	}
	held, err := service.LockHeld(e.Paths.Lock)
	if err != nil {
		return err
	}
	text := message.Text("model-to-be-prepared", message.Params{"Model": e.Pack().Name})
	if held {
		text = message.Text("model-being-prepared", message.Params{"Model": e.Pack().Name})
	}
	fmt.Fprintln(stdout, text)
	return nil
}

func modelVerifyCommand() *cobra.Command {
	return &cobra.Command{
		Use: "verify [ID]", Short: message.Text("command-model-verify-short", nil), Args: atMost(1),
		RunE: func(cmd *cobra.Command, words []string) error {
			return withReading(cmd, func(e *service.Library) error {
				p, err := modelArgument(e, words)
				if err != nil {
					return err
				}
				if err := p.Verify(cmd.Context()); err != nil {
					return err
				}
				_, err = fmt.Fprintln(cmd.OutOrStdout(), message.Text("model-files-match", message.Params{"Model": p.ID, "Files": message.Enumerated(p.Files())}))
				return err
			})
		},
	}
}

func modelMeasureCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "measure [ID]", Short: message.Text("command-model-measure-short", nil), Args: atMost(1),
		RunE: func(cmd *cobra.Command, words []string) error {
			return withLibrary(cmd.Context(), func(e *service.Library) error {
				p, err := modelArgument(e, words)
				if err != nil {
					return err
				}
				s, err := e.Models.MeasureModel(cmd.Context(), p)
				if err != nil {
					return err
				}
				if asJSON {
					return printJSON(cmd.OutOrStdout(), wordedSpeed(&s))
				}
				_, err = fmt.Fprintln(cmd.OutOrStdout(), message.Text("model-measured", message.Params{
					"Model": p.ID, "Speed": speedText(s), "Device": message.OfNotice(s.Device, time.Now())}))
				return err
			})
		},
	}
	jsonFlag(cmd, &asJSON)
	return cmd
}

func modelDeleteCommand() *cobra.Command {
	var vectorsOnly bool
	cmd := &cobra.Command{
		Use: "delete ID", Short: message.Text("command-model-delete-short", nil), Args: exactly(1),
		Long: message.Text("command-model-delete-long", nil),
		RunE: func(cmd *cobra.Command, words []string) error {
			return withLibrary(cmd.Context(), func(e *service.Library) error {
				return e.Models.DeleteModel(cmd.Context(), words[0], vectorsOnly)
			})
		},
	}
	cmd.Flags().BoolVar(&vectorsOnly, "vectors-only", false, message.Text("command-model-delete-flag-vectors-only", nil))
	return cmd
}
