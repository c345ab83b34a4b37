package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"descry/app/message"
	"descry/app/problem"
	"descry/app/service"
	"descry/app/service/learning"
	"descry/library"
)

func tagNameCommand() *cobra.Command {
	var person, forget bool
	var noun string
	cmd := &cobra.Command{
		Use:   "name TAG",
		Short: message.Text("command-tag-name-short", nil),
		Long:  message.Text("command-tag-name-long", nil),
		Args:  exactly(1),
		RunE: func(cmd *cobra.Command, a []string) error {
			return withEdits(cmd.Context(), func(e *service.Library) error {
				t, err := learning.OwnTag(cmd.Context(), e.Store, library.Tag{Person: person, Name: a[0]})
				if err != nil {
					return err
				}
				edit := library.NamedEdit{Tag: t.Tag, Noun: &noun}
				if forget {
					edit.Noun = nil
				}
				_, err = e.Store.ApplyEdit(cmd.Context(), library.Edit{Named: []library.NamedEdit{edit}})
				if err == nil && !forget {
					fmt.Fprintln(cmd.ErrOrStderr(), problem.Printable(message.Count("tag-name-known", t.Own, message.Params{"Name": t.Tag.Name})))
				}
				return err
			})
		},
	}
	personFlag(cmd, &person)
	cmd.Flags().StringVar(&noun, "noun", "", message.Text("command-tag-name-flag-noun", nil))
	cmd.Flags().BoolVar(&forget, "forget", false, message.Text("command-tag-name-flag-forget", nil))
	return cmd
}
