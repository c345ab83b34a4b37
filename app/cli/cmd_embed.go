package cli

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"descry/app/message"
	"descry/app/problem"
	"descry/app/service"
	"descry/app/service/models"
)

func embedCommand() *cobra.Command {
	var asJSON bool
	var dir string
	var inputs []embedInput
	cmd := &cobra.Command{
		Use:   "embed (--image FILE | --text TEXT)…",
		Short: "Print the vectors of photos and texts",
		Long: `Prints the normalised vector of each photo and text, in the order in which they are
named: one line each, the input, a tab, and the numbers; with --json a list of
{"input", "vector"}. Both kinds lie in one space: their dot product is their likeness.
The model is the one that searches, or that of the pack in --pack. The library is not
changed.

  descry embed --text "a red bicycle" --image bike.jpg --json
  descry embed --pack ./my-pack --text "a red bicycle" --json | jq '.[0].vector | length'`,
		Args: args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if len(inputs) == 0 {
				return problem.Usage("cli-embed-nothing", nil)
			}
			return withReading(cmd, func(e *service.Library) error {
				return runEmbed(cmd.Context(), e, dir, inputs, output{asJSON, cmd.OutOrStdout(), cmd.ErrOrStderr()})
			})
		},
	}
	jsonFlag(cmd, &asJSON)
	cmd.Flags().StringVar(&dir, "pack", "", "the model pack in `DIR` instead of the one that searches")
	cmd.Flags().Var(inputFlag{&inputs, false}, "image", "a photo `FILE`; may be given again")
	cmd.Flags().Var(inputFlag{&inputs, true}, "text", "a `TEXT`; may be given again")
	return cmd
}

// embedInput is a text or a file to encode.
type embedInput struct {
	input string
	text  bool
}

// inputFlag gathers two flags in one list, in the order of the call.
type inputFlag struct {
	list *[]embedInput
	text bool
}

// Set implements pflag.Value.
func (f inputFlag) Set(s string) error {
	*f.list = append(*f.list, embedInput{s, f.text})
	return nil
}

// String implements pflag.Value.
func (f inputFlag) String() string { return "" }

// Type implements pflag.Value.
func (f inputFlag) Type() string { return "string" }

// embedding is an input with its vector in JSON.
type embedding struct {
	Input  string    `json:"input"`
	Vector []float32 `json:"vector"`
}

func runEmbed(ctx context.Context, e *service.Library, dir string, inputs []embedInput, out output) (err error) {
	m := e.Searcher().Encoder
	if dir != "" {
		if m, err = e.Models.OpenPackDir(dir); err != nil {
			return problem.AsUsage(err)
		}
		defer func() { err = errors.Join(err, m.Close()) }()
	}
	list := make([]embedding, len(inputs))
	for i, in := range inputs {
		v, err := embed(m, ctx, in, out)
		if err != nil {
			return err
		}
		list[i] = embedding{in.input, v}
	}
	if out.json {
		return printJSON(out.stdout, list)
	}
	for _, x := range list {
		numbers := make([]string, len(x.Vector))
		for i, v := range x.Vector {
			numbers[i] = strconv.FormatFloat(float64(v), 'g', -1, 32)
		}
		fmt.Fprintf(out.stdout, "%s\t%s\n", problem.Printable(x.Input), strings.Join(numbers, " "))
	}
	return nil
}

func embed(m *models.Encoder, ctx context.Context, in embedInput, out output) ([]float32, error) {
	if !in.text {
		return m.EncodeFile(ctx, in.input)
	}
	v, info, err := m.EncodeText(ctx, in.input)
	if notices := service.TextNotices(info, m.Pack.Languages); len(notices) > 0 {
		fmt.Fprintln(out.stderr, message.Paragraph(notices, time.Now()))
	}
	return v, err
}
