package index

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"descry/internal/leave"
	"descry/library"
	"descry/library/media"
	"descry/library/metadata"
)

// What files say of a photo is read anew, without decoding and encoding it, where a sidecar has
// come, gone or changed, where the user asks for it, and once after an update that reads more.

// candidate says whether a scan looks at a file: one that may be a photo, or say something of
// one.
func candidate(name string) bool { return media.IsCandidate(name) || metadata.SaysOfPhotos(name) }

// describeDue runs the pipeline over the photos of which what files say is to be read anew.
// goOn reports whether something may have become pending meanwhile.
func (x *Indexer) describeDue(ctx context.Context) (goOn bool) {
	woken, err := x.describeAll(ctx)
	switch {
	case errors.Is(err, context.Canceled):
		x.Wake() // the pass may have taken the wake of those who stopped the pass
		return false
	case err != nil:
		x.o.Log.Error("metadata is not read anew", "err", err)
		time.AfterFunc(fillRetryAfter, x.Wake)
		return false
	}
	return woken
}

// Undescribed counts the photos of which what files say is still to be read anew.
func Undescribed(ctx context.Context, store interface {
	CountOutdatedMetadata(ctx context.Context, version int) (photos int, err error)
}) (photos int, err error) {
	return store.CountOutdatedMetadata(ctx, metadata.Version)
}

func (x *Indexer) describeAll(ctx context.Context) (woken bool, err error) {
	if n, err := x.o.Store.CountOutdatedMetadata(ctx, metadata.Version); n == 0 || err != nil {
		return false, err
	}
	return x.goThrough(ctx, describing)
}

// describeAnew reads what the files of a photo say, and what is said outside of each of them.
func (r *run) describeAnew(ctx context.Context, f library.PendingFile) (item, error) {
	it := item{result: library.IndexedPhoto{File: f}}
	known, err := r.o.Store.Photo(ctx, f.Photo)
	if errors.Is(err, library.ErrNotFound) {
		it.done = true // forgotten meanwhile
		return it, nil
	}
	if err != nil {
		return it, err
	}
	it.result.Photo.ID, it.result.Photo.Hash = f.Photo, f.Hash
	m, err := leave.Behind(ctx, func() (metadata.Metadata, error) { return r.readSaid(f) })
	it.result.Sidecars = map[library.FileID]int64{}
	var says metadata.External
	for _, file := range known.Files {
		if err != nil {
			break
		}
		if !file.Online {
			continue
		}
		var o outside
		if o, err = r.outsideOf(ctx, file.Path); err == nil {
			it.result.Sidecars[file.ID] = o.hash
			says = says.Join(o.says)
		} else if file.ID != f.ID && ctx.Err() == nil {
			err = nil // the copy can't be looked at now; a scan will find what is beside it
		}
	}
	if ctx.Err() != nil {
		return it, ctx.Err()
	}
	if err != nil {
		it.result.Sidecars = nil
		it.fail(err)
		return it, nil
	}
	m.Complete(says)
	p := library.Photo{ID: f.Photo, Hash: f.Hash}
	fillMetadata(&p, m)
	it.result.Metadata = metadata.Version
	if !sameSaid(p, known) {
		it.result.Photo, it.result.Reread = p, true
		if f.Metadata >= 0 {
			r.changes.add(known, p)
		}
	}
	return it, nil
}

// readSaid reads what a file itself says, if the file is still the one of the catalogue.
func (r *run) readSaid(f library.PendingFile) (metadata.Metadata, error) {
	if err := unchanged(f); err != nil {
		return metadata.Metadata{}, err
	}
	file, _, err := openRegular(f.Path)
	if err != nil {
		return metadata.Metadata{}, err
	}
	defer file.Close()
	m, err := metadata.Read(file)
	if err != nil {
		r.o.Log.Debug("metadata", "path", f.Path, "err", err)
	}
	if unreadSidecar(err) {
		return m, err
	}
	return m, unchanged(f)
}

// sameSaid reports that files say the same of a photo as is known.
func sameSaid(a, b library.Photo) bool { return saidOf(a) == saidOf(b) }

// said is what files say of a photo, to be compared. The date stands as its nanoseconds: equal
// times may be written in more than one way.
type said struct {
	captured       library.CaptureTime // without Local
	local          int64
	camera         library.Camera
	located        bool
	position       library.Position
	rating         int
	title, caption string
	words          string // keywords and people
}

func saidOf(p library.Photo) said {
	s := said{
		captured: p.Captured, local: p.Captured.Local.UnixNano(), camera: p.Camera, rating: p.Rating,
		title: p.Title, caption: p.Caption,
		words: strings.Join(slices.Concat(p.Keywords, []string{"\x00"}, p.People), "\x00"),
	}
	s.captured.Local = time.Time{}
	if p.GPS != nil {
		s.located, s.position = true, *p.GPS
	}
	return s
}
