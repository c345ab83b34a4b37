package sqlite_test

import (
	"database/sql"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"descry/library"
	"descry/library/sqlite"
)

// recorded is what the catalogue records of the user's changes from now on.
func recorded(t *testing.T, path string) string {
	t.Helper()
	db, err := sql.Open("sqlite3", path)
	requireNil(t, err)
	defer db.Close()
	var text sql.NullString
	requireNil(t, db.QueryRow("SELECT group_concat(change, char(10) ORDER BY id) FROM owner_changes").Scan(&text))
	_, err = db.Exec("DELETE FROM owner_changes")
	requireNil(t, err)
	return text.String
}

// Forgetting records each word it takes, and leaves no name of a tag that nothing has.
func TestForgettingIsRecorded(t *testing.T) {
	ctx := t.Context()
	c := newClock()
	path := filepath.Join(t.TempDir(), "catalogue.db")
	s := openStore(t, path, sqlite.Options{Now: c.Now})
	scan(t, s, addFolder(t, s, "/a"), newFile("one.jpg", 1), newFile("two.jpg", 2), newFile("here.jpg", 3))
	indexAll(t, s)
	caption, guess := "asleep", tag("guess")
	for id := range library.PhotoID(3) {
		edit(t, s, library.Edit{Tags: []library.TagEdit{say(id+1, tag("Bella"), library.Yes), say(id+1, tag("sea"), library.No)},
			Captions: []library.CaptionEdit{{Photo: id + 1, Text: &caption}}})
	}
	requireNil(t, s.SetFeedback(ctx, "a dog", []library.PhotoID{1, 2, 3}, library.Yes))
	edit(t, s, statements(say(1, tag("secret/place"), library.Yes), say(1, person("Nobody"), library.No), say(2, guess, library.Yes)))
	requireNil(t, s.ReplaceSuggestions(ctx, guess, []library.Suggestion{{Tag: guess, Photo: 1, Confidence: 0.5}}))
	requireNil(t, s.RejectSuggestions(ctx, guess, []library.PhotoID{1}))
	var gone []library.FileID
	requireNil(t, s.KnownFiles(ctx, 1, "", func(f library.KnownFile) {
		if f.Rel != "here.jpg" {
			gone = append(gone, f.ID)
		}
	}))
	requireNil(t, s.ApplyScan(ctx, 1, library.ScanDelta{Gone: gone}))
	_, err := s.Purge(ctx, c.At.Add(1))
	requireNil(t, err)
	recorded(t, path)
	_, err = s.Forget(ctx, []library.PhotoID{1, 3, 99})
	requireNil(t, err)
	hash := `"photo":"` + string(testPhoto(1).Hash) + `"`
	got := strings.Split(recorded(t, path), "\n")
	slices.Sort(got)
	want := []string{
		`{"kind":"answer",` + hash + `,"description":"a dog","say":""}`,
		`{"kind":"caption",` + hash + `,"text":null}`,
		`{"kind":"person",` + hash + `,"name":"Nobody","say":""}`,
		`{"kind":"rejected",` + hash + `,"person":false,"name":"guess","say":""}`,
		`{"kind":"tag",` + hash + `,"name":"Bella","say":""}`,
		`{"kind":"tag",` + hash + `,"name":"sea","say":""}`,
		`{"kind":"tag",` + hash + `,"name":"secret/place","say":""}`,
	}
	equal(t, "recorded", strings.Join(got, "\n"), strings.Join(want, "\n"))
	db, err := sql.Open("sqlite3", path)
	requireNil(t, err)
	defer db.Close()
	var names string
	requireNil(t, db.QueryRow("SELECT group_concat(name, ' ' ORDER BY name) FROM tags").Scan(&names))
	equal(t, "names", names, "Bella guess sea")
	checkClean(t, s)
}
