package cli

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"descry/app/message"
	"descry/app/problem"
	"descry/app/service"
	"descry/app/service/models"
	"descry/ml"
)

func modelImportCommand() *cobra.Command {
	var r models.ImportOptions
	var asJSON, use bool
	cmd := &cobra.Command{
		Use:   "import --vision PATH --text PATH",
		Short: "Make a model of downloaded LLM2CLIP checkpoints",
		Long: `Makes a model pack of an image tower and the text encoder that it was trained with.
PATH is the folder as downloaded from Hugging Face, or the weights file in it: OpenAI
ViT (safetensors or pytorch_model.bin), EVA02 and SigLIP2 (.pt), Llama encoders
(safetensors, in one file or sharded; config.json and tokenizer.json beside them).
Nothing in the files is executed; what doesn't fit is named.

  descry model import --vision LLM2CLIP-Llama3.2-1B-EVA02-L-14-336 \
                      --text LLM2CLIP-Llama-3.2-1B-Instruct-CC-Finetuned --quantize int4 --use

int8 is small and fast on a processor; int4 halves the text encoder once more; none
keeps float32, which is the slowest and for comparisons.`,
		Args: args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if r.Vision == "" || r.Text == "" {
				return problem.Usage("cli-import-parts", nil)
			}
			return withLibrary(cmd.Context(), func(e *service.Library) error {
				return runModelImport(cmd.Context(), e, r, use, output{asJSON, cmd.OutOrStdout(), cmd.ErrOrStderr()})
			})
		},
	}
	jsonFlag(cmd, &asJSON)
	f := cmd.Flags()
	f.StringVar(&r.Vision, "vision", "", "`PATH` of the image tower's checkpoint")
	f.StringVar(&r.Text, "text", "", "`PATH` of the text encoder's checkpoint")
	f.StringVar(&r.Out, "out", "", "write the pack to `DIR`, which must not exist, and leave the installed models alone")
	f.StringVar(&r.Name, "name", "", "what to call the model")
	f.StringSliceVar(&r.Languages, "languages", nil, "`CODES` of the languages it was measured on, such as en,de,zh")
	f.BoolVar(&r.ClipColours, "clip-colours", false, "feed a SigLIP2 tower with CLIP's mean and deviation of colours instead of 0.5")
	storageFlags(cmd, &r, &use)
	return cmd
}

// storageFlags are the flags of all commands that make a model: how the model is stored, and
// whether the model is chosen at once.
func storageFlags(cmd *cobra.Command, r *models.ImportOptions, use *bool) {
	f := cmd.Flags()
	f.StringVar(&r.Quantize, "quantize", "int8", "how weights are stored: `int8|int4|none`")
	f.BoolVar(&r.WeightsOnly, "gpu", false, "store the image tower for a graphics card")
	f.BoolVar(use, "use", false, "choose it to search, as descry model use does")
}

// importJSON is what "descry model import --json" prints.
type importJSON struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Path string `json:"path"`
}

func runModelImport(ctx context.Context, e *service.Library, r models.ImportOptions, use bool, out output) error {
	if use && r.Out != "" {
		return problem.Usage("cli-import-use", nil)
	}
	line := newProgressLine(out.stderr)
	r.Progress = func(done, total int64) { line.bytes(message.Text("models-stage-converting", nil), done, total) }
	m, dir, err := e.Models.ImportModel(ctx, r)
	line.end()
	if err != nil {
		return err
	}
	return reportImport(e, ctx, m, dir, use, out)
}

// reportImport tells where a new pack is, and chooses the pack if use is set.
func reportImport(e *service.Library, ctx context.Context, m ml.Manifest, dir string, use bool, out output) error {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	if out.json {
		if err := printJSON(out.stdout, importJSON{m.ID, m.Name, dir}); err != nil {
			return err
		}
	} else {
		fmt.Fprintf(out.stdout, "%s: %s\n  in %s\n", m.ID, m.Name, problem.Printable(dir))
	}
	switch {
	case use:
		return runModelUse(ctx, e, m.ID, false, out.stderr)
	case !out.json && filepath.Dir(dir) == filepath.Clean(e.Paths.Models):
		fmt.Fprintf(out.stdout, "To search with it: descry model use %s\n", m.ID)
	}
	return nil
}
