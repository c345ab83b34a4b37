package container_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"descry/library/container"
)

// both are the same bytes in memory and in a file that is read in pieces.
func both(data []byte) map[string]container.Source {
	return map[string]container.Source{
		"memory": container.Memory(data),
		"file":   container.File(plain{bytes.NewReader(data)}, int64(len(data))),
	}
}

// plain is nothing but an io.ReaderAt.
type plain struct{ io.ReaderAt }

// counting counts what is read of a file.
type counting struct {
	io.ReaderAt
	calls, bytes int
}

func (c *counting) ReadAt(p []byte, off int64) (int, error) {
	c.calls++
	c.bytes += len(p)
	return c.ReaderAt.ReadAt(p, off)
}

func TestSource(t *testing.T) {
	data := make([]byte, 100_000)
	for i := range data {
		data[i] = byte(i * 31 >> 3)
	}
	for name, s := range both(data) {
		part, err := s.Part(1000, 90_000)
		if err != nil || part.Size() != 90_000 || part.Offset() != 1000 {
			t.Fatalf("%s: part of %d at %d, %v", name, part.Size(), part.Offset(), err)
		}
		inner, err := part.Part(50, 100)
		if all, err2 := inner.All(); err != nil || err2 != nil || !bytes.Equal(all, data[1050:1150]) {
			t.Errorf("%s: part of a part: %v %v", name, err, err2)
		}
		for _, off := range []int64{0, 5, 16_000, 40_000, 39_990, 89_990, 3} {
			for _, n := range []int{0, 1, 10, container.Window} {
				want := data[1000+off:]
				got, err := part.Peek(off, n)
				if off+int64(n) > part.Size() {
					if !errors.Is(err, container.ErrOutside) {
						t.Errorf("%s: peek of %d at %d: %v", name, n, off, err)
					}
					continue
				}
				if err != nil || !bytes.Equal(got, want[:n]) {
					t.Errorf("%s: peek of %d at %d: %v", name, n, off, err)
				}
				if got, err := part.Bytes(off, int64(n)); err != nil || !bytes.Equal(got, want[:n]) {
					t.Errorf("%s: %d bytes at %d: %v", name, n, off, err)
				}
			}
		}
		if got, err := io.ReadAll(io.NewSectionReader(part, 10, 1<<40)); err != nil || !bytes.Equal(got, data[1010:91_000]) {
			t.Errorf("%s: %d bytes read to the end, %v", name, len(got), err)
		}
		if again := container.File(part, part.Size()); again.Offset() != part.Offset() {
			t.Errorf("%s: a source was wrapped once more", name)
		}
	}
}

func TestSourceOutside(t *testing.T) {
	for name, s := range both([]byte("0123456789")) {
		for _, c := range [][2]int64{{-1, 1}, {0, -1}, {0, 11}, {10, 1}, {11, 0}, {1 << 62, 1 << 62}} {
			_, partErr := s.Part(c[0], c[1])
			_, bytesErr := s.Bytes(c[0], c[1])
			if !errors.Is(partErr, container.ErrOutside) || !errors.Is(bytesErr, container.ErrOutside) {
				t.Errorf("%s: %d bytes at %d: %v, %v", name, c[1], c[0], partErr, bytesErr)
			}
		}
		if _, err := s.ReadAt(make([]byte, 1), 11); !errors.Is(err, container.ErrOutside) {
			t.Errorf("%s: read outside: %v", name, err)
		}
	}
}

// TestSourceOfAFailingFile says that errors of the file and its end are kept apart.
func TestSourceOfAFailingFile(t *testing.T) {
	broken := errors.New("disk on fire")
	s := container.File(readerAt(func([]byte, int64) (int, error) { return 0, broken }), 100)
	if _, err := s.Peek(0, 1); !errors.Is(err, broken) || !errors.Is(s.Err(), broken) {
		t.Errorf("peek: %v, kept: %v", err, s.Err())
	}
	if _, err := s.Bytes(0, 50); !errors.Is(err, broken) {
		t.Errorf("bytes: %v", err)
	}
	for b, err := range s.Boxes() {
		if !errors.Is(err, broken) {
			t.Errorf("box %+v: %v", b, err)
		}
	}
	shrunk := container.File(strings.NewReader("short"), 100)
	if _, err := shrunk.Peek(3, 5); !errors.Is(err, container.ErrOutside) || shrunk.Err() != nil {
		t.Errorf("peek in a file that has become shorter: %v, kept: %v", err, shrunk.Err())
	}
	if _, err := shrunk.Bytes(0, 100); !errors.Is(err, io.ErrUnexpectedEOF) || shrunk.Err() != nil {
		t.Errorf("bytes of a file that has become shorter: %v, kept: %v", err, shrunk.Err())
	}
}

type readerAt func(p []byte, off int64) (int, error)

func (f readerAt) ReadAt(p []byte, off int64) (int, error) { return f(p, off) }

// TestSourceReadsLittle says how much is read of a file for the headers in it.
func TestSourceReadsLittle(t *testing.T) {
	for name, c := range map[string]struct {
		distance     int64 // of headers
		calls, bytes int   // at most
	}{
		"close":  {100, 8, 120_000},
		"8 KiB":  {8 << 10, 1000, 1000 * 600},
		"64 KiB": {64 << 10, 1000, 1000 * 600},
	} {
		r := &counting{ReaderAt: readerAt(func(p []byte, off int64) (int, error) { return len(p), nil })}
		s := container.File(r, 1<<30)
		for i := range int64(1000) {
			if _, err := s.Peek(i*c.distance, 8); err != nil {
				t.Fatal(err)
			}
		}
		if r.calls > c.calls || r.bytes > c.bytes {
			t.Errorf("%s: %d reads of %d bytes together", name, r.calls, r.bytes)
		}
	}
}

func TestFields(t *testing.T) {
	f := container.Fields{Data: []byte("\x01\x02\x03\xff\xfe\x80\x00\x00\x00rest")}
	if f.Uint(1) != 1 || f.Uint(2) != 0x0203 || f.Uint(0) != 0 || f.Int(2) != -2 || f.Int(4) != -1<<31 {
		t.Error("numbers are wrong")
	}
	if string(f.Bytes(4)) != "rest" || f.Cut {
		t.Error("the rest is wrong")
	}
	if f.Uint(1) != 0 || !f.Cut || f.Bytes(0) != nil {
		t.Error("nothing is cut behind the end")
	}
	for _, n := range []int{-1, 9, 15} {
		wide := container.Fields{Data: make([]byte, 100)}
		if wide.Uint(n); !wide.Cut {
			t.Errorf("there is a number of %d bytes", n)
		}
	}
}
