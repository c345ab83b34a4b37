// Package container takes photo files apart: the boxes of ISO media files, the directories of
// TIFF, the chunks of RIFF and PNG, the segments of JPEG, the blocks of GIF. The readers of
// pixels and of metadata both use container, so that both see the same file within the same
// limits and take it for the same kind (KindOf). Package container does not interpret the
// content of a part.
//
// A part that is cut off by the end of the file is handed out as far as it goes, and says so.
// ErrStructure says that the bytes can be no structure of their kind, ErrOutside that an
// offset leads out of the file. Other errors are those of the reader.
package container

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

var (
	// ErrStructure means that bytes are no structure of the expected kind.
	ErrStructure = errors.New("the structure is damaged")
	// ErrOutside means that a part lies outside the file or the part around.
	ErrOutside = errors.New("it lies outside the file")
)

const (
	// Window is the most bytes that Peek returns, and that are read ahead.
	Window = 16 << 10
	// farWindow is what is read ahead after a jump. After a jump there is mostly one header,
	// and the next one is far away, as in a PNG whose pixels come in chunks of 8 KiB.
	farWindow = 512
	// near is the largest distance of headers for which reading on costs less than jumping.
	near = 4 << 10
)

// Source is the bytes of a file or of a part of one. The bytes lie in memory, or are read on
// demand through a window that all parts of a file share. A source that is not in memory is
// for one goroutine at a time. The zero Source is empty.
type Source struct {
	data       []byte // of the part, where the file lies in memory
	file       *file  // else
	base, size int64  // of the part in the file
}

// file is a file that does not lie in memory.
type file struct {
	r      io.ReaderAt
	size   int64
	window []byte
	start  int64 // of the window
	asked  int64 // end of what was peeked at last
	err    error
}

// Memory is a file that lies in memory. The parts of a Memory are parts of data.
func Memory(data []byte) Source { return Source{data: data, size: int64(len(data))} }

// File is a file of size bytes that is read from r. An r that is a Source of that size is
// returned itself.
func File(r io.ReaderAt, size int64) Source {
	if s, ok := r.(Source); ok && s.size == size {
		return s
	}
	size = max(size, 0)
	return Source{file: &file{r: r, size: size}, size: size}
}

// Size is how many bytes there are.
func (s Source) Size() int64 { return s.size }

// Offset is where in the file the part begins.
func (s Source) Offset() int64 { return s.base }

// InMemory says whether Bytes returns parts of memory and copies nothing.
func (s Source) InMemory() bool { return s.file == nil }

// Err is the first error of the reader of a file, nil as long as all could be read.
func (s Source) Err() error {
	if s.file == nil {
		return nil
	}
	return s.file.err
}

// Part is n bytes at off as a source of their own.
func (s Source) Part(off, n int64) (Source, error) {
	if err := s.check(off, n); err != nil {
		return Source{}, err
	}
	return s.part(off, n), nil
}

// part is Part of what is known to lie in the source.
func (s Source) part(off, n int64) Source {
	p := Source{file: s.file, base: s.base + off, size: n}
	if s.file == nil {
		p.data = s.data[off : off+n : off+n]
	}
	return p
}

func (s Source) check(off, n int64) error {
	if off < 0 || n < 0 || off > s.size || n > s.size-off {
		return fmt.Errorf("%w: %d bytes at %d of %d", ErrOutside, n, off, s.size)
	}
	return nil
}

// Peek returns n bytes at off, n at most Window. The bytes are valid until the next call of
// any method on a source of the file.
func (s Source) Peek(off int64, n int) ([]byte, error) {
	if err := s.check(off, int64(n)); err != nil {
		return nil, err
	}
	if s.file == nil {
		return s.data[off : off+int64(n) : off+int64(n)], nil
	}
	return s.file.peek(s.base+off, n)
}

// upTo is Peek for as many of n bytes as there are.
func (s Source) upTo(off int64, n int) ([]byte, error) {
	return s.Peek(off, int(max(min(int64(n), s.size-off), 0)))
}

// Bytes returns n bytes at off, a part of memory or else a copy. Callers bound n.
func (s Source) Bytes(off, n int64) ([]byte, error) {
	if err := s.check(off, n); err != nil {
		return nil, err
	}
	if s.file == nil {
		return s.data[off : off+n : off+n], nil
	}
	b := make([]byte, n)
	_, err := s.ReadAt(b, off)
	return b, err
}

