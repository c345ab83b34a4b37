package sqlite

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"descry/internal/figures"
	"descry/library"
)

// oldCatalogue writes a catalogue of the schema before searches, with n photos in as many
// files of one folder. Photo i has a caption, tags and a place that follow from i. The last
// photo has lost its file.
func oldCatalogue(t testing.TB, path string, n int) {
	t.Helper()
	s, err := open(context.Background(), path, Options{}, firstMigrations(t, 2))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	tx, err := s.writer.Begin()
	if err != nil {
		t.Fatal(err)
	}
	exec := func(query string, args ...any) {
		t.Helper()
		if _, err := tx.Exec(query, args...); err != nil {
			t.Fatal(err)
		}
	}
	exec("INSERT INTO folders (path, added) VALUES ('/home/Bilder', 1)")
	for i := range n {
		hash := sha256.Sum256(fmt.Append(nil, i))
		exec(`INSERT INTO photos (hash, format, bytes, width, height, colour, added, make, model, lens, latitude, longitude,
  caption, keywords, people, file_time) VALUES (?, 'jpeg', 1, 3, 2, 0, 1, 'Acme', ?, 'Fünfzig', ?, 10.5, ?, ?, ?, ?)`,
			hash[:], fmt.Sprint("Shooter ", i%20), float64(i%90), fmt.Sprintf("a caption of number%d by the sea", i),
			fmt.Sprintf(`["place|Town %d","sky %d"]`, i%300, i%1000), `["Ann Lee"]`, i)
		exec("INSERT INTO files (folder_id, rel, size, mtime_ns, inode, device, state, photo_id) VALUES (1, ?, 1, 1, ?, 1, 1, ?)",
			fmt.Sprintf("%d/Reise %d/IMG_%06d.JPG", i/10000, i/500, i), i, i+1)
	}
	exec("DELETE FROM files WHERE photo_id = ?", n)
	exec("UPDATE photos SET orphaned_since = 5 WHERE id = ?", n)
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
}

// firstMigrations are those up to a version.
func firstMigrations(t testing.TB, version int) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	entries, err := embedded.ReadDir("migrations")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries[:version] {
		name := "migrations/" + e.Name()
		text, err := embedded.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: text}
	}
	return files
}

// migrated opens a catalogue of so many photos that an older version made and the SQL
// then changed as that version would have.
func migrated(t *testing.T, version, photos int, written string) *Store {
	t.Helper()
	path := filepath.Join(t.TempDir(), "catalogue.db")
	oldCatalogue(t, path, photos)
	before, err := open(context.Background(), path, Options{}, firstMigrations(t, version))
	if err != nil {
		t.Fatal(err)
	}
	_, err = before.writer.Exec(written)
	if err := errors.Join(err, before.Close()); err != nil {
		t.Fatal(err)
	}
	s, err := Open(context.Background(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// A catalogue of before has everything in the new tables that a new one would have.
func TestMigrationFillsSearchFigures(t *testing.T) {
	ctx := context.Background()
	n := figures.Of(600, 200_000)
	path := filepath.Join(t.TempDir(), "catalogue.db")
	oldCatalogue(t, path, n)
	start := time.Now()
	s, err := Open(ctx, path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	t.Logf("%d photos in %v", n, time.Since(start).Round(time.Millisecond))
	if findings, err := s.Check(ctx); err != nil || len(findings) > 0 {
		t.Errorf("check: %q, %v", findings, err)
	}
	if difference, err := MentionsDiffer(ctx, s); err != nil || difference != "" {
		t.Errorf("the full-text index is wrong: %s, %v", difference, err)
	}
	for _, test := range []library.Test{
		library.CameraTest{Text: "acme shooter 7"}, library.TagTest{Name: "place/town 7"}, library.PersonTest{Name: "ann"},
		library.NameTest{Text: "img_000007"}, library.InTest{Name: "reise 0"}, library.FolderTest{Path: "Bilder/0"},
		library.LensTest{Text: "funf"}, library.NearTest{Position: library.Position{Latitude: 7, Longitude: 10.5}, Kilometres: 1},
		library.HasTest{Fact: library.HasTag}, library.HasTest{Fact: library.HasPerson}, library.HasTest{Fact: library.HasPlace},
	} {
		found := false
		err := s.PhotosIn(ctx, library.Scope{}, library.Filter{Conditions: []library.Condition{{Any: []library.Test{test}}}},
			func(id library.PhotoID) { found = found || id == 8 })
		if err != nil || !found {
			t.Errorf("%+v misses the photo, %v", test, err)
		}
	}
	var found library.Mention
	err = s.Mentions(ctx, "number7", nil, 5, func(m library.Mention) { found = m })
	if err != nil || found.Photo != 8 {
		t.Errorf("the caption is found in %+v, %v", found, err)
	}
	var orphan int
	if err := s.reader.QueryRow("SELECT count(*) FROM mentions WHERE rowid = ?", n).Scan(&orphan); err != nil || orphan != 0 {
		t.Errorf("%d rows for the photo without a file, %v", orphan, err)
	}
}
