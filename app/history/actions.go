package history

import (
	"context"
	"errors"

	"descry/library"
)

// Annotations is the part of the catalogue that keeps annotations.
type Annotations interface {
	ApplyEdit(ctx context.Context, edit library.Edit) (undo library.Edit, err error)
}

// Editing is a change of tags, captions or named things. do makes the change and returns the
// edit that takes the change back.
func Editing(store Annotations, do func(ctx context.Context) (undo library.Edit, err error)) Action {
	return func(ctx context.Context) (Done, error) {
		undo, err := do(ctx)
		if undo.Empty() {
			return Done{}, err
		}
		return Done{Inverse: applying(store, pack(undo))}, err
	}
}

// applying writes an edit that takes another back. A large edit is written in steps. Where the
// steps are stopped, those already written are taken back, so that the edit can be tried
// again.
func applying(store Annotations, kept packed) Action {
	return func(ctx context.Context) (Done, error) {
		edit, err := kept.edit()
		if err != nil {
			return Done{}, err
		}
		undo, err := store.ApplyEdit(ctx, edit)
		if err != nil {
			if !undo.Empty() {
				_, back := store.ApplyEdit(context.WithoutCancel(ctx), undo)
				err = errors.Join(err, back)
			}
			return Done{}, err
		}
		d := Done{Left: edit.Photos() - undo.Photos()}
		if !undo.Empty() {
			d.Inverse = applying(store, pack(undo))
		}
		return d, nil
	}
}

// Answers is the part of the catalogue that remembers feedback.
type Answers interface {
	EditFeedback(ctx context.Context, description string, edits []library.FeedbackEdit) (undo []library.FeedbackEdit, err error)
}

// Judging records how well photos answer a description.
func Judging(store Answers, description string, edits []library.FeedbackEdit) Action {
	// The feedback is packed as an edit of one tag, which takes little memory. The name of
	// that tag doesn't matter.
	var kept library.Edit
	for _, f := range edits {
		kept.Tags = append(kept.Tags, library.TagEdit{Photo: f.Photo, Label: f.Label, Guarded: f.Guarded, Now: f.Now})
	}
	return judging(store, description, pack(kept))
}

func judging(store Answers, description string, kept packed) Action {
	return func(ctx context.Context) (Done, error) {
		edit, err := kept.edit()
		if err != nil {
			return Done{}, err
		}
		said := make([]library.FeedbackEdit, len(edit.Tags))
		for i, t := range edit.Tags {
			said[i] = library.FeedbackEdit{Photo: t.Photo, Label: t.Label, Guarded: t.Guarded, Now: t.Now}
		}
		undo, err := store.EditFeedback(ctx, description, said)
		if err != nil || len(undo) == 0 {
			return Done{}, err
		}
		return Done{Inverse: Judging(store, description, undo), Left: len(said) - len(undo)}, nil
	}
}

// Suggestions is the part of the catalogue that keeps what heads find.
type Suggestions interface {
	RejectSuggestions(ctx context.Context, tag library.Tag, photos []library.PhotoID) error
	WithdrawRejections(ctx context.Context, tag library.Tag, photos []library.PhotoID) error
}

// Rejecting leaves photos out of a tag's suggestions until a head is trained anew.
func Rejecting(store Suggestions, tag library.Tag, photos []library.PhotoID) Action {
	var kept library.Edit
	for _, id := range photos {
		kept.Tags = append(kept.Tags, library.TagEdit{Photo: id})
	}
	return rejecting(store, tag, pack(kept), true)
}

func rejecting(store Suggestions, tag library.Tag, kept packed, reject bool) Action {
	return func(ctx context.Context) (Done, error) {
		edit, err := kept.edit()
		if err != nil {
			return Done{}, err
		}
		photos := make([]library.PhotoID, len(edit.Tags))
		for i, t := range edit.Tags {
			photos[i] = t.Photo
		}
		if reject {
			err = store.RejectSuggestions(ctx, tag, photos)
		} else {
			err = store.WithdrawRejections(ctx, tag, photos)
		}
		if err != nil {
			return Done{}, err
		}
		return Done{Inverse: rejecting(store, tag, kept, !reject)}, nil
	}
}

// Searches is the part of the catalogue that keeps searches.
type Searches interface {
	SavedSearches(ctx context.Context) ([]library.SavedSearch, error)
	SaveSearch(ctx context.Context, s library.SavedSearch) (library.SavedSearchID, error)
	SwapSearch(ctx context.Context, now, then library.SavedSearch) error
}

// Saving adds a search. A search with an ID replaces the one with that ID.
func Saving(store Searches, s library.SavedSearch) Action {
	return func(ctx context.Context) (Done, error) {
		before, err := searchByID(ctx, store, s.ID)
		if err != nil {
			return Done{}, err
		}
		id, err := store.SaveSearch(ctx, s)
		if err != nil {
			return Done{}, err
		}
		after, err := searchByID(ctx, store, id) // as the catalogue writes it
		if err != nil || after == before {
			return Done{}, err
		}
		return Done{Inverse: swapping(store, after, before)}, nil
	}
}