// All returns all bytes, as Bytes does.
func (s Source) All() ([]byte, error) { return s.Bytes(0, s.size) }

// ReadAt implements io.ReaderAt. Reading behind the end is an io.EOF, and an
// io.ErrUnexpectedEOF where the file has become shorter.
func (s Source) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 || off > s.size {
		return 0, fmt.Errorf("%w: offset %d of %d", ErrOutside, off, s.size)
	}
	wanted := len(p)
	p = p[:min(int64(len(p)), s.size-off)]
	var n int
	var err error
	if s.file == nil {
		n = copy(p, s.data[off:])
	} else {
		n, err = s.file.readAt(p, s.base+off)
	}
	if err == nil && n < wanted {
		err = io.EOF
	}
	return n, err
}

// index finds the first byte c at or after off within limit bytes.
func (s Source) index(off, limit int64, c byte) (at int64, err error) {
	if off < 0 || off >= s.size {
		return 0, ErrOutside
	}
	end := off + min(limit, s.size-off)
	if s.file == nil {
		if i := bytes.IndexByte(s.data[off:end], c); i >= 0 {
			return off + int64(i), nil
		}
		return 0, ErrOutside
	}
	for off < end {
		b, err := s.file.ahead(s.base + off)
		if err != nil {
			return 0, err
		}
		b = b[:min(int64(len(b)), end-off)]
		if i := bytes.IndexByte(b, c); i >= 0 {
			return off + int64(i), nil
		}
		off += int64(len(b))
	}
	return 0, ErrOutside
}

// peek returns n bytes at off. Callers make sure that the bytes lie in the file.
func (f *file) peek(off int64, n int) ([]byte, error) {
	if !f.has(off, n) {
		if err := f.fill(off, n); err != nil {
			return nil, err
		}
		if !f.has(off, n) {
			return nil, fmt.Errorf("%w: the file ends at %d", ErrOutside, f.start+int64(len(f.window)))
		}
	}
	f.asked = off + int64(n)
	at := off - f.start
	return f.window[at : at+int64(n) : at+int64(n)], nil
}

// ahead returns what is at hand at off, at least a byte.
func (f *file) ahead(off int64) ([]byte, error) {
	if _, err := f.peek(off, 1); err != nil {
		return nil, err
	}
	b := f.window[off-f.start:]
	f.asked = off + int64(len(b))
	return b, nil
}

// has says whether n bytes at off are in the window.
func (f *file) has(off int64, n int) bool {
	return off >= f.start && off+int64(n) <= f.start+int64(len(f.window))
}

// fill reads ahead from off on, at least n bytes.
func (f *file) fill(off int64, n int) error {
	if n > Window {
		return fmt.Errorf("%w: %d bytes at once", ErrStructure, n)
	}
	if f.window == nil {
		f.window = make([]byte, 0, min(Window, f.size))
	}
	size := int64(cap(f.window))
	if off < f.asked || off > f.asked+near {
		size = min(size, int64(max(n, farWindow)))
	}
	w := f.window[:min(size, f.size-off)]
	got, err := f.r.ReadAt(w, off)
	f.window, f.start = w[:max(got, 0)], off
	return f.failed(err)
}

// readAt reads a part of the file: a small part through the window, a large one past the
// window.
func (f *file) readAt(p []byte, off int64) (int, error) {
	if len(p) <= near || f.has(off, len(p)) {
		b, err := f.peek(off, len(p))
		if errors.Is(err, ErrOutside) {
			return copy(p, f.window[off-f.start:]), io.ErrUnexpectedEOF
		}
		return copy(p, b), err
	}
	n, err := f.r.ReadAt(p, off)
	if n == len(p) {
		return n, nil
	}
	if failed := f.failed(err); failed != nil {
		return n, failed
	}
	return n, io.ErrUnexpectedEOF // the file has become shorter
}

// failed keeps the first error of the reader. The end of the file is no such error.
func (f *file) failed(err error) error {
	if err == nil || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil
	}
	if f.err == nil {
		f.err = err
	}
	return fmt.Errorf("read file: %w", err)
}
