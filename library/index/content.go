package index

import (
	"bytes"
	"context"
	"encoding/hex"
	"io"
	"os"

	"github.com/zeebo/blake3"

	"descry/internal/leave"
	"descry/library"
	"descry/library/media"
)

// MaxLargeFileSize is the largest file, in bytes, of a format that is read row by row: as much
// as a TIFF that is no BigTIFF can have.
const MaxLargeFileSize = media.MaxLargeFileBytes

// Content is what a file holds. A file of up to MaxFileSize lies in memory. A larger file,
// which media decodes row by row, stays open and is read as needed. Mapping the file into
// memory would be simpler, but a file that is cut short meanwhile, or a server that goes away,
// would end the process.
type Content struct {
	data []byte
	file *os.File
	size int64
}

// OpenPhoto opens a photo for decoding, if path is a regular file of a photo's size. Errors
// are in the user's words, without the path.
func OpenPhoto(path string) (*Content, error) {
	info, err := statPhoto(path)
	if err != nil {
		return nil, plainError(err)
	}
	c, err := openContent(path, info.Size())
	if err == nil && c.size > MaxFileSize && c.file == nil { // the file has grown
		err = errTooLarge
	}
	return c, plainError(err)
}

// openContent reads a file into memory, or opens a larger file.
func openContent(path string, size int64) (*Content, error) {
	if size <= MaxFileSize {
		data, err := readFile(path, size)
		return &Content{data: data, size: int64(len(data))}, err
	}
	f, info, err := openRegular(path)
	if err != nil {
		return nil, err
	}
	head := make([]byte, media.HeadBytes)
	n, err := f.ReadAt(head, 0)
	if err == nil || err == io.EOF {
		err = nil
		if !media.ReadsLarge(head[:n]) {
			err = errTooLarge
		}
	}
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	return &Content{file: f, size: info.Size()}, nil
}

// Close closes the file of a content that doesn't lie in memory.
func (c *Content) Close() error {
	if c.file == nil {
		return nil
	}
	return c.file.Close()
}

// Size is the bytes of the file.
func (c *Content) Size() int64 { return c.size }

// Probe reads the header as [media.Probe] does. Probe of a content that isn't in memory
// returns the zero Config.
func (c *Content) Probe() (media.Config, error) {
	if c.file != nil {
		return media.Config{}, nil
	}
	return media.Probe(c.data)
}

// Decode decodes the photo.
func (c *Content) Decode(ctx context.Context, opts media.Options) (*media.Image, error) {
	if c.file == nil {
		return media.Decode(ctx, c.data, opts)
	}
	return media.DecodeAt(ctx, leavingReader{ctx, c.file}, c.size, opts)
}

// hash is the content's identity.
func (c *Content) hash(ctx context.Context) (library.Hash, error) {
	if c.file == nil {
		sum := blake3.Sum256(c.data)
		return library.Hash(hex.EncodeToString(sum[:])), nil
	}
	h := blake3.New()
	if _, err := io.CopyBuffer(h, io.NewSectionReader(leavingReader{ctx, c.file}, 0, c.size), make([]byte, 1<<20)); err != nil {
		return "", err
	}
	return library.Hash(hex.EncodeToString(h.Sum(nil))), nil
}

// reader reads the content from its start.
func (c *Content) reader(ctx context.Context) io.ReadSeeker {
	if c.file == nil {
		return bytes.NewReader(c.data)
	}
	return io.NewSectionReader(leavingReader{ctx, c.file}, 0, c.size)
}

// head is the content, or the start of one that doesn't lie in memory.
func (c *Content) head(ctx context.Context) ([]byte, error) {
	if c.file == nil {
		return c.data, nil
	}
	return io.ReadAll(io.NewSectionReader(leavingReader{ctx, c.file}, 0, headBytes))
}

// leavingReader leaves a read behind that doesn't return when ctx ends.
type leavingReader struct {
	ctx  context.Context
	file *os.File
}

func (r leavingReader) ReadAt(p []byte, at int64) (int, error) {
	b, err := leave.Behind(r.ctx, func() ([]byte, error) {
		b := make([]byte, len(p)) // p may be used again by then
		n, err := r.file.ReadAt(b, at)
		return b[:n], err
	})
	return copy(p, b), err
}
