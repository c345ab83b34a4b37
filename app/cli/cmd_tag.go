package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"descry/app/history"
	"descry/app/message"
	"descry/app/notice"
	"descry/app/problem"
	"descry/app/service"
	"descry/library"
	"descry/library/query"
)

func tagCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "tag",
		Short: message.Text("command-tag-short", nil),
		Long:  message.Text("command-tag-long", nil),
		Args:  noArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(tagListCommand(), tagChangeCommand(true), tagChangeCommand(false), tagShowCommand(),
		tagRenameCommand(), tagDeleteCommand(), tagNameCommand(), tagImportCommand())
	return cmd
}

// personFlag makes a command speak of people instead of tags.
func personFlag(cmd *cobra.Command, person *bool) {
	cmd.Flags().BoolVar(person, "person", false, message.Text("command-tag-flag-person", nil))
}

// tagJSON is a tag in JSON.
type tagJSON struct {
	Name   string `json:"name"`
	Person bool   `json:"person,omitempty"`
	Photos int    `json:"photos"`
	Own    int    `json:"own"`           // photos that the user tagged
	Not    int    `json:"not,omitempty"` // photos that the user said don't have the tag
	Named  bool   `json:"named,omitempty"`
	Noun   string `json:"noun,omitempty"`
}

func tagListCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "list",
		Short: message.Text("command-tag-list-short", nil),
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withReading(cmd, func(e *service.Library) error {
				return runTagList(cmd.Context(), e, output{asJSON, cmd.OutOrStdout(), cmd.ErrOrStderr()})
			})
		},
	}
	jsonFlag(cmd, &asJSON)
	return cmd
}

