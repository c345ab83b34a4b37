package index

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"time"

	"descry/internal/leave"
	"descry/library"
	"descry/library/media"
)

// item is one file on the way through the pipeline.
type item struct {
	result library.IndexedPhoto
	input  []float32 // encoder input; nil when there is nothing to encode
	done   bool      // the encoder has met the photo meanwhile, in another file
}

// read turns a pending file into an item: everything up to the encoder's input. A failure of
// the file is a result. An error ends the run.
func (r *run) read(ctx context.Context, f library.PendingFile) (item, error) {
	switch r.kind {
	case rereading:
		return r.renew(ctx, f)
	case describing:
		return r.describeAnew(ctx, f)
	case everything, filling:
	}
	it := item{result: library.IndexedPhoto{File: f}}
	if done, err := r.met(ctx, f); done || err != nil {
		it.done = done
		return it, err
	}
	err := r.readWhole(ctx, &it, func(c *Content) error { return r.describe(ctx, &it, c) })
	return it, err
}

// readWhole reads a file's bytes once the memory for files has room for them, and calls
// understand with the bytes. Where either fails, so does the item.
func (r *run) readWhole(ctx context.Context, it *item, understand func(c *Content) error) error {
	weight := r.weigh(it.result.File.Size)
	if err := r.files.Acquire(ctx, weight); err != nil {
		return err
	}
	defer r.files.Release(weight)
	c, err := leave.Behind(ctx, func() (*Content, error) { return r.load(it.result.File) })
	if ctx.Err() != nil {
		return ctx.Err() // a file that is opened after all is closed when its Content is collected
	}
	if err == nil {
		err = understand(c)
		_ = c.Close()
	}
	if err == nil && c.file != nil { // the file stayed open and was read until now
		err = unchanged(it.result.File)
	}
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var fatal *fatalError
	if errors.As(err, &fatal) {
		return fatal.err
	}
	it.fail(err)
	return nil
}

// met reports that a file that was read before, for another encoder, need not be read again: a
// copy of the file went through.
func (r *run) met(ctx context.Context, f library.PendingFile) (done bool, err error) {
	if f.Photo == 0 {
		return false, nil
	}
	_, done, err = r.o.Store.PhotoByHash(ctx, f.Hash, r.enc.Model())
	return done, err
}

// fail records why a file is not indexed. A known content was read well before: the photo
// stays, and only this encoder goes without the photo.
func (it *item) fail(err error) {
	it.input = nil
	r := &it.result
	why := causeOf(err)
	r.Temporary = why == ofSystem
	if r.Temporary && r.Photo.ID == 0 && r.File.Photo != 0 { // the content need not be another one now
		r.Photo.ID, r.Photo.Hash = r.File.Photo, r.File.Hash
	}
	err = media.Unread(r.File.Path, plainError(err))
	switch {
	case why == ofMoment:
		r.Retry = true
	case r.Photo.ID != 0:
		r.Refused = err
	case neverAPhoto(r.File.Path, err):
		r.Other, r.Decoding = true, media.Version
	default:
		r.Err, r.Decoding = err, media.Version
	}
	if r.Temporary {
		r.Decoding = 0
	}
}

// fatalError marks an error of the catalogue or of the disk that holds the catalogue, for
// which the photo must not be blamed.
type fatalError struct{ err error }

func (e *fatalError) Error() string { return e.err.Error() }

// weigh turns bytes into a share of the budget. A file larger than the whole budget waits
// until no other file is held. Package media bounds what the decoding takes.
func (r *run) weigh(size int64) int64 {
	if size > MaxFileSize {
		size = 0 // read row by row, not held in memory
	}
	return min(max(size, 1<<20), r.o.MemoryBudget)
}

// load reads the whole file if the file is a regular one whose stamp is the catalogue's and
// stays so during the read. A file too large for the memory is opened.
func (r *run) load(f library.PendingFile) (*Content, error) {
	info, err := statPhoto(f.Path)
	if err != nil {
		return nil, err
	}
	if !r.settled(info) || info.Size() != f.Size || info.ModTime().UnixNano() != f.ModTimeNS {
		return nil, errUnstable
	}
	if err := checkHead(f.Path); err != nil {
		return nil, err
	}
	c, err := openContent(f.Path, info.Size())
	if err != nil {
		return nil, err
	}
	err = unchanged(f)
	if err == nil && c.size != f.Size {
		err = errShort
	}
	if err != nil {
		_ = c.Close()
		return nil, err
	}
	return c, nil
}

// unchanged is nil if a file that was read is still the one of the catalogue.
func unchanged(f library.PendingFile) error {
	info, err := os.Stat(f.Path)
	if err == nil && (info.Size() != f.Size || info.ModTime().UnixNano() != f.ModTimeNS) {
		err = errUnstable
	}
	return err
}

// settled reports that the file was last written long enough ago. A time in the
// future is a wrong clock, not a file being written.
func (r *run) settled(info fs.FileInfo) bool {
	age := r.o.Now().Sub(info.ModTime())
	return age < -time.Minute || age >= r.o.StableFor
}
