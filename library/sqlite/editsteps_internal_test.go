package sqlite

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"descry/library"
)

// manyPhotos is a catalogue of 12,000 photos, made by SQL, and another handle on it as
// of another process.
func manyPhotos(t *testing.T) (s, other *Store, photos []library.PhotoID) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "catalogue.db")
	open := func() *Store {
		s, err := Open(t.Context(), path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		return s
	}
	s = open()
	if _, err := s.AddFolder(t.Context(), "/pictures"); err != nil {
		t.Fatal(err)
	}
	for _, query := range []string{
		`WITH n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 11999)
INSERT INTO photos (hash, format, bytes, width, height, colour, added, file_time, tagged, orphaned_since, caption)
SELECT unhex(printf('%064x', i)), 'jpeg', 1, 3, 2, 0, 1, i, 1, NULL, '' FROM n`,
		"INSERT INTO dirs (folder_id, rel) VALUES (1, 'a')",
		`INSERT INTO files (folder_id, rel, size, mtime_ns, inode, device, state, photo_id, dir, name)
SELECT 1, 'a/' || id || '.jpg', 1, 1, 1, 1, 1, id, (SELECT id FROM dirs WHERE rel = 'a'), id || '.jpg' FROM photos`,
		"DELETE FROM stale_mentions",
	} {
		if _, err := s.writer.Exec(query); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 12_000 {
		photos = append(photos, library.PhotoID(i+1))
	}
	return s, open(), photos
}

// tagged counts the photos with a tag, and with a caption of the owner's.
func tagged(t *testing.T, s *Store, name string) (tags, captions int) {
	t.Helper()
	list, err := s.Tags(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range list {
		if c.Tag.Name == name {
			tags = c.Own
		}
	}
	if err := s.Captions(t.Context(), func(library.PhotoID, string) { captions++ }); err != nil {
		t.Fatal(err)
	}
	return tags, captions
}

// TestManyPhotosAreTaggedInSteps tags and captions many photos while another process
// writes, takes that back and does it again, each in steps that are told.
func TestManyPhotosAreTaggedInSteps(t *testing.T) {
	s, other, photos := manyPhotos(t)
	var told []int
	between := 0
	ctx := library.WithProgress(t.Context(), func(done, all int) {
		told = append(told, done)
		if all != len(photos) {
			t.Errorf("%d of %d", done, all)
		}
		for _, w := range []*Store{other, s} { // nothing holds them up between two steps
			if err := w.SetValue(t.Context(), "a", "b"); err != nil {
				t.Error(err)
			}
			between++
		}
	})
	steps := func(what string) {
		t.Helper()
		if !slices.Equal(told, []int{5000, 10000, 12000}) || between != 6 {
			t.Errorf("%s: told of %v, others wrote %d times", what, told, between)
		}
		told, between = nil, 0
	}
	walk := []library.Tag{{Name: "Walk"}}
	undo, err := s.TagPhotos(ctx, photos, walk, nil)
	if err != nil || len(undo.Tags) != len(photos) {
		t.Fatalf("%d statements to take back, %v", len(undo.Tags), err)
	}
	steps("tagging")
	if n, _ := tagged(t, s, "Walk"); n != len(photos) {
		t.Errorf("%d photos are tagged", n)
	}
	redo, err := s.ApplyEdit(ctx, undo)
	if err != nil {
		t.Fatal(err)
	}
	steps("taking it back")
	if n, _ := tagged(t, s, "Walk"); n != 0 {
		t.Errorf("%d photos are tagged still", n)
	}
	if undo, err = s.ApplyEdit(ctx, redo); err != nil || len(undo.Tags) != len(photos) {
		t.Fatalf("again: %d statements to take back, %v", len(undo.Tags), err)
	}
	steps("doing it again")
	if n, _ := tagged(t, s, "Walk"); n != len(photos) {
		t.Errorf("%d photos are tagged again", n)
	}
	if _, err := s.TagPhotos(ctx, photos, nil, walk); err != nil {
		t.Fatal(err)
	}
	steps("removing the tag")

	text := "a walk"
	var edit library.Edit
	for _, id := range photos {
		edit.Captions = append(edit.Captions, library.CaptionEdit{Photo: id, Text: &text})
	}
	if undo, err = s.ApplyEdit(ctx, edit); err != nil {
		t.Fatal(err)
	}
	steps("captions")
	if n, c := tagged(t, s, "Walk"); n != 0 || c != len(photos) {
		t.Errorf("%d tags, %d captions", n, c)
	}
	if _, err := s.ApplyEdit(ctx, undo); err != nil {
		t.Fatal(err)
	}
	steps("taking captions back")
	if _, c := tagged(t, s, "Walk"); c != 0 {
		t.Errorf("%d captions are left", c)
	}
	if difference, err := MentionsDiffer(t.Context(), s); err != nil || difference != "" {
		t.Errorf("the full-text index is wrong: %.200s, %v", difference, err)
	}
}

// TestAStoppedEditCanBeTakenBack stops the tagging after its first step.
func TestAStoppedEditCanBeTakenBack(t *testing.T) {
	s, _, photos := manyPhotos(t)
	ctx, cancel := context.WithCancel(t.Context())
	undo, err := s.TagPhotos(library.WithProgress(ctx, func(int, int) { cancel() }), photos, []library.Tag{{Name: "Walk"}}, nil)
	if !errors.Is(err, context.Canceled) || len(undo.Tags) != 5000 {
		t.Errorf("%d statements to take back, %v", len(undo.Tags), err)
	}
	if n, _ := tagged(t, s, "Walk"); n != 5000 {
		t.Errorf("%d photos are tagged", n)
	}
	if _, err := s.ApplyEdit(t.Context(), undo); err != nil {
		t.Fatal(err)
	}
	if n, _ := tagged(t, s, "Walk"); n != 0 {
		t.Errorf("%d photos are tagged still", n)
	}
}

// TestTheLastStatementOfManyCounts says of many photos first one thing and then another.
func TestTheLastStatementOfManyCounts(t *testing.T) {
	s, _, photos := manyPhotos(t)
	walk := library.Tag{Name: "Walk"}
	var edit library.Edit
	for _, say := range []library.Say{library.No, library.Yes} {
		for _, id := range photos[:6000] {
			edit.Tags = append(edit.Tags, library.TagEdit{Photo: id, Tag: walk, Say: say})
		}
	}
	undo, err := s.ApplyEdit(t.Context(), edit)
	if err != nil {
		t.Fatal(err)
	}
	if n, _ := tagged(t, s, "Walk"); n != 6000 || len(undo.Tags) != 6000 {
		t.Errorf("%d photos are tagged, %d statements to take back", n, len(undo.Tags))
	}
	if _, err := s.ApplyEdit(t.Context(), undo); err != nil {
		t.Fatal(err)
	}
	if n, _ := tagged(t, s, "Walk"); n != 0 {
		t.Errorf("%d photos are tagged still", n)
	}
}
