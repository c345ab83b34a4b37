package thumbnail_test

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"descry/library/thumbnail"
)

func open(t testing.TB, dir string, budget int64) *thumbnail.Store {
	t.Helper()
	s, err := thumbnail.Open(dir, budget)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestPutGet(t *testing.T) {
	s := open(t, t.TempDir(), 0)
	const id = "00ff17"
	if _, err := s.Get(id); !errors.Is(err, thumbnail.ErrNotFound) || s.Has(id) {
		t.Fatalf("before Put: %v", err)
	}
	if err := s.Put(id, photo(600, 400)); err != nil {
		t.Fatal(err)
	}
	m, err := s.Decode(id)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := m.(*image.YCbCr); !ok || m.Bounds() != image.Rect(0, 0, 256, 171) {
		t.Errorf("decoded %T %v", m, m.Bounds())
	}
	if !s.Has(id) {
		t.Error("Has is false after Put")
	}
	if err := s.Delete(id); err != nil || s.Has(id) {
		t.Errorf("Delete: %v", err)
	}
	if err := s.Delete(id); err != nil {
		t.Errorf("Delete of nothing: %v", err)
	}
}

func TestInvalidIDs(t *testing.T) {
	s := open(t, t.TempDir(), 0)
	for _, id := range []string{"", "a", "../../etc/passwd", "ab/cd", "ab.cd", "ab\x00", "äöü"} {
		if err := s.Put(id, photo(4, 4)); !errors.Is(err, thumbnail.ErrInvalidID) {
			t.Errorf("Put %q: %v", id, err)
		}
		if _, err := s.Get(id); !errors.Is(err, thumbnail.ErrInvalidID) || s.Has(id) {
			t.Errorf("Get %q: %v", id, err)
		}
	}
}

// TestCutOff finds thumbnails that a crash left incomplete.
func TestCutOff(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, 0)
	if err := s.Put("abcd", photo(300, 300)); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "ab", "abcd.jpg")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, cut := range [][]byte{{}, data[:len(data)/2], make([]byte, len(data))} {
		if err := os.WriteFile(path, cut, 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Get("abcd"); !errors.Is(err, thumbnail.ErrNotFound) {
			t.Errorf("cut to %d bytes: %v", len(cut), err)
		}
		if _, err := os.Stat(path); !os.IsNotExist(err) {
			t.Errorf("cut to %d bytes: still there", len(cut))
		}
	}
}

// TestBudget keeps the newest and stays below the budget.
func TestBudget(t *testing.T) {
	const budget = 200_000
	dir := t.TempDir()
	s := open(t, dir, budget)
	for i := range 100 {
		id := fmt.Sprintf("%02x-%d", i, i)
		if err := s.Put(id, photo(256, 256)); err != nil {
			t.Fatal(err)
		}
		used := time.Now().Add(time.Duration(i-1000) * time.Second)
		_ = os.Chtimes(filepath.Join(dir, id[:2], id+".jpg"), used, used) // may be evicted already
	}
	waitFor(t, "the budget", func() bool { return s.Size() <= budget && onDisk(t, dir) <= budget })
	if !s.Has("63-99") {
		t.Error("the newest thumbnail is gone")
	}
	if s.Has("00-0") {
		t.Error("the oldest thumbnail is still there")
	}
}

// TestCountsAtOpen knows the size of what was there before.
func TestCountsAtOpen(t *testing.T) {
	dir := t.TempDir()
	first := open(t, dir, 0)
	if err := first.Put("aabb", photo(200, 200)); err != nil {
		t.Fatal(err)
	}
	second := open(t, dir, 0)
	waitFor(t, "the count", func() bool { return second.Size() == onDisk(t, dir) && second.Size() > 0 })
}

func waitFor(t *testing.T, what string, done func() bool) {
	t.Helper()
	for range 500 {
		if done() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("waited in vain for %s", what)
}

func onDisk(t *testing.T, dir string) (total int64) {
	t.Helper()
	_ = filepath.Walk(dir, func(_ string, info os.FileInfo, err error) error {
		if err == nil && info.Mode().IsRegular() {
			total += info.Size()
		}
		return nil
	})
	return total
}

// TestConcurrent uses few ids from many goroutines: every reader gets nothing
// or a whole picture.
func TestConcurrent(t *testing.T) {
	s := open(t, t.TempDir(), 60_000)
	var wg sync.WaitGroup
	for g := range 8 {
		wg.Go(func() {
			m := photo(260+g, 200)
			for i := range 30 {
				id := fmt.Sprintf("%02d", (g+i)%10)
				if err := s.Put(id, m); err != nil {
					t.Errorf("Put: %v", err)
				}
				data, err := s.Get(id)
				if err != nil && !errors.Is(err, thumbnail.ErrNotFound) {
					t.Errorf("Get: %v", err)
				}
				if err == nil && !bytes.HasSuffix(data, []byte{0xff, 0xd9}) {
					t.Error("half a thumbnail")
				}
			}
		})
	}
	wg.Wait()
}

func TestOpenOnFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := thumbnail.Open(path, 0); err == nil {
		t.Error("opened a file as a folder")
	}
}
