package cli

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"descry/app/message"
	"descry/app/notice"
	"descry/app/service"
	"descry/app/service/models"
	"descry/internal/columns"
	"descry/ml/hub"
)

func modelDownloadCommand() *cobra.Command {
	var r models.ImportOptions
	var asJSON, use bool
	cmd := &cobra.Command{
		Use:   "download [PAIR]",
		Short: message.Text("command-model-download-short", nil),
		Long:  message.Text("command-model-download-long", nil),
		Args:  atMost(1),
		RunE: func(cmd *cobra.Command, words []string) error {
			return withLibrary(cmd.Context(), func(e *service.Library) error {
				out := output{asJSON, cmd.OutOrStdout(), cmd.ErrOrStderr()}
				if len(words) == 0 {
					return printReleased(out)
				}
				return runModelDownload(cmd.Context(), e, words[0], r, use, out)
			})
		},
	}
	jsonFlag(cmd, &asJSON)
	storageFlags(cmd, &r, &use)
	return cmd
}

// releasedJSON is a pair that can be downloaded, in JSON.
type releasedJSON struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Bytes int64  `json:"bytes"` // roughly; 0 = not known
	Note  string `json:"note"`
}

func printReleased(out output) error {
	list := []releasedJSON{}
	for _, r := range hub.Catalogue() {
		if r.Downloadable() {
			list = append(list, releasedJSON{r.ID, r.Name, r.Bytes(), r.Note})
		}
	}
	if out.json {
		return printJSON(out.stdout, list)
	}
	var table columns.Table
	for _, r := range list {
		size := ""
		if r.Bytes > 0 {
			size = message.FormatBytes(r.Bytes)
		}
		table.Row(r.ID, size, message.Clauses([]notice.Notice{notice.AsItIs(r.Name), notice.AsItIs(r.Note)}, time.Now()))
	}
	return table.Write(out.stdout)
}

func runModelDownload(ctx context.Context, e *service.Library, id string, r models.ImportOptions, use bool, out output) error {
	line := newProgressLine(out.stderr)
	m, dir, err := e.Models.DownloadModel(ctx, id, r, func(stage notice.Notice, done, total int64) {
		line.bytes(message.OfNotice(stage, time.Now()), done, total)
	})
	line.end()
	if err != nil {
		return err
	}
	return reportImport(e, ctx, m, dir, use, out)
}
