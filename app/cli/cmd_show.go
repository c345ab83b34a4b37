package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"descry/app/problem"
	"descry/app/service"
	"descry/internal/filesize"
	"descry/library/metadata"
)

func showCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "show FILE|ID",
		Short: "Lay a photo open: what it is, what decodes it, what it says of itself",
		Long: `Tells a file's format, its size upright, what decodes it and which colours it is in;
every field of its metadata with where it stands (EXIF, XMP, IPTC or the sidecar beside
it); and of a photo of the library where its thumbnail lies and which models have looked
at it. The file need not be in the library.

  descry show ~/Pictures/2019/IMG_0042.CR2 --json | jq .decoder`,
		Args: args(cobra.ExactArgs(1)),
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

// print leaves out what is not known.
func printShown(s service.PhotoInfo, w io.Writer) {
	line := func(what, text string) {
		if text != "" {
			fmt.Fprintf(w, "%-14s %s\n", what+":", problem.Printable(text))
		}
	}
	line("File", s.File)
	line("Problem", s.Problem)
	format := strings.ToUpper(s.Format)
	if s.Bytes > 0 {
		format = strings.TrimPrefix(format+", "+filesize.Format(s.Bytes), ", ")
	}
	line("Format", format)
	if s.Width > 0 {
		line("Size", fmt.Sprintf("%d × %d", s.Width, s.Height))
	}
	if s.PreviewWidth > 0 {
		line("Preview", fmt.Sprintf("%d × %d", s.PreviewWidth, s.PreviewHeight))
	}
	line("Decoded by", s.Decoder)
	line("Colours", s.Profile)
	line("Note", s.Warning)
	for _, f := range s.Metadata {
		line(fieldWords[f.Field], fieldText(f.Value)+"  ("+joinSources(f.From)+")")
	}
	line("Metadata", s.MetadataProblem)
	line("Sidecar", s.Sidecar)
	line("Thumbnail", s.Thumbnail)
	for _, m := range s.Models {
		text := m.Name
		if m.Refused {
			text += " (could not take it)"
		}
		line("Looked at by", text)
	}
}

// fieldWords are the fields of the metadata in plain words.
var fieldWords = map[string]string{
	"captured": "Taken", "make": "Make", "model": "Camera", "lens": "Lens", "exposure_seconds": "Exposure (s)", "f_number": "Aperture",
	"iso": "ISO", "focal_length_mm": "Focal (mm)", "orientation": "Orientation", "position": "Position", "rating": "Rating", "title": "Title",
	"description": "Description", "keywords": "Keywords", "hierarchical_keywords": "Keyword tree", "people": "People",
}

func fieldText(value any) string {
	switch v := value.(type) {
	case []string:
		return strings.Join(v, ", ")
	case [2]float64:
		return fmt.Sprintf("%.6f, %.6f", v[0], v[1])
	}
	return fmt.Sprint(value)
}

func joinSources(list []metadata.Source) string {
	words := make([]string, len(list))
	for i, s := range list {
		words[i] = string(s)
	}
	return strings.Join(words, ", ")
}