func runTagList(ctx context.Context, e *service.Library, out output) error {
	tags, err := e.Store.Tags(ctx)
	if err != nil {
		return err
	}
	list := make([]tagJSON, 0, len(tags))
	for _, t := range tags {
		list = append(list, tagJSON{t.Tag.Name, t.Tag.Person, t.Photos, t.Own, t.Not, t.Named, t.Noun})
	}
	if out.json {
		return printJSON(out.stdout, list)
	}
	message.SortByName(list, func(t tagJSON) string { return t.Name })
	for _, t := range list {
		fmt.Fprintf(out.stdout, "%7d  %s\n", t.Photos, problem.Printable(tagText(t)))
	}
	if len(list) > 0 {
		return nil
	}
	lost, err := e.Store.LostPhotos(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintln(out.stderr, noTags(lost))
	return nil
}

func tagText(t tagJSON) string {
	if t.Person {
		return message.Text("person-named", message.Params{"Name": t.Name})
	}
	return t.Name
}

// noTags says why the list of tags is empty. After a repair the tagged photos may have no file
// until the folders are scanned.
func noTags(lost []library.LostPhoto) string {
	tagged := 0
	for _, p := range lost {
		if len(p.Annotations.Tags) > 0 {
			tagged++
		}
	}
	if tagged == 0 {
		return message.Text("tags-none", nil)
	}
	return message.Count("tags-none-with-file", tagged, nil)
}

// tagChangeCommand is add or remove.
func tagChangeCommand(add bool) *cobra.Command {
	var person bool
	var find string
	cmd := &cobra.Command{
		Use: "remove TAG PHOTO…", Short: message.Text("command-tag-remove-short", nil),
		Args: atLeast(1),
	}
	if add {
		cmd.Use, cmd.Short = "add TAG PHOTO…", message.Text("command-tag-add-short", nil)
	}
	cmd.RunE = func(cmd *cobra.Command, a []string) error {
		if len(a) == 1 && find == "" {
			return problem.Usage("cli-tag-which", nil)
		}
		var found *query.Query
		if find != "" {
			q, err := parseQuery(find)
			if err != nil {
				return err
			}
			found = &q
		}
		return withEdits(cmd.Context(), func(e *service.Library) error {
			photos, err := photosMeant(e, cmd.Context(), a[1:], found)
			if err != nil {
				return err
			}
			tags := []library.Tag{{Person: person, Name: a[0]}}
			if add {
				return tagByCommand(e, cmd.Context(), photos, tags, nil, cmd.ErrOrStderr())
			}
			return tagByCommand(e, cmd.Context(), photos, nil, tags, cmd.ErrOrStderr())
		})
	}
	personFlag(cmd, &person)
	cmd.Flags().StringVar(&find, "find", "", message.Text("command-tag-flag-find", nil))
	return cmd
}

// tagByCommand tags photos, and prints to stderr the progress and what was done. After an
// interruption that is a part.
func tagByCommand(e *service.Library, ctx context.Context, photos []library.PhotoID, add, remove []library.Tag, stderr io.Writer) error {
	label := func(photos int) history.Label { return service.TagLabel(photos, add, remove) }
	_, err := editByCommand(ctx, stderr, message.Text("tagging-photos", nil), label(len(photos)), label, func(ctx context.Context) (library.Edit, error) {
		return e.Store.TagPhotos(ctx, photos, add, remove)
	})
	return err
}

// editByCommand makes a change that goes in steps if the change is large, and prints to stderr
// the progress and what was done. A part that was done before an interruption is named by its
// number of photos.
func editByCommand(ctx context.Context, stderr io.Writer, doing string, whole history.Label, part func(photos int) history.Label,
	change func(context.Context) (library.Edit, error)) (library.Edit, error) {
	line := newProgressLine(stderr)
	undo, err := change(library.WithProgress(ctx, func(done, all int) { line.Count(doing, done, all) }))
	line.end()
	switch {
	case err == nil:
		fmt.Fprintln(stderr, problem.Printable(message.OfNotice(whole.Message, time.Now())))
	case !undo.Empty():
		fmt.Fprintln(stderr, problem.Printable(message.OfNotice(service.StoppedLabel(part(undo.Photos())).Message, time.Now())))
	}
	return undo, err
}

// photosMeant looks up photos by name, and the photos that a query finds. A nil query finds
// none.
func photosMeant(e *service.Library, ctx context.Context, names []string, find *query.Query) ([]library.PhotoID, error) {
	photos, err := e.PhotosNamed(ctx, names)
	if err != nil || find == nil {
		return photos, err
	}
	s := e.Searcher()
	a, err := understand(ctx, s, *find, library.Scope{})
	if err != nil {
		return nil, err
	}
	if !a.Query.Ranked() {
		err := e.Store.PhotosIn(ctx, a.Scope, a.Query.Filter, func(id library.PhotoID) { photos = append(photos, id) })
		return photos, err
	}
	a.Limit = mostFound
	answer, _, err := s.Ask(ctx, a.Request)
	for _, r := range answer.Results {
		if r.Match == library.Good {
			photos = append(photos, r.Photo)
		}
	}
	return photos, err
}

// mostFound is how many photos a query finds for a change at the most: all.
const mostFound = 1 << 30

func tagRenameCommand() *cobra.Command {
	var person bool
	cmd := &cobra.Command{
		Use:   "rename OLD NEW",
		Short: message.Text("command-tag-rename-short", nil),
		Args:  exactly(2),
		RunE: func(cmd *cobra.Command, a []string) error {
			return withEdits(cmd.Context(), func(e *service.Library) error {
				from, to := library.Tag{Person: person, Name: a[0]}, library.Tag{Person: person, Name: a[1]}
				merges, err := e.Known(cmd.Context(), to)
				if err != nil {
					return err
				}
				merges = merges && !service.SameTag(from, to)
				_, err = editByCommand(cmd.Context(), cmd.ErrOrStderr(), message.Text("tags-renaming-photos", nil), service.RenameLabel(from, to, merges), service.PartOfRename(from, to, merges),
					func(ctx context.Context) (library.Edit, error) { return e.RenameTag(ctx, from, to) })
				return tagError(err, a[0])
			})
		},
	}
	personFlag(cmd, &person)
	return cmd
}

func tagDeleteCommand() *cobra.Command {
	var person bool
	cmd := &cobra.Command{
		Use:   "delete TAG",
		Short: message.Text("command-tag-delete-short", nil),
		Args:  exactly(1),
		RunE: func(cmd *cobra.Command, a []string) error {
			return withEdits(cmd.Context(), func(e *service.Library) error {
				tag := library.Tag{Person: person, Name: a[0]}
				_, err := editByCommand(cmd.Context(), cmd.ErrOrStderr(), message.Text("tags-removing-photos", nil), service.RemoveTagLabel(tag), service.PartOfRemoval(tag),
					func(ctx context.Context) (library.Edit, error) {
						undo, err := e.Store.RemoveTag(ctx, tag)
						if err == nil && undo.Empty() {
							err = library.ErrNotFound
						}
						return undo, err
					})
				return tagError(err, a[0])
			})
		},
	}
	personFlag(cmd, &person)
	return cmd
}

// tagError adds the list that shows the known names.
func tagError(err error, name string) error {
	if errors.Is(err, library.ErrNotFound) {
		return problem.Usage("cli-tag-unknown", notice.Params{"Tag": problem.Quotable(name, 200)})
	}
	return err
}
