package thumbnail_test

import (
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"testing"
	"time"

	"descry/library/thumbnail"
)

func TestLargeThumbnails(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, 0)
	const id = "00ff17"
	if _, err := s.DecodeLarge(id); !errors.Is(err, thumbnail.ErrNotFound) || s.HasLarge(id) {
		t.Fatalf("before PutLarge: %v", err)
	}
	if err := s.PutLarge(id, photo(2000, 1500)); err != nil {
		t.Fatal(err)
	}
	if s.Has(id) {
		t.Error("the larger one counts as the small one")
	}
	if err := s.Put(id, photo(2000, 1500)); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		decode func(string) (image.Image, error)
		want   image.Rectangle
	}{{s.Decode, image.Rect(0, 0, 256, 192)}, {s.DecodeLarge, image.Rect(0, 0, 1024, 768)}} {
		if m, err := tt.decode(id); err != nil || m.Bounds() != tt.want {
			t.Errorf("%v, want %v, %v", m.Bounds(), tt.want, err)
		}
	}
	if small, large, bytes := s.Usage(t.Context()); small != 1 || large != 1 || bytes != onDisk(t, dir) {
		t.Errorf("%d small, %d large, %d bytes", small, large, bytes)
	}
	if err := s.Delete(id); err != nil || s.Has(id) || s.HasLarge(id) || onDisk(t, dir) != 0 {
		t.Errorf("deleted: %v, %d bytes left", err, onDisk(t, dir))
	}
}

func TestLargeThumbnailsAreNotBlownUp(t *testing.T) {
	s := open(t, t.TempDir(), 0)
	if err := s.PutLarge("abcd", photo(500, 375)); err != nil {
		t.Fatal(err)
	}
	if m, err := s.DecodeLarge("abcd"); err != nil || m.Bounds() != image.Rect(0, 0, 500, 375) {
		t.Errorf("%v, %v", m.Bounds(), err)
	}
}

// TestDamagedLargeThumbnail costs the larger one, so that it is made anew, and not the
// small one.
func TestDamagedLargeThumbnail(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, 0)
	path := filepath.Join(dir, "ab", "abcd@1024.jpg")
	for _, damage := range []func([]byte) []byte{
		func(data []byte) []byte { return data[:len(data)/2] },
		func(data []byte) []byte { return append([]byte{0xff, 0xd8}, 0xff, 0xd9) },
	} {
		if err := errors.Join(s.Put("abcd", photo(300, 300)), s.PutLarge("abcd", photo(1300, 1300))); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, damage(data), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := s.DecodeLarge("abcd"); !errors.Is(err, thumbnail.ErrNotFound) || s.HasLarge("abcd") {
			t.Errorf("damaged: %v", err)
		}
		if !s.Has("abcd") {
			t.Error("the small one is gone, too")
		}
	}
}

// TestLargeThumbnailsGoFirst exceeds the budget with larger ones that were used later
// than all small ones.
func TestLargeThumbnailsGoFirst(t *testing.T) {
	const budget = 1_200_000
	dir := t.TempDir()
	s := open(t, dir, budget)
	long := time.Now().Add(-1000 * time.Hour)
	for i := range 20 {
		id := fmt.Sprintf("%02x-%d", i, i)
		if err := s.Put(id, photo(256, 256)); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(filepath.Join(dir, id[:2], id+".jpg"), long, long); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 20 {
		id := fmt.Sprintf("%02x-%d", i, i)
		if err := s.PutLarge(id, photo(1024, 1024)); err != nil {
			t.Fatal(err)
		}
		used := long.Add(time.Duration(100+i) * time.Hour)
		_ = os.Chtimes(filepath.Join(dir, id[:2], id+"@1024.jpg"), used, used) // may be evicted already
	}
	waitFor(t, "the budget", func() bool { return s.Size() <= budget && onDisk(t, dir) <= budget })
	small, large, _ := s.Usage(t.Context())
	if small != 20 || large == 0 || large == 20 {
		t.Errorf("%d small and %d large ones are left", small, large)
	}
	if s.HasLarge("00-0") || !s.HasLarge("13-19") {
		t.Error("of the larger ones, the last used went first")
	}
}
