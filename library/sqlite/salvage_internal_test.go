package sqlite

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"descry/internal/testlength"
	"descry/library"
	"descry/library/annotation"
)

// A page of zeros anywhere costs what is on it, and the new catalogue is sound.
func TestSalvageAroundAPage(t *testing.T) {
	const photos, pageSize = 1500, defaultPageSize
	rounds := 25
	if testlength.Shortened(t) {
		rounds = 5
	}
	dir := t.TempDir()
	whole := filepath.Join(dir, "whole.db")
	oldCatalogue(t, whole, photos)
	s, err := Open(t.Context(), whole, Options{})
	if err != nil {
		t.Fatal(err)
	}
	ids := make([]library.PhotoID, photos-1)
	for i := range ids {
		ids[i] = library.PhotoID(i + 1)
	}
	if err := s.SetFeedback(t.Context(), "boats", ids, library.Yes); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(5, 6))
	kept := 0
	for round := range rounds {
		bad := filepath.Join(dir, "bad.db")
		page := rng.IntN(len(data) / pageSize)
		ruined := append([]byte(nil), data...)
		clear(ruined[page*pageSize:][:pageSize])
		if err := os.WriteFile(bad, ruined, 0o600); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "new.db")
		into, err := Open(t.Context(), path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		found, err := Salvage(t.Context(), bad, into)
		if err != nil {
			t.Fatalf("page %d: %v", page, err)
		}
		if findings, err := into.Check(t.Context()); err != nil || len(findings) > 0 {
			t.Errorf("page %d: check: %q, %v", page, findings, err)
		}
		if difference, err := MentionsDiffer(t.Context(), into); err != nil || difference != "" {
			t.Errorf("page %d: the full-text index is wrong: %v", page, err)
		}
		answers := 0
		for _, r := range found.Records {
			if r.Kind == annotation.Answer {
				answers++
			}
		}
		if page > 0 && (found.Photos < photos/2 || answers < photos/3) {
			t.Logf("round %d: page %d: %d photos, %d files, %d answers; broken: %v", round, page, found.Photos, found.Files, answers, found.Broken)
		}
		kept += found.Photos
		// New annotations are numbered above those that the journal has.
		if err := into.Settle(t.Context(), 70_000); err != nil {
			t.Fatal(err)
		}
		if _, err := into.AddFolder(t.Context(), "/next"); err != nil {
			t.Fatal(err)
		}
		var n int64
		if err := into.reader.QueryRow("SELECT max(id) FROM owner_changes").Scan(&n); err != nil || n != 70_001 {
			t.Errorf("the next change is %d, %v", n, err)
		}
		if err := into.Close(); err != nil {
			t.Error(err)
		}
	}
	// The first pages say where all others are. No other page may cost much.
	if kept < photos*rounds*8/10 {
		t.Errorf("%d of %d photos were saved", kept, photos*rounds)
	}
}

// A drive that was away while the catalogue was damaged is so in the new one, and a file
// doesn't hold a photo of another size: both would have been found unsound or wrong.
func TestSalvageOfFilesAway(t *testing.T) {
	dir := t.TempDir()
	old := filepath.Join(dir, "old.db")
	oldCatalogue(t, old, 30)
	s, err := Open(t.Context(), old, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, query := range []string{
		"INSERT INTO folders (path, added) VALUES ('/mnt/drive', 1)",
		"INSERT INTO dirs (folder_id, rel) VALUES (2, '0/Reise 0')",
		"INSERT INTO places (folder_id, rel, away_since) VALUES (2, '', 7)",
		"UPDATE files SET folder_id = 2, dir = (SELECT id FROM dirs WHERE folder_id = 2), away_since = 7 WHERE id <= 10",
		"UPDATE files SET away_since = 9 WHERE id = 11", // whose place is there
		"INSERT INTO folders (path, added) VALUES ('/mnt/third', 1)",
		"INSERT INTO places (folder_id, rel, asked_since) VALUES (3, '', 9)", // whose files are not away
		"UPDATE photos SET bytes = 5 WHERE id = 20",                          // which is not the content of file 20 then
		"UPDATE photos SET bytes = 5 WHERE id = 21",                          // neither, but
		"UPDATE files SET state = 0 WHERE id = 21",                           // file 21 was changed and is not read yet
	} {
		if _, err := s.writer.Exec(query); err != nil {
			t.Fatalf("%s: %v", query, err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	into, err := Open(t.Context(), filepath.Join(dir, "new.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer into.Close()
	if _, err := Salvage(t.Context(), old, into); err != nil {
		t.Fatal(err)
	}
	if findings, err := into.Check(t.Context()); err != nil || len(findings) > 0 {
		t.Errorf("check: %q, %v", findings, err)
	}
	for query, want := range map[string]int{
		"SELECT count(*) FROM files WHERE away_since = 7 AND folder_id = 2": 10,
		"SELECT count(*) FROM files WHERE away_since IS NOT NULL":           10,
		"SELECT count(*) FROM places WHERE away_since = 7":                  1,
		"SELECT count(*) FROM places WHERE asked_since IS NOT NULL":         0,
		"SELECT coalesce(photo_id, 0) FROM files WHERE id = 20":             0,
		"SELECT coalesce(photo_id, 0) FROM files WHERE id = 21":             21,
		"SELECT coalesce(photo_id, 0) FROM files WHERE id = 22":             22,
	} {
		var n int
		if err := into.reader.QueryRow(query).Scan(&n); err != nil || n != want {
			t.Errorf("%s: %d, want %d, %v", query, n, want, err)
		}
	}
}

// Indexes are made of tables that may be damaged, too: all files are read again.
func TestReindexHasFilesReadAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "catalogue.db")
	oldCatalogue(t, path, 30)
	s, err := Open(t.Context(), path, Options{})
	if err == nil {
		err = s.Close()
	}
	if err == nil {
		err = Reindex(t.Context(), path)
	}
	if err == nil {
		s, err = Open(t.Context(), path, Options{})
	}
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var believed, photos int
	err = s.reader.QueryRow("SELECT sum(mtime_ns <> 0), count(photo_id) FROM files").Scan(&believed, &photos)
	if err != nil || believed > 0 || photos != 29 {
		t.Errorf("%d files are believed, %d have photos, %v", believed, photos, err)
	}
	if findings, err := s.Check(t.Context()); err != nil || len(findings) > 0 {
		t.Errorf("check: %q, %v", findings, err)
	}
}
