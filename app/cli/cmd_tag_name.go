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
		Short: "Teach searches a name by the photos you gave it to",
		Long: `No model knows who Bella is. From the photos that you tagged so, three are enough,
searches learn what the name means, alone and within a sentence. With --noun they know
what it is; without, they guess it from the photos.

  descry tag add Bella IMG_0042.jpg IMG_0043.jpg IMG_0107.jpg
  descry tag name Bella --noun dog
  descry search "Bella asleep on the sofa"`,
		Args: args(cobra.ExactArgs(1)),
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
					fmt.Fprintf(cmd.ErrOrStderr(), "Searches know %s from %s.\n", problem.Printable(t.Tag.Name), message.Photos(t.Own))
				}
				return err
			})
		},
	}
	personFlag(cmd, &person)
	cmd.Flags().StringVar(&noun, "noun", "", "what it is, in one `WORD`: dog, woman, bicycle")
	cmd.Flags().BoolVar(&forget, "forget", false, "read the name as any word again; the tag stays")
	return cmd
}
