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
		Short: message.Text("command-embed-short", nil),
		Long:  message.Text("command-embed-long", nil),
		Args:  noArgs,
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
	cmd.Flags().StringVar(&dir, "pack", "", message.Text("command-embed-flag-pack", nil))
	cmd.Flags().Var(inputFlag{&inputs, false}, "image", message.Text("command-embed-flag-image", nil))
	cmd.Flags().Var(inputFlag{&inputs, true}, "text", message.Text("command-embed-flag-text", nil))
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
	if notices := service.TextNotices(in.input, info, m.Pack.Languages); len(notices) > 0 {
		fmt.Fprintln(out.stderr, message.Paragraph(notices, time.Now()))
	}
	return v, err
}
