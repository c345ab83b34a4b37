package container

import (
	"errors"
	"fmt"
	"io"
)

const (
	windowSize = 16 << 10 // the read-ahead: covers the small headers between blocks
	maxBlock   = 16 << 20 // bytes of one block; larger ones are no honest metadata
)

// source reads pieces of a file at absolute offsets through one small window, so
// that walking from header to header costs few reads. Not for concurrent use.
type source struct {
	r      io.ReaderAt
	size   int64
	window []byte
	start  int64 // offset of the window in the file
}

func newSource(r io.ReadSeeker) (*source, error) {
	size, err := r.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, fmt.Errorf("find size of file: %w", err)
	}
	at, ok := r.(io.ReaderAt)
	if !ok {
		at = seekReader{r}
	}
	return &source{r: at, size: size}, nil
}

// seekReader makes a ReaderAt of a plain ReadSeeker.
type seekReader struct{ io.ReadSeeker }

// ReadAt implements io.ReaderAt; it moves the position of the reader under it.
func (s seekReader) ReadAt(p []byte, off int64) (int, error) {
	if _, err := s.Seek(off, io.SeekStart); err != nil {
		return 0, err
	}
	return io.ReadFull(s, p)
}

// peek returns n bytes at off, n at most windowSize, valid until the next call.
func (s *source) peek(off int64, n int) ([]byte, error) {
	if err := s.check(off, int64(n)); err != nil {
		return nil, err
	}
	if off < s.start || off+int64(n) > s.start+int64(len(s.window)) {
		if err := s.fill(off); err != nil {
			return nil, err
		}
		if off+int64(n) > s.start+int64(len(s.window)) {
			return nil, io.ErrUnexpectedEOF // the file shrank
		}
	}
	at := off - s.start
	return s.window[at : at+int64(n)], nil
}

func (s *source) check(off, n int64) error {
	if off < 0 || n < 0 || off > s.size || n > s.size-off {
		return fmt.Errorf("%d bytes at %d lie outside the file of %d", n, off, s.size)
	}
	return nil
}

func (s *source) fill(off int64) error {
	if cap(s.window) == 0 {
		s.window = make([]byte, min(windowSize, s.size))
	}
	w := s.window[:min(int64(cap(s.window)), s.size-off)]
	n, err := s.r.ReadAt(w, off)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		s.window = s.window[:0]
		return fmt.Errorf("read file: %w", err)
	}
	s.window, s.start = w[:n], off
	return nil
}

// block returns a copy of n bytes at off.
func (s *source) block(off, n int64) ([]byte, error) {
	if err := s.check(off, n); err != nil {
		return nil, err
	}
	if n > maxBlock {
		return nil, fmt.Errorf("block of %d bytes is too large", n)
	}
	b := make([]byte, n)
	_, err := s.ReadAt(b, off)
	return b, err
}

// ReadAt implements io.ReaderAt: small reads come from the window.
func (s *source) ReadAt(p []byte, off int64) (int, error) {
	if len(p) <= windowSize/4 {
		b, err := s.peek(off, len(p))
		return copy(p, b), err
	}
	if err := s.check(off, int64(len(p))); err != nil {
		return 0, err
	}
	n, err := s.r.ReadAt(p, off)
	if n == len(p) {
		return n, nil
	}
	return n, fmt.Errorf("read file: %w", err)
}
