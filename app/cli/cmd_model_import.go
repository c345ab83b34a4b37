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
		Short: message.Text("command-model-import-short", nil),
		Long:  message.Text("command-model-import-long", nil),
		Args:  noArgs,
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
	f.StringVar(&r.Vision, "vision", "", message.Text("command-model-import-flag-vision", nil))
	f.StringVar(&r.Text, "text", "", message.Text("command-model-import-flag-text", nil))
	f.StringVar(&r.Out, "out", "", message.Text("command-model-import-flag-out", nil))
	f.StringVar(&r.Name, "name", "", message.Text("command-model-import-flag-name", nil))
	f.StringSliceVar(&r.Languages, "languages", nil, message.Text("command-model-import-flag-languages", nil))
	f.BoolVar(&r.ClipColours, "clip-colours", false, message.Text("command-model-import-flag-clip-colours", nil))
	storageFlags(cmd, &r, &use)
	return cmd
}

// storageFlags are the flags of all commands that make a model: how the model is stored, and
// whether the model is chosen at once.
func storageFlags(cmd *cobra.Command, r *models.ImportOptions, use *bool) {
	f := cmd.Flags()
	f.StringVar(&r.Quantize, "quantize", "int8", message.Text("command-model-flag-quantize", nil))
	f.BoolVar(&r.WeightsOnly, "gpu", false, message.Text("command-model-flag-gpu", nil))
	f.BoolVar(use, "use", false, message.Text("command-model-flag-use", nil))
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
		fmt.Fprintf(out.stdout, "%s: %s\n  %s\n", m.ID, m.Name, problem.Printable(message.Text("model-in-folder", message.Params{"Path": dir})))
	}
	switch {
	case use:
		return runModelUse(ctx, e, m.ID, false, out.stderr)
	case !out.json && filepath.Dir(dir) == filepath.Clean(e.Paths.Models):
		fmt.Fprintln(out.stdout, message.Text("model-to-use", message.Params{"Model": m.ID}))
	}
	return nil
}
