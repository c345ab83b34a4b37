package service

import (
	"context"
	"time"

	"descry/app/notice"
	"descry/library"
)

// purged counts photos that have had no file for library.Retention.
type purged struct {
	photos int // photos that lost vectors and thumbnails
	kept   int // those of the photos with annotations, which are all kept
}

// purge removes vectors and thumbnails of photos that have had no file for library.Retention.
// Their annotations stay.
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

// removeThumbnails removes the thumbnails of a photo that the catalogue has forgotten.
func (e *Library) removeThumbnails(photo library.Hash) {
	if e.thumbs == nil {
		return
	}
	if err := e.thumbs.Delete(string(photo)); err != nil { // the disk budget removes the thumbnail one day
		e.Log.Warn("thumbnail not removed", "photo", photo, "err", err)
	}
}

// purgeDue is purge for the process that indexes. purgeDue logs the result. A failure is
// logged, too, and is no reason not to index.
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

// clause tells what was removed and what is kept, as a clause among others.
func (p purged) clause() notice.Notice {
	return p.told("purged", "purged-annotated", "purged-partly-annotated")
}

// sentence tells the same as clause, as a sentence.
func (p purged) sentence() notice.Notice {
	return p.told("purged-sentence", "purged-annotated-sentence", "purged-partly-annotated-sentence")
}

// told chooses the kind by whether no photo, all photos or some photos have annotations.
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
