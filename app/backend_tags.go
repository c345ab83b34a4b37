package app

import (
	"context"
	"fmt"
	"strings"

	"descry/library"
	"descry/ui"
)

// Tags implements ui.TagBackend.
func (b *backend) Tags(ctx context.Context) ([]library.TagCount, error) {
	list, err := b.e.store.Tags(ctx)
	return list, owned(err)
}

// Tagging implements ui.TagBackend.
func (b *backend) Tagging(ctx context.Context, photos []library.PhotoID) (ui.Tagging, error) {
	t, err := b.e.tagging(ctx, photos)
	return t, owned(err)
}

func (e *engine) tagging(ctx context.Context, photos []library.PhotoID) (ui.Tagging, error) {
	shares, err := e.store.TagShares(ctx, photos)
	if err != nil {
		return ui.Tagging{}, err
	}
	t := ui.Tagging{Tags: shares, Own: true}
	captions, err := e.store.CaptionsOf(ctx, photos)
	if err != nil {
		return ui.Tagging{}, err
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
func (b *backend) TagPhotos(ctx context.Context, photos []library.PhotoID, add, remove []library.Tag) (ui.Change, error) {
	undo, err := b.e.store.TagPhotos(ctx, photos, add, remove)
	return b.changedTags(tagLabel(len(photos), add, remove), undo, err)
}

// SetCaption implements ui.TagBackend.
func (b *backend) SetCaption(ctx context.Context, photos []library.PhotoID, text *string) (ui.Change, error) {
	undo, err := b.e.store.ApplyEdit(ctx, captionEdit(photos, text))
	label := "Wrote the caption of "
	if text == nil || strings.TrimSpace(*text) == "" {
		label = "Removed the caption of "
	}
	return b.changedTags(label+photosWord(len(photos)), undo, err)
}

func captionEdit(photos []library.PhotoID, text *string) (edit library.Edit) {
	for _, id := range photos {
		edit.Captions = append(edit.Captions, library.CaptionEdit{Photo: id, Text: text})
	}
	return edit
}

// RenameTag implements ui.TagBackend.
func (b *backend) RenameTag(ctx context.Context, from, to library.Tag) (ui.Change, error) {
	undo, err := b.e.store.RenameTag(ctx, from, to)
	return b.changedTags(fmt.Sprintf("Renamed %s to %s", from.Name, to.Name), undo, err)
}

// RemoveTag implements ui.TagBackend.
func (b *backend) RemoveTag(ctx context.Context, tag library.Tag) (ui.Change, error) {
	undo, err := b.e.store.RemoveTag(ctx, tag)
	return b.changedTags("Removed "+tag.Name+" from all photos", undo, err)
}

// ImportOffers implements ui.TagBackend.
func (b *backend) ImportOffers(ctx context.Context) ([]library.ImportOffer, error) {
	list, err := b.e.store.ImportOffers(ctx)
	return list, owned(err)
}

// Import implements ui.TagBackend.
func (b *backend) Import(ctx context.Context, offers []library.ImportOffer) (ui.Change, error) {
	undo, err := b.e.store.Import(ctx, offers)
	return b.changedTags(importLabel(offers), undo, err)
}

// importLabel says what was imported: "Imported 12 tags and the captions".
func importLabel(offers []library.ImportOffer) string {
	var parts []string
	tags, captions := 0, false
	for _, o := range offers {
		if o.Source == library.OfferCaptions {
			captions = true
		} else {
			tags++
		}
	}
	if tags > 0 {
		parts = append(parts, count(tags, "tag", "tags"))
	}
	if captions {
		parts = append(parts, "the captions")
	}
	return "Imported " + strings.Join(parts, " and ")
}

// changedTags remembers a change and tells of it.
func (b *backend) changedTags(label string, undo library.Edit, err error) (ui.Change, error) {
	if err != nil {
		return ui.Change{}, owned(err)
	}
	if undo.Empty() {
		return ui.Change{}, nil
	}
	b.tagsChanged()
	return b.record(label, undo), nil
}

// record remembers a change for Undo.
func (b *backend) record(label string, undo library.Edit) ui.Change {
	return b.edits.record(label, undo)
}

// tagsChanged tells that tags, people or captions are others now. Named things and
// what is suggested follow from them.
func (b *backend) tagsChanged() { b.events.send(ui.TagsChanged, ui.LearnChanged) }

// tagLabel says what was done to how many photos.
func tagLabel(photos int, add, remove []library.Tag) string {
	switch {
	case len(remove) == 0:
		return fmt.Sprintf("Tagged %s: %s", photosWord(photos), tagList(add))
	case len(add) == 0:
		return fmt.Sprintf("Removed from %s: %s", photosWord(photos), tagList(remove))
	}
	return fmt.Sprintf("Tagged %s: %s; removed: %s", photosWord(photos), tagList(add), tagList(remove))
}

func tagList(tags []library.Tag) string {
	names := make([]string, len(tags))
	for i, t := range tags {
		names[i] = t.Name
	}
	return strings.Join(names, ", ")
}

func photosWord(n int) string { return count(n, "photo", "photos") }
