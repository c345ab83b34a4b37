package index_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"descry/library"
	"descry/library/index"
)

// TestOwnFilesAreNoPhotos indexes a folder that holds the program's own: each
// thumbnail would become a photo with a thumbnail of its own, without end.
func TestOwnFilesAreNoPhotos(t *testing.T) {
	home := t.TempDir()
	f := newFixture(t, func(o *index.Options) { o.Own = []string{filepath.Join(home, "thumbnails")} })
	added, err := f.store.AddFolder(t.Context(), home)
	must(t, err)
	must(t, os.MkdirAll(filepath.Join(home, "thumbnails", "ab"), 0o755))
	writePhoto(t, filepath.Join(home, "thumbnails", "ab", "t.jpg"), 1)
	writePhoto(t, filepath.Join(home, "thumbnails.jpg"), 2)
	f.once()
	f.expect(library.Counts{Photos: 1, Files: 1, Indexed: 1})
	_, err = f.x.Sync(t.Context(), added, "thumbnails/ab/t.jpg")
	must(t, err)
	f.expect(library.Counts{Photos: 1, Files: 1, Indexed: 1})
}

func TestReasonsAreForTheUser(t *testing.T) {
	f := newFixture(t)
	must(t, os.Symlink("b.jpg", filepath.Join(f.photos, "a.jpg")))
	must(t, os.Symlink("a.jpg", filepath.Join(f.photos, "b.jpg")))
	must(t, os.Symlink("nowhere.jpg", filepath.Join(f.photos, "c.jpg")))
	f.once()
	problems, err := f.store.Problems(t.Context(), 10)
	must(t, err)
	reasons := map[string]string{}
	for _, p := range problems {
		reasons[filepath.Base(p.Path)] = p.Reason
	}
	want := map[string]string{"a.jpg": "the link leads in a circle", "b.jpg": "the link leads in a circle", "c.jpg": "the link leads nowhere"}
	for name, reason := range want {
		if reasons[name] != reason {
			t.Errorf("%s: %q, want %q", name, reasons[name], reason)
		}
	}
}

func TestReadPhotoRefusesWhatIsNoFile(t *testing.T) {
	dir := t.TempDir()
	big := filepath.Join(dir, "big.jpg")
	must(t, os.WriteFile(big, nil, 0o600))
	must(t, os.Truncate(big, index.MaxFileSize+1))
	for path, want := range map[string]string{
		dir: "not a regular file", os.DevNull: "not a regular file", big: "larger than", filepath.Join(dir, "absent.jpg"): "does not exist",
	} {
		_, err := index.ReadPhoto(path)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), dir) {
			t.Errorf("%s: %v, want %q without the path", path, err, want)
		}
	}
}

// TestAFileInAFoldersPlace replaces a folder between its scan and its reading: its
// photos are gone, not broken.
func TestAFileInAFoldersPlace(t *testing.T) {
	var replace func()
	f := newFixture(t, func(o *index.Options) {
		o.OnChange = func(c index.Change) {
			if c == index.FoldersChanged && replace != nil {
				replace()
				replace = nil
			}
		}
	})
	f.photo("sub.jpg/a.jpg", 1)
	f.photo("b.jpg", 2)
	sub := filepath.Join(f.photos, "sub.jpg")
	replace = func() {
		must(t, os.RemoveAll(sub))
		writePhoto(t, sub, 3)
	}
	f.once()
	f.expect(library.Counts{Photos: 1, Files: 1, Indexed: 1})
}
