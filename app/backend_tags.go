package app

import (
	"context"
	"slices"

	"descry/app/history"
	"descry/app/service"
	"descry/library"
	"descry/library/spelling"
)

// Tags implements ui.TagBackend.
func (b *backend) Tags(ctx context.Context) ([]library.TagCount, error) {
	list, err := b.e.store.Tags(ctx)
	return list, owned(err)
}

// Tagging implements ui.TagBackend.
func (b *backend) Tagging(ctx context.Context, photos []library.PhotoID) (service.Tagging, error) {
	t, err := b.e.tagging(ctx, photos)
	return t, owned(err)
}

func (e *engine) tagging(ctx context.Context, photos []library.PhotoID) (service.Tagging, error) {
	shares, err := e.store.TagShares(ctx, photos)
	if err != nil {
		return service.Tagging{}, err
	}
	t := service.Tagging{Tags: shares, Own: true}
	captions, err := e.store.CaptionsOf(ctx, photos)
	if err != nil {
		return service.Tagging{}, err
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

// TagPhotos implements ui.TagBackend.
func (b *backend) TagPhotos(ctx context.Context, photos []library.PhotoID, add, remove []library.Tag) (service.Change, error) {
	label := func(photos int) history.Label { return tagLabel(photos, add, remove) }
	return b.editMany(ctx, label(len(photos)), label, func(ctx context.Context) (library.Edit, error) {
		return b.e.store.TagPhotos(ctx, photos, add, remove)
	})
}

// SetCaption implements ui.TagBackend.
func (b *backend) SetCaption(ctx context.Context, photos []library.PhotoID, text *string) (service.Change, error) {
	label := func(photos int) history.Label { return captionLabel(photos, text) }
	return b.editMany(ctx, label(len(photos)), label, func(ctx context.Context) (library.Edit, error) {
		return b.e.store.ApplyEdit(ctx, captionEdit(photos, text))
	})
}

func captionEdit(photos []library.PhotoID, text *string) (edit library.Edit) {
	for _, id := range photos {
		edit.Captions = append(edit.Captions, library.CaptionEdit{Photo: id, Text: text})
	}
	return edit
}

// RenameTag implements ui.TagBackend.
func (b *backend) RenameTag(ctx context.Context, from, to library.Tag) (service.Change, error) {
	merges, err := b.e.known(ctx, to)
	if err != nil {
		return service.Change{}, owned(err)
	}
	label := renameLabel(from, to, merges && !sameTag(from, to))
	return b.editMany(ctx, label, partOfRename(label, from), func(ctx context.Context) (library.Edit, error) { return b.e.renameTag(ctx, from, to) })
}

// known reports that a photo has a tag, however it is spelled.
func (e *engine) known(ctx context.Context, tag library.Tag) (bool, error) {
	list, err := e.store.Tags(ctx)
	return slices.ContainsFunc(list, func(t library.TagCount) bool { return sameTag(t.Tag, tag) }), err
}

func sameTag(a, b library.Tag) bool {
	return a.Person == b.Person && spelling.Fold(a.Name) == spelling.Fold(b.Name)
}

// RemoveTag implements ui.TagBackend.
func (b *backend) RemoveTag(ctx context.Context, tag library.Tag) (service.Change, error) {
	return b.editMany(ctx, removeTagLabel(tag, "all photos"), partOfRemoval(tag), func(ctx context.Context) (library.Edit, error) { return b.e.store.RemoveTag(ctx, tag) })
}

// ImportOffers implements ui.TagBackend.
func (b *backend) ImportOffers(ctx context.Context) ([]library.ImportOffer, error) {
	list, err := b.e.store.ImportOffers(ctx)
	return list, owned(err)
}

// Import implements ui.TagBackend.
func (b *backend) Import(ctx context.Context, offers []library.ImportOffer) (service.Change, error) {
	return b.editMany(ctx, importLabel(offers), partOfImport(offers), func(ctx context.Context) (library.Edit, error) { return b.e.store.Import(ctx, offers) })
}

// tagsChanged tells that tags, people or captions are others now. Named things and
// what is suggested follow from them.
func (b *backend) tagsChanged() { b.events.send(service.TagsChanged, service.LearnChanged) }

func photosWord(n int) string { return count(n, "photo", "photos") }
