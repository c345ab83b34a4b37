package service

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"golang.org/x/sync/singleflight"
)

func TestFolderNames(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"Pictures", "pics", "Photos", ".photos", "Music", "Fotos 2024"} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "Photo.jpg"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for link, to := range map[string]string{"Mail": "Music", "Movie": "Photo.jpg", "More": "nowhere"} {
		if err := os.Symlink(filepath.Join(dir, to), filepath.Join(dir, link)); err != nil {
			t.Skip(err) // not everybody may on Windows
		}
	}
	var n folderNames
	for start, want := range map[string][]string{
		"":   {"Fotos 2024", "Mail", "Music", "Photos", "pics", "Pictures"},
		"P":  {"Photos", "Pictures"},
		"p":  {"pics"},
		"PI": {"pics", "Pictures"},
		"mu": {"Music"},
		"M":  {"Mail", "Music"},
		".":  {".photos"},
		"no": nil,
	} {
		got, err := n.list(t.Context(), dir, start, 9)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: %q, %v; want %q", start, got, err, want)
		}
	}
	if got, _ := n.list(t.Context(), dir, "", 2); !slices.Equal(got, []string{"Fotos 2024", "Mail"}) {
		t.Errorf("of two: %q", got)
	}
	if _, err := n.list(t.Context(), filepath.Join(dir, "nowhere"), "", 9); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that isn't there: %v", err)
	}
}

// TestAFolderThatHangs: those who ask get away, and one reading is all that hangs.
func TestAFolderThatHangs(t *testing.T) {
	var group singleflight.Group
	hang, begun := make(chan struct{}), 0
	read := func() (int, error) {
		begun++
		<-hang
		return 7, nil
	}
	for range 3 {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := waitFor(ctx, &group, "/mnt/nas", read); !errors.Is(err, context.Canceled) {
			t.Fatalf("given up, it says %v", err)
		}
	}
	close(hang)
	if got, err := waitFor(t.Context(), &group, "/mnt/nas", read); err != nil || got != 7 || begun > 2 {
		t.Errorf("once it answers: %v, %v after %d readings", got, err, begun)
	}
}