// Deleting deletes a search. A search that is gone already is no error.
func Deleting(store Searches, id library.SavedSearchID) Action {
	return func(ctx context.Context) (Done, error) {
		before, err := searchByID(ctx, store, id)
		if err != nil || before.ID == 0 {
			return Done{}, err
		}
		return swapping(store, before, library.SavedSearch{})(ctx)
	}
}

func swapping(store Searches, now, then library.SavedSearch) Action {
	return func(ctx context.Context) (Done, error) {
		if err := store.SwapSearch(ctx, now, then); err != nil {
			return Done{}, err
		}
		return Done{Inverse: swapping(store, then, now)}, nil
	}
}

// searchByID is the zero search when there is none.
func searchByID(ctx context.Context, store Searches, id library.SavedSearchID) (library.SavedSearch, error) {
	list, err := store.SavedSearches(ctx)
	for _, s := range list {
		if s.ID == id {
			return s, nil
		}
	}
	return library.SavedSearch{}, err
}

// Folders is the part of the catalogue that keeps folders.
type Folders interface {
	SetFolderAside(ctx context.Context, id library.FolderID) error
	RestoreFolder(ctx context.Context, id library.FolderID) error
}

// Removing takes folders out of the library. Undone, the folders are as they were, and nothing
// has to be indexed again.
func Removing(store Folders, ids ...library.FolderID) Action { return moving(store, ids, true) }

// Adding adds folders. do adds them and returns those that are new.
func Adding(store Folders, do func(ctx context.Context) ([]library.FolderID, error)) Action {
	return func(ctx context.Context) (Done, error) {
		ids, err := do(ctx)
		if err != nil || len(ids) == 0 {
			return Done{}, err
		}
		return Done{Inverse: Removing(store, ids...)}, nil
	}
}

// moving stops at the first folder that can't be moved. The folders before it stay moved and
// are what can be undone.
func moving(store Folders, ids []library.FolderID, away bool) Action {
	return func(ctx context.Context) (Done, error) {
		var moved []library.FolderID
		var err error
		for _, id := range ids {
			if away {
				err = store.SetFolderAside(ctx, id)
			} else {
				err = store.RestoreFolder(ctx, id)
			}
			if err != nil {
				break
			}
			moved = append(moved, id)
		}
		if len(moved) == 0 {
			return Done{}, err
		}
		return Done{Inverse: moving(store, moved, !away)}, nil
	}
}

// Exclusions keep what the library leaves out.
type Exclusions interface {
	// SetExcluded leaves out what a pattern names, or lets it in again, and reports whether
	// that was otherwise before.
	SetExcluded(ctx context.Context, pattern string, out bool) (changed bool, err error)
}

// Excluding leaves out what a pattern names, or lets it in again.
func Excluding(store Exclusions, pattern string, out bool) Action {
	return func(ctx context.Context) (Done, error) {
		changed, err := store.SetExcluded(ctx, pattern, out)
		if err != nil || !changed {
			return Done{}, err
		}
		return Done{Inverse: Excluding(store, pattern, !out)}, nil
	}
}

// Problems is the part of the catalogue that keeps which failed files are ignored.
type Problems interface {
	IgnoreFailed(ctx context.Context, ignored bool, ids ...library.FileID) (changed []library.FailedFile, err error)
	IgnoreUnchanged(ctx context.Context, ignored bool, files []library.FailedFile) (changed []library.FailedFile, err error)
}

// Ignoring has failed files ignored, or no longer ignored. An undo leaves alone the files that
// were so before.
func Ignoring(store Problems, ignored bool, ids []library.FileID) Action {
	return func(ctx context.Context) (Done, error) {
		changed, err := store.IgnoreFailed(ctx, ignored, ids...)
		if err != nil || len(changed) == 0 {
			return Done{}, err
		}
		return Done{Inverse: ignoring(store, !ignored, deflate(changed))}, nil
	}
}

// ignoring leaves alone a file that has changed since, even if the changed file can't be read
// either.
func ignoring(store Problems, ignored bool, kept packed) Action {
	return func(ctx context.Context) (Done, error) {
		var files []library.FailedFile
		if err := kept.inflate(&files); err != nil {
			return Done{}, err
		}
		changed, err := store.IgnoreUnchanged(ctx, ignored, files)
		if err != nil {
			return Done{}, err
		}
		d := Done{LeftFiles: len(files) - len(changed)}
		if len(changed) > 0 {
			d.Inverse = ignoring(store, !ignored, deflate(changed))
		}
		return d, nil
	}
}
