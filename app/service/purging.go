package service

import (
	"context"
	"fmt"
	"time"

	"descry/app/message"
	"descry/library"
)

// purged tells what became of photos that had had no file for library.Retention.
type purged struct {
	photos int // that lost vectors and thumbnails
	kept   int // those of them of which the user said something: all of that is there
}

// purge removes vectors and thumbnails of photos that have had no file for longer than
// those are kept. What the user said of them stays.
func (e *Library) purge(ctx context.Context, now time.Time) (purged, error) {
	list, err := e.Store.Purge(ctx, now.Add(-library.Retention))
	var gone purged
	for _, p := range list {
		gone.photos++
		if p.Kept {
			gone.kept++
		}
		e.removeThumbnails(p.Hash)
	}
	return gone, err
}

// removeThumbnails removes the thumbnails of a photo that the catalogue has let go of.
func (e *Library) removeThumbnails(photo library.Hash) {
	if e.thumbs == nil {
		return
	}
	if err := e.thumbs.Delete(string(photo)); err != nil { // the disk budget takes it one day
		e.Log.Warn("thumbnail not removed", "photo", photo, "err", err)
	}
}

// purgeDue is purge for whoever indexes: it logs what was done, and that it failed is no
// reason not to index.
func (e *Library) purgeDue(ctx context.Context) purged {
	gone, err := e.purge(ctx, time.Now())
	if err != nil && ctx.Err() == nil {
		e.Log.Error("purge", "err", err)
	}
	if gone.photos > 0 {
		e.Log.Info(gone.sentence(), "photos", gone.photos, "kept", gone.kept)
	}
	return gone
}

// text says what was removed and what is kept.
func (p purged) text() string {
	days := int(library.Retention / (24 * time.Hour))
	text := fmt.Sprintf("vectors and thumbnails of %s without a file for %d days removed", message.Plural(p.photos, "photo", "photos"), days)
	them := ItOrThem(p.photos)
	switch p.kept {
	case 0:
		return text + "; nothing was said of " + them
	case p.photos:
		return text + "; what was said of " + them + " is kept"
	}
	return fmt.Sprintf("%s; what was said of %s of them is kept", text, message.FormatCount(p.kept))
}

// sentence is text as a line of its own.
func (p purged) sentence() string { return message.AsSentence(p.text()) }

// ItOrThem is how a sentence goes on about photos.
func ItOrThem(photos int) string {
	if photos == 1 {
		return "it"
	}
	return "them"
}
