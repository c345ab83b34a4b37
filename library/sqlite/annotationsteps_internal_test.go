package sqlite

import (
	"context"

	"descry/library"
)

// UserStep is a method by which the user says or does something.
type UserStep struct {
	Name string
	Run  func(ctx context.Context, s *Store) error
}

// UserSteps are all of them, to be taken one after the other in a catalogue of
// [OldCatalogue], which each changes. Between SetFolderAside and RestoreFolder the
// catalogue must not be closed.
func UserSteps() []UserStep {
	text, one, tag := "a boat", []library.PhotoID{1}, library.Tag{Name: "boats"}
	var folder library.Folder
	var search library.SavedSearch
	edit := func(_ library.Edit, err error) error { return err }
	return []UserStep{
		{"TagPhotos", func(ctx context.Context, s *Store) error {
			return edit(s.TagPhotos(ctx, one, []library.Tag{tag, {Person: true, Name: "Ana"}}, nil))
		}},
		{"ApplyEdit", func(ctx context.Context, s *Store) error {
			return edit(s.ApplyEdit(ctx, library.Edit{Captions: []library.CaptionEdit{{Photo: 1, Text: &text}},
				Named: []library.NamedEdit{{Tag: tag, Noun: &text}}, Spelled: []library.SpellEdit{{Tag: library.Tag{Name: "Boats"}}}}))
		}},
		{"RejectSuggestions", func(ctx context.Context, s *Store) error {
			return s.RejectSuggestions(ctx, tag, []library.PhotoID{2})
		}},
		{"WithdrawRejections", func(ctx context.Context, s *Store) error {
			return s.WithdrawRejections(ctx, tag, []library.PhotoID{2})
		}},
		{"RenameTag", func(ctx context.Context, s *Store) error {
			return edit(s.RenameTag(ctx, tag, library.Tag{Name: "ships"}))
		}},
		{"RemoveTag", func(ctx context.Context, s *Store) error {
			return edit(s.RemoveTag(ctx, library.Tag{Name: "ships"}))
		}},
		{"Import", func(ctx context.Context, s *Store) error {
			offers, err := s.ImportOffers(ctx)
			if err != nil {
				return err
			}
			return edit(s.Import(ctx, offers))
		}},
		{"SetFeedback", func(ctx context.Context, s *Store) error {
			return s.SetFeedback(ctx, "boats", one, library.Yes)
		}},
		{"SaveSearch", func(ctx context.Context, s *Store) (err error) {
			search = library.SavedSearch{Name: "Boats", Query: "boats"}
			search.ID, err = s.SaveSearch(ctx, search)
			return err
		}},
		{"SwapSearch", func(ctx context.Context, s *Store) error {
			then := search
			then.Query = "red boats"
			defer func() { search = then }()
			return s.SwapSearch(ctx, search, then)
		}},
		{"DeleteSearch", func(ctx context.Context, s *Store) error { return s.DeleteSearch(ctx, search.ID) }},
		{"AddFolder", func(ctx context.Context, s *Store) (err error) {
			folder, err = s.AddFolder(ctx, "/boats")
			return err
		}},
		{"SetFolderPaused", func(ctx context.Context, s *Store) error { return s.SetFolderPaused(ctx, folder.ID, true) }},
		{"SetFolderAside", func(ctx context.Context, s *Store) error { return s.SetFolderAside(ctx, folder.ID) }},
		{"RestoreFolder", func(ctx context.Context, s *Store) error { return s.RestoreFolder(ctx, folder.ID) }},
		{"RemoveFolder", func(ctx context.Context, s *Store) error { return s.RemoveFolder(ctx, folder.ID) }},
	}
}
