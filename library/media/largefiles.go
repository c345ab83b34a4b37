package media

import (
	"context"
	"io"
	"sync/atomic"

	"descry/internal/filesize"
)

// largeReaders parse the header of formats whose pixels are read row by row, so that the file
// need not lie in memory.
var largeReaders = map[Format]func(r io.ReaderAt, size int64) (*header, error){
	PNG:  readPNGAt,
	TIFF: readTIFFAt,
	PSD:  readPSDAt,
}

// ReadsLarge says whether DecodeAt reads files beyond MaxFileBytes that begin with head, of
// HeadBytes.
func ReadsLarge(head []byte) bool {
	f, err := sniff(head)
	return err == nil && largeReaders[f] != nil
}

// DecodeAt is Decode for a file of size bytes that does not lie in memory. Beyond MaxFileBytes
// DecodeAt reads PNG, TIFF and Photoshop files up to MaxLargeFileBytes. An error of r is
// returned.
func DecodeAt(ctx context.Context, r io.ReaderAt, size int64, opts Options) (*Image, error) {
	if size <= MaxFileBytes {
		data := make([]byte, size)
		if _, err := r.ReadAt(data, 0); err != nil && err != io.EOF {
			return nil, err
		}
		return Decode(ctx, data, opts)
	}
	if size > MaxLargeFileBytes {
		return nil, fail(ErrTooLarge, "the file is larger than "+filesize.Format(MaxLargeFileBytes))
	}
	head := make([]byte, HeadBytes)
	if _, err := r.ReadAt(head, 0); err != nil {
		return nil, err
	}
	f, err := sniff(head)
	if err != nil {
		return nil, err
	}
	read, ok := largeReaders[f]
	if !ok {
		return nil, fail(ErrTooLarge, "the file is larger than "+filesize.Format(MaxFileBytes))
	}
	watched := &watchedReader{r: r}
	h, err := finishHeader(f, true, func() (*header, error) { return read(watched, size) })
	var img *Image
	if err == nil {
		img, err = decodeHeader(ctx, nil, h, opts)
	}
	if failed := watched.failed.Load(); failed != nil && ctx.Err() == nil {
		return nil, *failed
	}
	return img, err
}

// watchedReader keeps the first error of a file's reader, which is no damage of the photo.
type watchedReader struct {
	r      io.ReaderAt
	failed atomic.Pointer[error]
}

func (w *watchedReader) ReadAt(p []byte, at int64) (int, error) {
	n, err := w.r.ReadAt(p, at)
	if err != nil && err != io.EOF {
		w.failed.CompareAndSwap(nil, &err)
	}
	return n, err
}
