package embedded

import (
	"fmt"
	"io"

	"descry/library/container"
)

// maxBlock bounds the bytes of one block. A larger block is no honest metadata.
const maxBlock = 16 << 20

func newSource(r io.ReadSeeker) (container.Source, error) {
	size, err := r.Seek(0, io.SeekEnd)
	if err != nil {
		return container.Source{}, fmt.Errorf("find size of file: %w", err)
	}
	at, ok := r.(io.ReaderAt)
	if !ok {
		at = seekReader{r}
	}
	return container.File(at, size), nil
}

// seekReader makes a ReaderAt of a plain ReadSeeker.
type seekReader struct{ io.ReadSeeker }

// ReadAt implements io.ReaderAt. ReadAt moves the position of the underlying reader.
func (s seekReader) ReadAt(p []byte, off int64) (int, error) {
	if _, err := s.Seek(off, io.SeekStart); err != nil {
		return 0, err
	}
	return io.ReadFull(s, p)
}

// wholeChunk is an error for a box or chunk that is cut off by the end of the file.
func wholeChunk(c container.Chunk) error {
	if !c.Whole {
		return fmt.Errorf("%q breaks off after %d bytes", c.Kind, c.Body.Size())
	}
	return nil
}

// wholeBox is wholeChunk for what may be no box at all.
func wholeBox(b container.Chunk, err error) error {
	if err != nil {
		return err
	}
	return wholeChunk(b)
}

// block returns all bytes of a part of a file.
func block(s container.Source) ([]byte, error) {
	if s.Size() > maxBlock {
		return nil, fmt.Errorf("block of %d bytes is too large", s.Size())
	}
	return s.All()
}

// blockAt returns n bytes at off.
func blockAt(s container.Source, off, n int64) ([]byte, error) {
	part, err := s.Part(off, n)
	if err != nil {
		return nil, err
	}
	return block(part)
}
