package service

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"descry/app/internal/apptest"
	"descry/app/message"
	"descry/library"
	"descry/library/sqlite"
)

func TestPurgedIsSaidInPlainWords(t *testing.T) {
	for want, p := range map[string]purged{
		"Vectors and thumbnails of 12 photos without a file for 30 days removed; what was said of 3 of them is kept.":    {12, 3},
		"Vectors and thumbnails of 1,200 photos without a file for 30 days removed; what was said of them is kept.":      {1200, 1200},
		"Vectors and thumbnails of 1 photo without a file for 30 days removed; what was said of it is kept.":             {1, 1},
		"Vectors and thumbnails of 1 photo without a file for 30 days removed; nothing was said of it.":                  {1, 0},
		"Vectors and thumbnails of 2 photos without a file for 30 days removed; nothing was said of them.":               {2, 0},
		"Vectors and thumbnails of 5,000 photos without a file for 30 days removed; what was said of 1 of them is kept.": {5000, 1},
	} {
		if got := message.OfNotice(p.sentence(), time.Now()); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// TestCommandsPurge has a tagged photo and another lose their files forty days ago: what
// indexes next, and doctor, remove vectors and thumbnails and keep the tag.
func TestCommandsPurge(t *testing.T) {
	apptest.WholeRunsOnly(t)
	for name, command := range map[string]string{"index": "index", "doctor": "doctor"} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for i, photo := range []string{"tagged.jpg", "other.jpg", "stays.jpg"} {
				finePattern(t, filepath.Join(dir, photo), 64+80*i, 64)
			}
			e := indexed(t, dir)

			if _, errs, code := runMain("tag", "add", "Bella", filepath.Join(dir, "tagged.jpg")); code != 0 {
				t.Fatal(errs)
			}
			var hashes []string
			data := map[string][]byte{}
			for _, photo := range []string{"tagged.jpg", "other.jpg"} {
				path := filepath.Join(dir, photo)
				id, err := e.photoNamed(t.Context(), path)
				if err != nil {
					t.Fatal(err)
				}
				p, err := e.Store.Photo(t.Context(), id)
				if err != nil || !e.thumbs.Has(string(p.Hash)) {
					t.Fatalf("%+v, %v", p, err)
				}
				hashes = append(hashes, string(p.Hash))
				if data[photo], err = os.ReadFile(path); err != nil {
					t.Fatal(err)
				}
				if err := os.Remove(path); err != nil {
					t.Fatal(err)
				}
			}
			loseLongAgo(t, e, hashes)
			out, errs, code := runMain(command)
			const want = "ectors and thumbnails of 2 photos without a file for 30 days removed; what was said of 1 of them is kept"
			if code != 0 || !strings.Contains(out+errs, want) {
				t.Errorf("exit %d: %s%s", code, out, errs)
			}
			for _, hash := range hashes {
				if e.thumbs.Has(hash) {
					t.Error("a thumbnail is left")
				}
			}
			log, err := os.ReadFile(e.Paths.Log)
			if command == "index" && (!strings.Contains(string(log), `photos without a file removed"`) || !strings.Contains(string(log), "photos=2 kept=1")) {
				t.Errorf("the log says %s, %v", log, err)
			}
			if out, errs, _ := runMain(command); strings.Contains(out+errs, "ectors and thumbnails of") {
				t.Errorf("said twice: %s%s", out, errs)
			}
			if err := os.WriteFile(filepath.Join(dir, "moved.jpg"), data["tagged.jpg"], 0o600); err != nil {
				t.Fatal(err)
			}
			if out, errs, code := runMain("index"); code != 0 || !strings.Contains(out, "2 photos indexed") {
				t.Fatalf("%s%s", out, errs)
			}
			if out, _, _ := runMain("search", "tag:Bella"); !strings.Contains(out, "moved.jpg") {
				t.Errorf("the tag finds %s", out)
			}
		})
	}
}

// loseLongAgo drops the files of photos as a scan of forty days ago would have.
func loseLongAgo(t *testing.T, e *Library, hashes []string) {
	t.Helper()
	then := func() time.Time { return time.Now().AddDate(0, 0, -40) }
	s, err := sqlite.Open(t.Context(), e.Paths.Catalogue, sqlite.Options{Now: then})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, hash := range hashes {
		id, err := s.PhotoByHashPrefix(t.Context(), hash)
		if err != nil {
			t.Fatal(err)
		}
		p, err := s.Photo(t.Context(), id)
		if err != nil || len(p.Files) != 1 {
			t.Fatalf("%+v, %v", p, err)
		}
		if err := s.ApplyScan(t.Context(), p.Files[0].Folder, library.ScanDelta{Gone: []library.FileID{p.Files[0].ID}}); err != nil {
			t.Fatal(err)
		}
	}
}

// runMain runs a command in this process.
func runMain(args ...string) (stdout, stderr string, code int) {
	var out, errs strings.Builder
	code = Program(args, strings.NewReader(""), &out, &errs)
	return out.String(), errs.String(), code
}

// A model's page counts what it knows of the photos there are, and not of those whose
// vectors wait for the purge.
func TestKnownPhotosHaveAFile(t *testing.T) {
	dir := t.TempDir()
	for i, name := range []string{"a.jpg", "b.jpg", "gone.jpg"} {
		finePattern(t, filepath.Join(dir, name), 64+80*i, 64)
	}
	e := indexed(t, dir)
	b := NewSession(e)
	for _, want := range []int{3, 2} {
		page, err := b.Models(t.Context())
		if err != nil || len(page.Models) == 0 {
			t.Fatal(page, err)
		}
		if m := page.Models[0]; m.Vectors != want || m.Photos != want || m.VectorBytes == 0 {
			t.Errorf("knows %d of %d photos in %d bytes, want %d", m.Vectors, m.Photos, m.VectorBytes, want)
		}
		if want == 2 {
			break
		}
		if err := os.Remove(filepath.Join(dir, "gone.jpg")); err != nil {
			t.Fatal(err)
		}
		if err := e.IndexOnce(t.Context(), unwatched{}); err != nil {
			t.Fatal(err)
		}
	}
}
