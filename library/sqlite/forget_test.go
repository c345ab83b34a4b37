package sqlite_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"descry/library"
	"descry/library/sqlite"
)

// lostText is what LostPhotos tells, line by line.
func lostText(t *testing.T, s *sqlite.Store) string {
	t.Helper()
	list, err := s.LostPhotos(t.Context())
	requireNil(t, err)
	var lines []string
	for _, p := range list {
		line := fmt.Sprintf("%s %s", filepath.ToSlash(p.Path), p.Since.UTC().Format(time.DateTime))
		for _, one := range p.Words.Tags {
			line += " yes " + show(one)
		}
		for _, one := range p.Words.Not {
			line += " no " + show(one)
		}
		if p.Words.Caption != nil {
			line += fmt.Sprintf(" caption %q", *p.Words.Caption)
		}
		for _, f := range p.Words.Answers {
			line += fmt.Sprintf(" %v answer %q", f.Good, f.Description)
		}
		for _, one := range p.Words.Rejected {
			line += " rejected " + show(one)
		}
		if p.Words.Empty() {
			line += " nothing"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// recorded is what the catalogue records of the owner's changes from now on.
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

func TestLostPhotosAreToldWithTheirPlaceAndWords(t *testing.T) {
	s, c := newStore(t)
	scan(t, s, addFolder(t, s, "/a"), newFile("x/one.jpg", 1), newFile("copy.jpg", 1), newFile("two.jpg", 2), newFile("three.jpg", 3), newFile("here.jpg", 4))
	scan(t, s, addFolder(t, s, "/removed"), newFile("far/away.jpg", 5))
	indexAll(t, s)
	equal(t, "all are there", lostText(t, s), "")
	spoken(t, s, 1)
	edit(t, s, statements(say(1, person("Ann"), library.Yes), say(photoAt(t, s, "/a/here.jpg"), tag("guess"), library.Yes)))
	suggest(t, s, tag("guess"), 1)
	requireNil(t, s.RejectSuggestions(t.Context(), tag("guess"), []library.PhotoID{1}))

	lose(t, s, "x/one.jpg")
	equal(t, "a copy is there", lostText(t, s), "")
	c.at = c.at.Add(time.Hour)
	lose(t, s, "copy.jpg", "two.jpg")
	c.at = c.at.Add(time.Hour)
	rewrite(t, s, "three.jpg", 30, nil) // another photo in its place
	requireNil(t, s.RemoveFolder(t.Context(), 2))
	want := strings.Join([]string{
		`/a/copy.jpg 2024-05-01 11:00:00 yes @Ann yes Bella no sea caption "asleep" true answer "a dog" rejected guess`,
		`/a/two.jpg 2024-05-01 11:00:00 nothing`,
		`/a/three.jpg 2024-05-01 12:00:00 nothing`,
		`/removed/far/away.jpg 2024-05-01 12:00:00 nothing`,
	}, "\n")
	equal(t, "lost", lostText(t, s), want)
	purge(t, s, c.at)
	lines := strings.Split(want, "\n")
	equal(t, "after the purge", lostText(t, s), strings.Join(slices.Delete(lines, 1, 2), "\n"))
}

// Forgetting deletes photos without a file and nothing else, and records each word it
// takes.
func TestForget(t *testing.T) {
	c := newClock()
	path := filepath.Join(t.TempDir(), "catalogue.db")
	s := openStore(t, path, sqlite.Options{Now: c.now})
	scan(t, s, addFolder(t, s, "/a"), newFile("one.jpg", 1), newFile("two.jpg", 2), newFile("here.jpg", 3))
	indexAll(t, s)
	for id := range library.PhotoID(3) {
		spoken(t, s, id+1)
	}
	edit(t, s, statements(say(1, tag("secret/place"), library.Yes), say(1, person("Nobody"), library.No), say(1, tag("guess"), library.Yes), say(2, tag("guess"), library.Yes)))
	edit(t, s, statements(say(1, tag("guess"), library.Unsaid)))
	suggest(t, s, tag("guess"), 1)
	requireNil(t, s.RejectSuggestions(t.Context(), tag("guess"), []library.PhotoID{1}))
	lose(t, s, "one.jpg", "two.jpg")
	purge(t, s, c.at.Add(1))
	recorded(t, path)

	gone, err := s.Forget(t.Context(), []library.PhotoID{1, 3, 99})
	requireNil(t, err)
	if len(gone) != 1 || gone[0].ID != 1 || gone[0].Hash != testPhoto(1).Hash {
		t.Errorf("forgotten %v", gone)
	}
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
	if list, err := s.LostPhotos(t.Context()); err != nil || len(list) != 1 || list[0].ID != 2 || len(list[0].Words.Tags) != 2 {
		t.Errorf("left are %+v, %v", list, err)
	}
	const here = "caption asleep, no sea, answer a dog, yes Bella"
	equal(t, "of the photo that is there", dumpOf(t, s, 3), here)
	db, err := sql.Open("sqlite3", path)
	requireNil(t, err)
	defer db.Close()
	var names string
	requireNil(t, db.QueryRow("SELECT group_concat(name, ' ' ORDER BY name) FROM tags").Scan(&names))
	equal(t, "names", names, "Bella guess sea")

	scan(t, s, 1, newFile("one.jpg", 1), newFile("two.jpg", 2))
	indexAll(t, s)
	equal(t, "of the forgotten one when it comes back", dumpOf(t, s, photoAt(t, s, "/a/one.jpg")), "")
	equal(t, "of the other", dumpOf(t, s, 2), here+", yes guess")
	checkClean(t, s)
}

// More than one step takes; a cancelled call tells what it did.
func TestForgetInSteps(t *testing.T) {
	s, _ := newStore(t)
	files := make([]library.ScannedFile, 450)
	ids := make([]library.PhotoID, len(files))
	for i := range files {
		files[i], ids[i] = newFile(testHashName(i), i), library.PhotoID(i+1)
	}
	scan(t, s, addFolder(t, s, "/a"), files...)
	indexAll(t, s)
	if _, err := s.TagPhotos(t.Context(), ids, []library.Tag{tag("all")}, nil); err != nil {
		t.Fatal(err)
	}
	requireNil(t, s.RemoveFolder(t.Context(), 1))
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if gone, err := s.Forget(cancelled, ids); err == nil || len(gone) != 0 {
		t.Errorf("cancelled: %d, %v", len(gone), err)
	}
	if gone, err := s.Forget(t.Context(), ids); err != nil || len(gone) != len(ids) {
		t.Errorf("%d forgotten, %v", len(gone), err)
	}
	if ids := vectorsOf(t, s); len(ids) != 0 {
		t.Errorf("vectors of %v are left", ids)
	}
	equal(t, "lost", lostText(t, s), "")
}
