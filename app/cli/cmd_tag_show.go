package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"descry/app/message"
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
		Short: message.Text("command-tag-show-short", nil),
		Args:  exactly(1),
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
	message.SortNames(shown.Tags)
	message.SortNames(shown.People)
	rows := labelled{width: 8}
	rows.add(message.Text("tags-heading", nil), message.Enumerated(shown.Tags))
	rows.add(message.Text("people-heading", nil), message.Enumerated(shown.People))
	rows.add(message.Text("caption-heading", nil), shown.Caption)
	rows.print(out.stdout)
	return nil
}

func captionCommand() *cobra.Command {
	var clear bool
	cmd := &cobra.Command{
		Use:   `caption PHOTO ["TEXT"]`,
		Short: message.Text("command-caption-short", nil),
		Long:  message.Text("command-caption-long", nil),
		Args:  between(1, 2),
		RunE: func(cmd *cobra.Command, a []string) error {
			return withEdits(cmd.Context(), func(e *service.Library) error {
				return runCaption(cmd, e, a, clear)
			})
		},
	}
	cmd.Flags().BoolVar(&clear, "clear", false, message.Text("command-caption-flag-clear", nil))
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
