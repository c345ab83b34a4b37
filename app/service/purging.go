package service

import (
	"context"
	"time"

	"descry/app/notice"
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
		e.Log.Info("vectors and thumbnails of photos without a file removed", "photos", gone.photos, "kept", gone.kept)
	}
	return gone
}

// clause tells, as one of several, what was removed and what is kept.
func (p purged) clause() notice.Notice {
	return p.told("purged", "purged-annotated", "purged-partly-annotated")
}

// sentence is clause by itself.
func (p purged) sentence() notice.Notice {
	return p.told("purged-sentence", "purged-annotated-sentence", "purged-partly-annotated-sentence")
}

// told tells of photos of none of which, of all of which, or of some of which something was
// said.
func (p purged) told(none, all, some notice.Kind) notice.Notice {
	about := notice.Params{"Days": int(library.Retention / (24 * time.Hour))}
	switch p.kept {
	case 0:
		return notice.Counted(none, p.photos, about)
	case p.photos:
		return notice.Counted(all, p.photos, about)
	}
	about["Annotated"] = p.kept
	return notice.Counted(some, p.photos, about)
}
