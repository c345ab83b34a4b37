package sqlite

import (
	"context"
	"database/sql"
	"path/filepath"
	"testing"

	"descry/library"
)

// The user's tags count like those of the file, what the user denies does not.
func TestOriginsOfTags(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "catalogue.db")
	oldCatalogue(t, path, 4)
	s, err := Open(ctx, path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	err = s.write(ctx, "tag", func(tx *sql.Tx) error {
		_, err := tx.Exec(`UPDATE photos SET keywords = '[]', people = '[]', tagged = 0, named = 0;
INSERT INTO tags (kind, name, folded, leaf, words) VALUES (0, 'Bella', 'bella', 'bella', 'bella');
INSERT INTO photo_tags SELECT id, 1, 1 FROM tags WHERE name = 'Bella';
INSERT INTO photo_tags SELECT id, 2, 2 FROM tags WHERE name = 'Bella';`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	requireOnly(t, s, "Bella")
	err = s.write(ctx, "rename", func(tx *sql.Tx) error {
		_, err := tx.Exec("UPDATE tags SET name = 'Rex', folded = 'rex', leaf = 'rex', words = 'rex' WHERE name = 'Bella'")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	requireOnly(t, s, "Rex")
	if findings, err := s.Check(ctx); err != nil || len(findings) > 0 {
		t.Errorf("check: %q, %v", findings, err)
	}
	if difference, err := MentionsDiffer(ctx, s); err != nil || difference != "" {
		t.Errorf("the full-text index is wrong: %s, %v", difference, err)
	}
}

// requireOnly wants photo 1 to be the only one with a tag.
func requireOnly(t *testing.T, s *Store, tag string) {
	t.Helper()
	ctx := context.Background()
	for _, test := range []library.Test{library.TagTest{Name: tag}, library.HasTest{Fact: library.HasTag}} {
		var ids []library.PhotoID
		filter := library.Filter{Conditions: []library.Condition{{Any: []library.Test{test}}}}
		err := s.PhotosIn(ctx, library.Scope{}, filter, func(id library.PhotoID) { ids = append(ids, id) })
		if err != nil || len(ids) != 1 || ids[0] != 1 {
			t.Errorf("%+v: %v, %v", test, ids, err)
		}
	}
	var found []library.Mention
	err := s.Mentions(ctx, tag, nil, 5, func(m library.Mention) { found = append(found, m) })
	if err != nil || len(found) != 1 || found[0].Photo != 1 || !found[0].Exact {
		t.Errorf("%s is found in %+v, %v", tag, found, err)
	}
	values, err := s.FacetValues(ctx, library.FacetTag, "", 5)
	if err != nil || len(values) != 1 || values[0] != (library.FacetValue{Value: tag, Photos: 1}) {
		t.Errorf("tags %+v, %v", values, err)
	}
}

// Directories that files have left are forgotten.
func TestEmptyDirectories(t *testing.T) {
	ctx := context.Background()
	s, err := Open(ctx, filepath.Join(t.TempDir(), "catalogue.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	f, err := s.AddFolder(ctx, "/a")
	if err != nil {
		t.Fatal(err)
	}
	apply := func(delta library.ScanDelta) {
		t.Helper()
		if err := s.ApplyScan(ctx, f.ID, delta); err != nil {
			t.Fatal(err)
		}
	}
	require := func(want string) {
		t.Helper()
		var got string
		err := s.reader.QueryRow("SELECT coalesce(group_concat(rel, ' ' ORDER BY rel), '') FROM dirs").Scan(&got)
		if err != nil || got != want {
			t.Errorf("directories %q, want %q, %v", got, want, err)
		}
	}
	apply(library.ScanDelta{New: []library.ScannedFile{{Rel: "x/1"}, {Rel: "x/y/2"}, {Rel: "z/3"}}})
	require("x x/y z")
	apply(library.ScanDelta{Moved: []library.MovedFile{{ID: 3, Rel: "x/y/3"}}})
	require("x x/y")
	apply(library.ScanDelta{Gone: []library.FileID{1, 2, 3}})
	require("")
}
