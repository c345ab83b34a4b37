package sqlite

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"descry/internal/figures"
	"descry/library"
)

// A catalogue of the schema before the user's words keeps all tags, and what is
// tagLabels from then on counts.
func TestMigrationKeepsTagsFigures(t *testing.T) {
	ctx := context.Background()
	n := figures.Of(600, 200_000)
	path := filepath.Join(t.TempDir(), "catalogue.db")
	oldCatalogue(t, path, n)
	before, err := open(ctx, path, Options{}, firstMigrations(t, 3))
	if err != nil {
		t.Fatal(err)
	}
	// One tag is from the user, as no version could write it, and one is a suggestion, which
	// goes.
	const more = `INSERT INTO photo_tags SELECT id, 5, 1 FROM tags WHERE folded = 'sky 7';
INSERT INTO photo_tags SELECT id, 6, 2 FROM tags WHERE folded = 'sky 7'`
	if _, err := before.writer.Exec(more); err != nil {
		t.Fatal(err)
	}
	kept := storedTags(t, before)
	if err := before.Close(); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	s, err := Open(ctx, path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	t.Logf("%d photos in %v", n, time.Since(start).Round(time.Millisecond))
	if got := storedTags(t, s); got != kept || kept == "" {
		t.Errorf("%d bytes of tags are %d", len(kept), len(got))
	}
	undo, err := s.ApplyEdit(ctx, library.Edit{
		Tags:     []library.TagEdit{{Photo: 8, Tag: library.Tag{Name: "sky 7"}, Label: library.No}},
		Captions: []library.CaptionEdit{{Photo: 8, Text: new(string)}},
	})
	if err != nil || len(undo.Tags) != 1 || len(undo.Captions) != 1 {
		t.Errorf("undo %+v, %v", undo, err)
	}
	for test, want := range map[library.Test]int{library.TagTest{Name: "sky 7"}: 1, library.TagTest{Name: "place"}: n - 1,
		library.HasTest{Fact: library.HasCaption}: n - 2, library.HasTest{Fact: library.HasTag}: n - 1} {
		found := 0
		err := s.PhotosIn(ctx, library.Scope{}, library.Filter{Conditions: []library.Condition{{Any: []library.Test{test}}}},
			func(library.PhotoID) { found++ })
		if err != nil || found != want && n == 600 {
			t.Errorf("%+v finds %d photos, want %d, %v", test, found, want, err)
		}
	}
	if findings, err := s.Check(ctx); err != nil || len(findings) > 0 {
		t.Errorf("check: %q, %v", findings, err)
	}
	if difference, err := MentionsDiffer(ctx, s); err != nil || difference != "" {
		t.Errorf("the full-text index is wrong: %s, %v", difference, err)
	}
}

// storedTags are all rows that count.
func storedTags(t *testing.T, s *Store) (list string) {
	t.Helper()
	const query = "SELECT group_concat(tag || ' ' || photo || ' ' || origin, ',' ORDER BY tag, photo, origin) FROM photo_tags WHERE origin < 2"
	if err := s.reader.QueryRow(query).Scan(&list); err != nil {
		t.Fatal(err)
	}
	return list
}
