package sqlite

import (
	"context"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"descry/library"
)

// A catalogue of the release before knows where its folders lay, and which mounts were
// below them.
func TestMigrationKeepsPlaces(t *testing.T) {
	ctx := context.Background()
	const old = `
UPDATE folders SET device = 71;
INSERT INTO named_values VALUES ('mounts.1', '{"drive": 2049, "a/b": 2050}'), ('mounts.2', 'broken'), ('mountsfoo', 'x')`
	s := migrated(t, 5, 5, old)
	const query = "SELECT group_concat(rel || ' ' || device, ',' ORDER BY rel) FROM places WHERE folder_id = 1"
	var got string
	if err := s.reader.QueryRow(query).Scan(&got); err != nil || got != " 71,a/b 2050,drive 2049" {
		t.Errorf("places %q, %v", got, err)
	}
	if err := s.reader.QueryRow("SELECT group_concat(name, ',') FROM named_values").Scan(&got); err != nil || got != "mountsfoo" {
		t.Errorf("values %q, %v", got, err)
	}
	if findings, err := s.Check(ctx); err != nil || len(findings) > 0 {
		t.Errorf("check: %q, %v", findings, err)
	}
}

// Photos that had lost their files before are told with their place, as far as the place was
// noted then. The annotations of the photos are kept.
func TestMigrationKnowsWhereLostPhotosLay(t *testing.T) {
	ctx := context.Background()
	s := migrated(t, 5, 5, `
INSERT INTO feedback (key, photo, good, description) VALUES ('dog', 3, 1, 'dog');
DELETE FROM files WHERE photo_id = 3;
UPDATE photos SET orphaned_since = 7 WHERE orphaned_since = 0`)
	lost, err := s.LostPhotos(ctx)
	if err != nil || len(lost) != 2 || lost[0].ID != 5 || lost[0].Path != "" || lost[1].ID != 3 ||
		filepath.ToSlash(lost[1].Path) != "/home/Bilder/0/Reise 0/IMG_000002.JPG" || len(lost[1].Annotations.Answers) != 1 {
		t.Errorf("lost are %+v, %v", lost, err)
	}
	gone, err := s.Purge(ctx, time.Unix(0, 8))
	if err != nil || len(gone) != 2 || gone[0].Kept == gone[1].Kept {
		t.Errorf("purged %+v, %v", gone, err)
	}
	if lost, err := s.LostPhotos(ctx); err != nil || len(lost) != 1 || lost[0].ID != 3 {
		t.Errorf("kept are %+v, %v", lost, err)
	}
	if findings, err := s.Check(ctx); err != nil || len(findings) > 0 {
		t.Errorf("check: %q, %v", findings, err)
	}
}

// Whatever the user says is recorded with the transaction that writes it.
func TestUserChangesAreRecorded(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "catalogue.db")
	oldCatalogue(t, path, 3)
	s, err := Open(ctx, path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var hash string
	if err := s.reader.QueryRow("SELECT lower(hex(hash)) FROM photos WHERE id = 1").Scan(&hash); err != nil {
		t.Fatal(err)
	}
	recorded := func(want ...string) {
		t.Helper()
		var got []string
		rows, err := s.writer.Query("SELECT change FROM owner_changes ORDER BY id")
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var change string
			if err := rows.Scan(&change); err != nil {
				t.Fatal(err)
			}
			got = append(got, change)
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		_ = rows.Close()
		if !slices.Equal(got, want) {
			t.Errorf("recorded %q, want %q", got, want)
		}
		if _, err := s.writer.Exec("DELETE FROM owner_changes"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.writer.Exec("DELETE FROM owner_changes"); err != nil {
		t.Fatal(err)
	}
	undo, err := s.TagPhotos(ctx, []library.PhotoID{1}, []library.Tag{{Name: "Grün"}, {Person: true, Name: "Ana"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	recorded(`{"kind":"tag","photo":"`+hash+`","name":"Grün","say":"yes"}`, `{"kind":"person","photo":"`+hash+`","name":"Ana","say":"yes"}`)
	if _, err := s.ApplyEdit(ctx, undo); err != nil {
		t.Fatal(err)
	}
	recorded(`{"kind":"tag","photo":"`+hash+`","name":"Grün","say":""}`, `{"kind":"person","photo":"`+hash+`","name":"Ana","say":""}`)
	text := `a "red" boat`
	if _, err := s.ApplyEdit(ctx, library.Edit{Captions: []library.CaptionEdit{{Photo: 1, Text: &text}}}); err != nil {
		t.Fatal(err)
	}
	recorded(`{"kind":"caption","photo":"` + hash + `","text":"a \"red\" boat"}`)
	if err := s.SetFeedback(ctx, "boats", []library.PhotoID{1}, library.No); err != nil {
		t.Fatal(err)
	}
	recorded(`{"kind":"answer","photo":"` + hash + `","description":"boats","say":"no"}`)
	if _, err := s.SaveSearch(ctx, library.SavedSearch{Name: "Boats", Query: "red boat"}); err != nil {
		t.Fatal(err)
	}
	var change string
	if err := s.writer.QueryRow("SELECT json_remove(change, '$.added') FROM owner_changes").Scan(&change); err != nil ||
		change != `{"kind":"search","name":"Boats","query":"red boat","strictness":0.0,"say":"yes"}` {
		t.Errorf("recorded %q, %v", change, err)
	}
}
