package service

import (
	"context"
	"slices"

	"descry/app/history"
	"descry/library"
	"descry/library/spelling"
)

// Tagging returns the annotations of some photos.
func (b *Session) Tagging(ctx context.Context, photos []library.PhotoID) (Tagging, error) {
	return b.e.Tagging(ctx, photos)
}

// Tagging returns the tags of photos with how many have each, and the caption if all photos
// have the same.
func (e *Library) Tagging(ctx context.Context, photos []library.PhotoID) (Tagging, error) {
	shares, err := e.Store.TagShares(ctx, photos)
	if err != nil {
		return Tagging{}, err
	}
	t := Tagging{Tags: shares, Own: true}
	captions, err := e.Store.CaptionsOf(ctx, photos)
	if err != nil {
		return Tagging{}, err
	}
	t.Photos = len(captions)
	for i, c := range captions {
		t.Own = t.Own && c.Own
		if i == 0 {
			t.Caption = c.Text
		}
		t.Mixed = t.Mixed || c.Text != t.Caption
	}
	if t.Mixed {
		t.Caption = ""
	}
	return t, nil
}

// TagPhotos adds and removes tags of photos.
func (b *Session) TagPhotos(ctx context.Context, photos []library.PhotoID, add, remove []library.Tag) (Change, error) {
	label := func(photos int) history.Label { return TagLabel(photos, add, remove) }
	return b.editMany(ctx, label(len(photos)), label, func(ctx context.Context) (library.Edit, error) {
		return b.e.Store.TagPhotos(ctx, photos, add, remove)
	})
}

// SetCaption writes a caption for photos. nil goes back to the file's own caption.
func (b *Session) SetCaption(ctx context.Context, photos []library.PhotoID, text *string) (Change, error) {
	label := func(photos int) history.Label { return captionLabel(photos, text) }
	return b.editMany(ctx, label(len(photos)), label, func(ctx context.Context) (library.Edit, error) {
		return b.e.Store.ApplyEdit(ctx, CaptionEdit(photos, text))
	})
}

// CaptionEdit is the edit that gives photos a caption. nil goes back to the file's own
// caption.
func CaptionEdit(photos []library.PhotoID, text *string) (edit library.Edit) {
	for _, id := range photos {
		edit.Captions = append(edit.Captions, library.CaptionEdit{Photo: id, Text: text})
	}
	return edit
}

// RenameTag renames a tag and the tags below it. A rename to the name of another tag merges
// the two.
func (b *Session) RenameTag(ctx context.Context, from, to library.Tag) (Change, error) {
	merges, err := b.e.Known(ctx, to)
	if err != nil {
		return Change{}, err
	}
	merges = merges && !SameTag(from, to)
	return b.editMany(ctx, RenameLabel(from, to, merges), PartOfRename(from, to, merges), func(ctx context.Context) (library.Edit, error) { return b.e.RenameTag(ctx, from, to) })
}

// Known reports that a photo has a tag, however it is spelled.
func (e *Library) Known(ctx context.Context, tag library.Tag) (bool, error) {
	list, err := e.Store.Tags(ctx)
	return slices.ContainsFunc(list, func(t library.TagCount) bool { return SameTag(t.Tag, tag) }), err
}

// SameTag reports that two tags differ in case at most.
func SameTag(a, b library.Tag) bool {
	return a.Person == b.Person && spelling.Fold(a.Name) == spelling.Fold(b.Name)
}

// RemoveTag takes a tag, and the tags below it, from all photos.
func (b *Session) RemoveTag(ctx context.Context, tag library.Tag) (Change, error) {
	return b.editMany(ctx, RemoveTagLabel(tag), PartOfRemoval(tag), func(ctx context.Context) (library.Edit, error) { return b.e.Store.RemoveTag(ctx, tag) })
}

// Import takes over tags from the files that were chosen, as a step that can be undone.
func (b *Session) Import(ctx context.Context, offers []library.ImportOffer) (Change, error) {
	return b.editMany(ctx, ImportLabel(offers), PartOfImport(offers), func(ctx context.Context) (library.Edit, error) { return b.e.Store.Import(ctx, offers) })
}

// tagsChanged sends events that tags, people or captions have changed. Named concepts and
// suggestions follow from them.
func (b *Session) tagsChanged() { b.Events.Send(TagsChanged, LearnChanged) }
