package sqlite

import (
	"context"
	"errors"
	"maps"
	"path/filepath"
	"slices"
	"testing"

	"descry/library"
)

// manyPhotos is a catalogue of 12,000 photos, made by SQL, and another handle on it as
// of another process.
func manyPhotos(t *testing.T) (s, other *Store, photos []library.PhotoID) {
	t.Helper()
	if testing.Short() {
		t.Skip("many photos take time")
	}
	path := filepath.Join(t.TempDir(), "catalogue.db")
	open := func() *Store {
		s, err := Open(t.Context(), path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
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
		"INSERT INTO dirs (folder_id, rel) VALUES (1, 'walks')",
		`INSERT INTO files (folder_id, rel, size, mtime_ns, inode, device, state, photo_id, dir, name)
SELECT 1, 'walks/' || id || '.jpg', 1, 1, 1, 1, 1, id, (SELECT id FROM dirs WHERE rel = 'walks'), id || '.jpg' FROM photos`,
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

// tagged counts the photos with a tag, and with a caption of the user's.
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

// TestTheLastStatementOfManyCounts annotates many photos first in one way and then in another.
func TestTheLastStatementOfManyCounts(t *testing.T) {
	s, _, photos := manyPhotos(t)
	walk := library.Tag{Name: "Walk"}
	var edit library.Edit
	for _, label := range []library.Label{library.No, library.Yes} {
		for _, id := range photos[:6000] {
			edit.Tags = append(edit.Tags, library.TagEdit{Photo: id, Tag: walk, Label: label})
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

// statementCounts counts what the user says by tags: the name, Yes or No, and of how many photos.
func statementCounts(t *testing.T, s *Store) map[string]int {
	t.Helper()
	counts := make(map[string]int)
	err := s.Statements(t.Context(), func(e library.TagEdit) {
		if e.Label == library.No {
			e.Tag.Name = "no " + e.Tag.Name
		}
		counts[e.Tag.Name]++
	})
	if err != nil {
		t.Fatal(err)
	}
	return counts
}

func expectLabels(t *testing.T, s *Store, when string, want map[string]int) {
	t.Helper()
	if got := statementCounts(t, s); !maps.Equal(got, want) {
		t.Errorf("%s: %v, want %v", when, got, want)
	}
}

// dogs tags all photos as dogs, half of them as one that is named on the level below, and
// some not.
func dogs(t *testing.T) (s, other *Store) {
	t.Helper()
	s, other, photos := manyPhotos(t)
	bella := library.Tag{Name: "dogs/Bella"}
	noun := "dog"
	var e library.Edit
	for i, id := range photos {
		e.Tags = append(e.Tags, library.TagEdit{Photo: id, Tag: library.Tag{Name: "dogs"}, Label: library.Yes})
		switch {
		case i%2 == 0:
			e.Tags = append(e.Tags, library.TagEdit{Photo: id, Tag: bella, Label: library.Yes})
		case i < 100:
			e.Tags = append(e.Tags, library.TagEdit{Photo: id, Tag: bella, Label: library.No})
		}
	}
	e.Named = []library.NamedEdit{{Tag: bella, Noun: &noun}}
	if _, err := s.ApplyEdit(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	return s, other
}

var (
	asDogs   = map[string]int{"dogs": 12000, "dogs/Bella": 6000, "no dogs/Bella": 50}
	asHounds = map[string]int{"hounds": 12000, "hounds/Bella": 6000, "no hounds/Bella": 50}
)

// TestATagOfManyPhotosIsRenamedInSteps renames a level while another process writes, with
// each photo under one of the two names at any time, and takes it back.
func TestATagOfManyPhotosIsRenamedInSteps(t *testing.T) {
	s, other := dogs(t)
	steps, last := 0, 0
	ctx := library.WithProgress(t.Context(), func(done, all int) {
		if steps++; all != 12000 || done <= last {
			t.Errorf("%d of %d after %d", done, all, last)
		}
		last = done
		got := statementCounts(t, s)
		if got["dogs"]+got["hounds"] != 12000 || got["hounds"] != done || got["dogs/Bella"]+got["hounds/Bella"] != 6000 {
			t.Errorf("after %d: %v", done, got)
		}
		if err := other.SetValue(t.Context(), "a", "b"); err != nil {
			t.Error(err)
		}
	})
	undo, err := s.RenameTag(ctx, library.Tag{Name: "Dogs"}, library.Tag{Name: "hounds"})
	if err != nil || undo.Photos() != 12000 {
		t.Fatalf("%d photos to take back, %v", undo.Photos(), err)
	}
	if steps < 3 || last != 12000 {
		t.Errorf("%d steps, up to %d", steps, last)
	}
	expectLabels(t, s, "renamed", asHounds)
	expectNamed(t, s, "hounds/Bella")
	if _, err := s.ApplyEdit(t.Context(), undo); err != nil {
		t.Fatal(err)
	}
	expectLabels(t, s, "taken back", asDogs)
	expectNamed(t, s, "dogs/Bella")
	if difference, err := MentionsDiffer(t.Context(), s); err != nil || difference != "" {
		t.Errorf("the full-text index is wrong: %.200s, %v", difference, err)
	}
}

func expectNamed(t *testing.T, s *Store, name string) {
	t.Helper()
	concepts, err := s.NamedConcepts(t.Context())
	if err != nil || len(concepts) != 1 || concepts[0].Tag.Name != name || concepts[0].Noun != "dog" || len(concepts[0].Photos) != 6000 {
		t.Errorf("named: %d things, %v; want %s", len(concepts), err, name)
	}
}

// TestAStoppedRename stops after the first step. What was done can be taken back, or the
// same call does the rest.
func TestAStoppedRename(t *testing.T) {
	s, _ := dogs(t)
	from, to := library.Tag{Name: "dogs"}, library.Tag{Name: "hounds"}
	stop := func() library.Edit {
		t.Helper()
		ctx, cancel := context.WithCancel(t.Context())
		undo, err := s.RenameTag(library.WithProgress(ctx, func(int, int) { cancel() }), from, to)
		got := statementCounts(t, s)
		if !errors.Is(err, context.Canceled) || got["hounds"] == 0 || got["dogs"] == 0 || undo.Photos() != got["hounds"] {
			t.Fatalf("%d photos to take back, %v, %v", undo.Photos(), got, err)
		}
		return undo
	}
	if _, err := s.ApplyEdit(t.Context(), stop()); err != nil {
		t.Fatal(err)
	}
	expectLabels(t, s, "taken back", asDogs)
	stop()
	if _, err := s.RenameTag(t.Context(), from, to); err != nil {
		t.Fatal(err)
	}
	expectLabels(t, s, "once more", asHounds)
	expectNamed(t, s, "hounds/Bella")
}

// TestATagBelowItselfIsRenamedAtOnce since a part of it could not be told from the rest.
func TestATagBelowItselfIsRenamedAtOnce(t *testing.T) {
	s, _ := dogs(t)
	ctx := library.WithProgress(t.Context(), func(done, all int) { t.Errorf("%d of %d", done, all) })
	if _, err := s.RenameTag(ctx, library.Tag{Name: "dogs"}, library.Tag{Name: "dogs/small"}); err != nil {
		t.Fatal(err)
	}
	expectLabels(t, s, "renamed", map[string]int{"dogs/small": 12000, "dogs/small/Bella": 6000, "no dogs/small/Bella": 50})
}

// TestATagOfManyPhotosIsRemovedInSteps stops after the first step, goes on, and takes all
// of it back.
func TestATagOfManyPhotosIsRemovedInSteps(t *testing.T) {
	s, other := dogs(t)
	ctx, cancel := context.WithCancel(t.Context())
	first, err := s.RemoveTag(library.WithProgress(ctx, func(int, int) {
		cancel()
		if err := other.SetValue(t.Context(), "a", "b"); err != nil {
			t.Error(err)
		}
	}), library.Tag{Name: "dogs"})
	if got := statementCounts(t, s); !errors.Is(err, context.Canceled) || got["dogs"] != 12000-first.Photos() || first.Photos() == 0 {
		t.Fatalf("%d photos to take back, %v, %v", first.Photos(), got, err)
	}
	if concepts, err := s.NamedConcepts(t.Context()); err != nil || len(concepts) != 1 {
		t.Errorf("some photos are left, and %d named things, %v", len(concepts), err)
	}
	second, err := s.RemoveTag(t.Context(), library.Tag{Name: "dogs"})
	if err != nil {
		t.Fatal(err)
	}
	expectLabels(t, s, "removed", map[string]int{})
	if list, err := s.Tags(t.Context()); err != nil || len(list) > 0 {
		t.Errorf("%v is left, %v", list, err)
	}
	for _, undo := range []library.Edit{second, first} {
		if _, err := s.ApplyEdit(t.Context(), undo); err != nil {
			t.Fatal(err)
		}
	}
	expectLabels(t, s, "taken back", asDogs)
	expectNamed(t, s, "dogs/Bella")
}

// TestAnImportOfManyPhotosGoesInSteps imports a folder's name, while the user says
// otherwise of the last photo.
func TestAnImportOfManyPhotosGoesInSteps(t *testing.T) {
	s, other, photos := manyPhotos(t)
	offers := []library.ImportOffer{{Source: library.OfferFolders, Tag: library.Tag{Name: "walks"}}}
	steps := 0
	ctx := library.WithProgress(t.Context(), func(done, all int) {
		if steps++; steps == 1 {
			edit := library.Edit{Tags: []library.TagEdit{{Photo: photos[len(photos)-1], Tag: offers[0].Tag, Label: library.No}}}
			if _, err := other.ApplyEdit(t.Context(), edit); err != nil {
				t.Error(err)
			}
		}
	})
	undo, err := s.Import(ctx, offers)
	if err != nil || steps < 3 || undo.Photos() != len(photos)-1 {
		t.Fatalf("%d steps, %d photos to take back, %v", steps, undo.Photos(), err)
	}
	expectLabels(t, s, "imported", map[string]int{"walks": len(photos) - 1, "no walks": 1})
	if _, err := s.ApplyEdit(t.Context(), undo); err != nil {
		t.Fatal(err)
	}
	expectLabels(t, s, "taken back", map[string]int{"no walks": 1})
}
