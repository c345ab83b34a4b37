package sqlite

import (
	"path/filepath"
	"strings"
	"testing"
)

// A letter in the text of a trigger is another one, or an index is gone: SQLite's own
// check has nothing against it.
func TestCheckFindsASchemaThatWasChanged(t *testing.T) {
	for _, step := range []struct{ ruin, want string }{
		{"UPDATE sqlite_schema SET sql = replace(sql, 'NEW.tag', 'NEV.tag') WHERE name = 'photo_tags_deny'", "another trigger photo_tags_deny"},
		{"UPDATE sqlite_schema SET sql = replace(sql, 'origin IN (1, 2)', 'origin IN (1, 3)') WHERE name = 'photo_tags_insert_change'", "another trigger photo_tags_insert_change"},
		{"DROP INDEX photos_tiles", "lacks index photos_tiles"},
		{"CREATE TABLE mine (x)", "table mine"},
	} {
		path := filepath.Join(t.TempDir(), "catalogue.db")
		oldCatalogue(t, path, 3)
		s, err := Open(t.Context(), path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if findings, err := s.Check(t.Context()); err != nil || len(findings) > 0 {
			t.Fatalf("a sound one: %q, %v", findings, err)
		}
		if _, err := s.writer.Exec("PRAGMA writable_schema = on; " + step.ruin + "; PRAGMA writable_schema = off"); err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if s, err = Open(t.Context(), path, Options{}); err != nil {
			t.Fatal(err)
		}
		findings, err := s.Check(t.Context())
		if err != nil || !strings.Contains(strings.Join(findings, "; "), step.want) {
			t.Errorf("%s: %q, %v", step.ruin, findings, err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}
