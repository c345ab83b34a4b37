package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"descry/app/problem"
	"descry/app/service"
	"descry/library"
)

// photoTagsJSON is a photo's annotations in JSON.
type photoTagsJSON struct {
	Tags    []string `json:"tags"`
	People  []string `json:"people"`
	Caption string   `json:"caption"`
}

func tagShowCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "show PHOTO",
		Short: "Show the tags, people and caption of a photo",
		Args:  args(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, a []string) error {
			return withReading(cmd, func(e *service.Library) error {
				return runTagShow(cmd.Context(), e, a[0], output{asJSON, cmd.OutOrStdout(), cmd.ErrOrStderr()})
			})
		},
	}
	jsonFlag(cmd, &asJSON)
	return cmd
}

func runTagShow(ctx context.Context, e *service.Library, name string, out output) error {
	id, err := e.KnownPhoto(ctx, name)
	if err != nil {
		return err
	}
	t, err := e.Tagging(ctx, []library.PhotoID{id})
	if err != nil {
		return err
	}
	shown := photoTagsJSON{Tags: []string{}, People: []string{}, Caption: t.Caption}
	for _, s := range t.Tags {
		if s.Tag.Person {
			shown.People = append(shown.People, s.Tag.Name)
		} else {
			shown.Tags = append(shown.Tags, s.Tag.Name)
		}
	}
	if out.json {
		return printJSON(out.stdout, shown)
	}
	for _, line := range []struct{ what, text string }{
		{"Tags", strings.Join(shown.Tags, ", ")}, {"People", strings.Join(shown.People, ", ")}, {"Caption", shown.Caption},
	} {
		if line.text != "" {
			fmt.Fprintf(out.stdout, "%-8s %s\n", line.what+":", problem.Printable(line.text))
		}
	}
	return nil
}

func captionCommand() *cobra.Command {
	var clear bool
	cmd := &cobra.Command{
		Use:   `caption PHOTO ["TEXT"]`,
		Short: "Write what a photo shows, in your own words",
		Long: `Writes a caption, which searches by words, the filter has:caption and descry finetune
use. It stands in the place of the file's own; the file is not changed. Without a text
the caption is shown.

  descry caption IMG_0042.jpg "Bella asleep on the sofa, one ear up"`,
		Args: args(cobra.RangeArgs(1, 2)),
		RunE: func(cmd *cobra.Command, a []string) error {
			return withEdits(cmd.Context(), func(e *service.Library) error {
				return runCaption(cmd, e, a, clear)
			})
		},
	}
	cmd.Flags().BoolVar(&clear, "clear", false, "forget your caption; the file's own counts again")
	return cmd
}

func runCaption(cmd *cobra.Command, e *service.Library, a []string, clear bool) error {
	ctx := cmd.Context()
	id, err := e.KnownPhoto(ctx, a[0])
	if err != nil {
		return err
	}
	var text *string
	switch {
	case len(a) == 2:
		text = &a[1]
	case !clear:
		p, err := e.Store.Photo(ctx, id)
		if err == nil {
			fmt.Fprintln(cmd.OutOrStdout(), problem.Printable(p.CaptionShown()))
		}
		return err
	}
	_, err = e.Store.ApplyEdit(ctx, service.CaptionEdit([]library.PhotoID{id}, text))
	return err
}
