package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"descry/app/message"
	"descry/app/problem"
	"descry/app/service"
	"descry/internal/columns"
	"descry/library/metadata"
)

func showCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "show FILE|ID",
		Short: message.Text("command-show-short", nil),
		Long:  message.Text("command-show-long", nil),
		Args:  exactly(1),
		RunE: func(cmd *cobra.Command, a []string) error {
			return withReading(cmd, func(e *service.Library) error {
				return runShow(cmd.Context(), e, a[0], output{asJSON, cmd.OutOrStdout(), cmd.ErrOrStderr()})
			})
		},
	}
	jsonFlag(cmd, &asJSON)
	return cmd
}

func runShow(ctx context.Context, e *service.Library, what string, out output) error {
	s, err := e.Show(ctx, what)
	if err != nil {
		return err
	}
	if out.json {
		return printJSON(out.stdout, s)
	}
	printShown(s, out.stdout)
	return nil
}

// printShown leaves out what is not known.
func printShown(s service.PhotoInfo, w io.Writer) {
	rows := labelled{width: 14}
	line := rows.add
	line(message.Text("details-file", nil), s.File)
	line(message.Text("show-problem", nil), message.InLanguage(s.Problem))
	format := strings.ToUpper(s.Format)
	if s.Bytes > 0 {
		size := message.FormatBytes(s.Bytes)
		if format == "" {
			format = size
		} else {
			format = message.Enumerated([]string{format, size})
		}
	}
	line(message.Text("show-format", nil), format)
	if s.Width > 0 {
		line(message.Text("details-size", nil), fmt.Sprintf("%d × %d", s.Width, s.Height))
	}
	if s.PreviewWidth > 0 {
		line(message.Text("show-preview", nil), fmt.Sprintf("%d × %d", s.PreviewWidth, s.PreviewHeight))
	}
	line(message.Text("details-decoder", nil), s.Decoder)
	line(message.Text("details-colours", nil), s.Profile)
	line(message.Text("details-note", nil), message.InLanguage(s.Warning))
	for _, f := range s.Metadata {
		line(message.Text(fieldLabels[f.Field], nil), fieldText(f.Value)+"  ("+sourcesText(f.From)+")")
	}
	line(message.Text("show-metadata", nil), s.MetadataProblem)
	line(message.Text("show-sidecar", nil), message.Enumerated(s.Sidecars))
	line(message.Text("show-thumbnail", nil), s.Thumbnail)
	for _, m := range s.Models {
		text := message.InLanguage(m.Name)
		if m.Refused {
			text = message.Text("details-model-refused", message.Params{"Model": text})
		}
		line(message.Text("details-models", nil), text)
	}
	rows.print(w)
}

// labelled are texts with a label before each.
type labelled struct {
	rows  [][2]string
	width int // of the labels at the least
}

// add adds a text, unless the text is empty.
func (l *labelled) add(label, text string) {
	if text == "" {
		return
	}
	label += ":"
	l.rows = append(l.rows, [2]string{label, problem.Printable(text)})
	l.width = max(l.width, columns.Width(label))
}

func (l *labelled) print(w io.Writer) {
	for _, row := range l.rows {
		fmt.Fprintln(w, columns.Left(row[0], l.width), row[1])
	}
}

// fieldLabels are the messages that name the fields of the metadata.
var fieldLabels = map[string]string{
	"captured": "details-taken", "make": "show-make", "model": "details-camera", "lens": "details-lens", "exposure_seconds": "show-exposure",
	"f_number": "show-aperture", "iso": "field-iso", "focal_length_mm": "show-focal-length", "orientation": "filter-orientation",
	"position": "show-position", "rating": "details-rating", "title": "details-title", "description": "show-description",
	"keywords": "show-keywords", "hierarchical_keywords": "show-keyword-tree", "people": "people-heading",
}

func fieldText(value any) string {
	switch v := value.(type) {
	case []string:
		return message.Enumerated(v)
	case [2]float64:
		return fmt.Sprintf("%.6f, %.6f", v[0], v[1])
	}
	return fmt.Sprint(value)
}

func sourcesText(list []metadata.Source) string {
	words := make([]string, len(list))
	for i, s := range list {
		switch s {
		case metadata.Sidecar:
			words[i] = message.Text("show-source-sidecar", nil)
		case metadata.Takeout:
			words[i] = message.Text("show-source-takeout", nil)
		case metadata.Name:
			words[i] = message.Text("show-source-name", nil)
		default:
			words[i] = string(s)
		}
	}
	return message.Enumerated(words)
}
