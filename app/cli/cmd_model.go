package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"descry/app/message"
	"descry/app/problem"
	"descry/app/service"
	"descry/app/service/models"
	"descry/internal/filesize"
	"descry/ml"
)

func modelCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "model",
		Short: "List, import, choose, check and delete models",
		Long: `Descry searches with one model pack at a time; a small one is built in. Released
LLM2CLIP checkpoints, as downloaded from Hugging Face, become packs here, without
Python. The photos are looked at again by a model that is chosen for the first time,
in the background; the one before answers until then. Going back is instant.

  descry model list
  descry model import --vision LLM2CLIP-Llama3.2-1B-EVA02-L-14-336 \
                      --text LLM2CLIP-Llama-3.2-1B-Instruct-CC-Finetuned --quantize int4
  descry model use llm2clip-eva02-1f0c`,
		Args: args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(modelListCommand(), modelImportCommand(), modelDownloadCommand(), modelUseCommand(),
		modelVerifyCommand(), modelMeasureCommand(), modelDeleteCommand(), modelDeviceCommand())
	return cmd
}

func modelListCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "list", Short: "Show the installed models", Args: args(cobra.NoArgs),
		Long: "Shows each model with its size, how many photos it has looked at, and how fast it\nis on this machine if that was measured. * searches now, + is being filled.",
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
	return message.Text("model-speed", message.Params{"Rate": message.FormatThreeDigits(s.ImagesPerSecond), "Millis": fmt.Sprintf("%.0f", s.TextMillis)})
}

func printModels(w io.Writer, list []models.Installed) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
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
		fmt.Fprintf(table, "%s %s\t%s\t%s of %s photos\t%s\t%s\n", mark, m.ID, filesize.Format(m.Bytes),
			message.FormatCount(m.Vectors), message.FormatCount(m.Photos), speed, problem.Printable(what))
	}
	return table.Flush()
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
		Use: "use ID", Short: "Choose the model that searches", Args: args(cobra.ExactArgs(1)),
		Long: `Makes a model the one that searches: at once if it has looked at the photos before,
otherwise as soon as it has, which a running window or service does in the background
and descry index does here. A part of an id is enough. With --now it searches
at once what it knows. To give up a switch, use the model that searches now.`,
		RunE: func(cmd *cobra.Command, words []string) error {
			return withLibrary(cmd.Context(), func(e *service.Library) error {
				return runModelUse(cmd.Context(), e, words[0], now, cmd.OutOrStdout())
			})
		},
	}
	cmd.Flags().BoolVar(&now, "now", false, "don't wait until its vectors are complete")
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
		fmt.Fprintf(stdout, "%s searches from now on.\n", p.Name)
		return nil
	}
	what := "Run descry index, or open the window, to let it look at the photos"
	if held, err := service.LockHeld(e.Paths.Lock); err != nil {
		return err
	} else if held {
		what = "The running Descry lets it look at the photos"
	}
	fmt.Fprintf(stdout, "%s; %s answers until that is done.\n", what, e.Pack().Name)
	return nil
}

func modelVerifyCommand() *cobra.Command {
	return &cobra.Command{
		Use: "verify [ID]", Short: "Compare a model's files with their checksums", Args: args(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, words []string) error {
			return withReading(cmd, func(e *service.Library) error {
				p, err := modelArgument(e, words)
				if err != nil {
					return err
				}
				if err := p.Verify(cmd.Context()); err != nil {
					return err
				}
				_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s: %s match their checksums.\n", p.ID, strings.Join(p.Files(), ", "))
				return err
			})
		},
	}
}

func modelMeasureCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "measure [ID]", Short: "Measure how fast a model is on this machine", Args: args(cobra.MaximumNArgs(1)),
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
		Use: "delete ID", Short: "Delete a model and its vectors", Args: args(cobra.ExactArgs(1)),
		Long: `Deletes a model's files and what it knows of the photos, and gives the space back.
The model that searches and the built-in one stay. Photos are never touched.`,
		RunE: func(cmd *cobra.Command, words []string) error {
			return withLibrary(cmd.Context(), func(e *service.Library) error {
				return e.Models.DeleteModel(cmd.Context(), words[0], vectorsOnly)
			})
		},
	}
	cmd.Flags().BoolVar(&vectorsOnly, "vectors-only", false, "keep the files")
	return cmd
}
