package thumbnail

import (
	"errors"
	"fmt"
	"image"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"descry/internal/atomicfile"
)

func TestFailedWrite(t *testing.T) {
	for _, c := range []struct{ cause, want error }{
		{syscall.ENOSPC, atomicfile.ErrFull},
		{syscall.EDQUOT, atomicfile.ErrFull},
		{syscall.EROFS, atomicfile.ErrReadOnly},
		{syscall.EACCES, atomicfile.ErrReadOnly},
	} {
		dir := t.TempDir()
		s, err := Open(dir, 0)
		if err != nil {
			t.Fatal(err)
		}
		m := image.NewNRGBA(image.Rect(0, 0, 20, 20))
		if err := s.Put("abc", m); err != nil {
			t.Fatal(err)
		}
		before, _ := s.Get("abc")
		s.put = func(path string, _ []byte) error { return &fs.PathError{Op: "write", Path: path, Err: c.cause} }
		if err := s.Put("abc", image.NewNRGBA(image.Rect(0, 0, 30, 30))); !errors.Is(err, c.want) || !errors.Is(err, c.cause) {
			t.Errorf("%v: Put says %v", c.cause, err)
		}
		if after, err := s.Get("abc"); err != nil || string(after) != string(before) {
			t.Errorf("%v: the old thumbnail changed: %v", c.cause, err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestSweepOrder removes by time of use, which Get renews, and cleans up after
// crashes.
func TestSweepOrder(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(dir, 1<<40)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil { // the test sweeps itself
		t.Fatal(err)
	}
	start := time.Now()
	m := image.NewNRGBA(image.Rect(0, 0, 64, 64))
	for i := range 10 {
		id := fmt.Sprintf("id%d", i)
		if err := s.Put(id, m); err != nil {
			t.Fatal(err)
		}
		at := start.Add(time.Duration(i-100) * time.Hour)
		if err := os.Chtimes(filepath.Join(dir, "id", id+extension), at, at); err != nil {
			t.Fatal(err)
		}
	}
	abandoned := filepath.Join(dir, "id", ".descry-tmp-1")
	if err := os.WriteFile(abandoned, []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Get("id0"); err != nil { // the oldest is used again
		t.Fatal(err)
	}
	s.now = func() time.Time { return start.Add(2 * time.Hour) }
	s.budget = s.Size() - 1
	s.sweep(t.Context())
	if s.Size() > s.budget {
		t.Errorf("%d bytes left of a budget of %d", s.Size(), s.budget)
	}
	if !s.Has("id0") || s.Has("id1") || !s.Has("id9") {
		t.Errorf("wrong order: %v %v %v", s.Has("id0"), s.Has("id1"), s.Has("id9"))
	}
	if _, err := os.Stat(abandoned); !os.IsNotExist(err) {
		t.Error("the abandoned temporary file is still there")
	}
}
