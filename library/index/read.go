package index

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"time"

	"github.com/zeebo/blake3"

	"descry/library"
	"descry/library/media"
	"descry/library/metadata"
	"descry/library/thumbnail"
)

// errUnstable says that a file is still being written or vanished while it was
// read: it stays pending.
var errUnstable = errors.New("the file is still changing")

// item is one file on its way through the pipeline.
type item struct {
	result library.IndexedPhoto
	input  []float32 // encoder input; nil when there is nothing to encode
}

// read turns a pending file into an item: everything up to the encoder's input.
// Failures are results, not errors; an error ends the run.
func (r *run) read(ctx context.Context, f library.PendingFile) (item, error) {
	it := item{result: library.IndexedPhoto{File: f}}
	weight := r.weigh(f.Size)
	if err := r.files.Acquire(ctx, weight); err != nil {
		return it, err
	}
	defer r.files.Release(weight)
	data, err := r.load(f)
	switch {
	case errors.Is(err, errUnstable):
		it.result.Retry = true
		return it, nil
	case err != nil:
		it.fail(err)
		return it, nil
	}
	if err := r.describe(ctx, &it, data); err != nil {
		if ctx.Err() != nil {
			return it, ctx.Err()
		}
		var fatal *fatalError
		if errors.As(err, &fatal) {
			return it, fatal.err
		}
		it.fail(err)
	}
	return it, nil
}

// fail records why a file is not indexed.
func (it *item) fail(err error) {
	it.result.Err, it.input = err, nil
	if neverAPhoto(it.result.File.Path, err) {
		it.result.Err, it.result.Other = nil, true
	}
}

// fatalError marks an error of the program's own ground (catalogue, disk), which
// must not be blamed on the photo.
type fatalError struct{ err error }

func (e *fatalError) Error() string { return e.err.Error() }

// weigh turns bytes into a share of the budget: whatever is larger than all of it
// waits until it is alone. Package media bounds what the decoding itself takes.
func (r *run) weigh(size int64) int64 {
	return min(max(size, 1<<20), r.o.MemoryBudget)
}

// load reads the whole file if it is a regular one whose stamp is the
// catalogue's and stays so while it is read.
func (r *run) load(f library.PendingFile) ([]byte, error) {
	info, err := statPhoto(f.Path)
	if err != nil {
		return nil, fileError(err)
	}
	if !r.settled(info) || info.Size() != f.Size || info.ModTime().UnixNano() != f.ModTimeNS {
		return nil, errUnstable
	}
	data, err := readFile(f.Path, info.Size())
	if err != nil {
		return nil, fileError(err)
	}
	after, err := os.Stat(f.Path)
	if err != nil {
		return nil, fileError(err)
	}
	if int64(len(data)) != f.Size || after.Size() != f.Size || !after.ModTime().Equal(info.ModTime()) {
		return nil, errUnstable
	}
	return data, nil
}

// settled reports that the file was last written long enough ago. A time in the
// future is a wrong clock, not a file being written.
func (r *run) settled(info fs.FileInfo) bool {
	age := r.o.Now().Sub(info.ModTime())
	return age < -time.Minute || age >= r.o.StableFor
}

// describe fills the result from the file's bytes, and the encoder's input unless
// the catalogue has a vector for them already.
func (r *run) describe(ctx context.Context, it *item, data []byte) error {
	sum := blake3.Sum256(data)
	photo := &it.result.Photo
	photo.Hash = library.Hash(hex.EncodeToString(sum[:]))
	id, done, err := r.o.Store.PhotoByHash(ctx, photo.Hash, r.o.Encoder.Model())
	if err != nil {
		return &fatalError{err}
	}
	if photo.ID = id; done && r.o.Thumbnails.Has(string(photo.Hash)) {
		return nil
	}
	img, err := media.Decode(ctx, data, media.Options{MinSide: r.o.Encoder.MinSide()})
	if err != nil {
		return err
	}
	photo.Format, photo.Bytes = string(img.Format), int64(len(data))
	photo.Width, photo.Height = img.Width, img.Height
	colour := thumbnail.DominantColour(img.Pix)
	photo.Colour = uint32(colour.R)<<16 | uint32(colour.G)<<8 | uint32(colour.B)
	r.readMetadata(photo, it.result.File.Path, data)
	if err := r.o.Thumbnails.Put(string(photo.Hash), img.Pix); err != nil {
		return &fatalError{err}
	}
	if done {
		return nil
	}
	it.input, err = r.o.Encoder.Prepare(img.Pix)
	return err
}

// readMetadata adds what the file and its sidecar say. Broken metadata is no
// reason to refuse a photo: what could be read counts.
func (r *run) readMetadata(p *library.Photo, path string, data []byte) {
	m, err := metadata.Read(bytes.NewReader(data))
	if err != nil {
		r.o.Log.Debug("metadata", "path", path, "err", err)
	}
	mergeSidecar(&m, path, r.o.Log)
	fillMetadata(p, m)
}
