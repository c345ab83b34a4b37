package sqlite_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"descry/library"
	"descry/library/sqlite"
)

// rewrite says that a file holds another content now, and has it read.
func rewrite(t *testing.T, s *sqlite.Store, rel string, number int, result func(*library.IndexedPhoto)) {
	t.Helper()
	apply(t, s, 1, library.ScanDelta{Changed: []library.MovedFile{moved(fileOf(t, s, 1, rel), rel, number)}})
	commitAll(t, s, "", func(f library.PendingFile) library.IndexedPhoto {
		r := library.IndexedPhoto{File: f, Photo: testPhoto(number)}
		if result != nil {
			result(&r)
		}
		return r
	})
}

// spoken is what the tests say of a photo, as ownerDump writes it.
func spoken(t *testing.T, s *sqlite.Store, photo library.PhotoID) {
	t.Helper()
	edit(t, s, library.Edit{
		Tags:     []library.TagEdit{say(photo, tag("Bella"), library.Yes), say(photo, tag("sea"), library.No)},
		Captions: []library.CaptionEdit{{Photo: photo, Text: text("asleep")}},
	})
	if err := s.SetFeedback(t.Context(), "a dog", []library.PhotoID{photo}, library.Yes); err != nil {
		t.Fatal(err)
	}
}

// What the owner says goes along when a file changes where it is.
func TestChangedInPlace(t *testing.T) {
	s, c := newStore(t)
	scan(t, s, addFolder(t, s, "/a"), newFile("one.jpg", 1), newFile("copy.jpg", 1), newFile("other.jpg", 2))
	indexAll(t, s)
	spoken(t, s, 1)

	rewrite(t, s, "one.jpg", 10, func(r *library.IndexedPhoto) { r.Photo.Keywords = []string{"Sea", "sky"} })
	changed := photoAt(t, s, "/a/one.jpg")
	equal(t, "of the copy", dumpOf(t, s, 1), "caption asleep, no sea, answer a dog, yes Bella")
	equal(t, "of the changed one", dumpOf(t, s, changed), "caption asleep, no sea, answer a dog, yes Bella")
	equal(t, "the No outweighs what the new file says", tagList(t, s), "Bella:2/2/0 sky:1/0/0")

	edit(t, s, statements(say(changed, tag("Bella"), library.Unsaid), say(changed, tag("Rex"), library.Yes)))
	rewrite(t, s, "copy.jpg", 10, nil) // the same change of the copy: the photo is there already
	equal(t, "what was taken back stays so", dumpOf(t, s, changed), "caption asleep, no sea, answer a dog, yes Rex")

	rewrite(t, s, "copy.jpg", 2, nil) // a copy of another photo in its place
	equal(t, "of the other photo", dumpOf(t, s, photoAt(t, s, "/a/other.jpg")), "")
	rewrite(t, s, "one.jpg", 11, func(r *library.IndexedPhoto) { r.Err = errors.New("half written") })
	equal(t, "while it can't be read", ownerDump(t, s), "")
	rewrite(t, s, "one.jpg", 12, nil)
	again := photoAt(t, s, "/a/one.jpg")
	equal(t, "once it can", dumpOf(t, s, again), "caption asleep, no sea, answer a dog, yes Rex")

	edit(t, s, statements(say(again, tag("Bella"), library.No)))
	rewrite(t, s, "one.jpg", 1, nil) // as it was at first
	const back = "caption asleep, no sea, answer a dog, yes Bella, yes Rex"
	equal(t, "what was said of it stays, the rest comes along", dumpOf(t, s, 1), back)

	c.at = c.at.Add(time.Hour)
	if ids, err := s.Purge(t.Context(), c.at); err != nil || len(ids) != 2 {
		t.Errorf("purged %v, %v", ids, err)
	}
	equal(t, "after the others were purged", dumpOf(t, s, 1), back)
}

// A file that goes and comes back as another within minutes was saved by a program; one
// that comes later is a new photo.
func TestSavedByReplacing(t *testing.T) {
	for away, want := range map[time.Duration]string{time.Minute: "caption asleep, no sea, answer a dog, yes Bella", time.Hour: ""} {
		s, c := newStore(t)
		scan(t, s, addFolder(t, s, "/a"), newFile("x/one.jpg", 1), newFile("x/two.jpg", 2))
		indexAll(t, s)
		spoken(t, s, 1)
		apply(t, s, 1, library.ScanDelta{Gone: []library.FileID{fileOf(t, s, 1, "x/one.jpg"), fileOf(t, s, 1, "x/two.jpg")}})
		c.at = c.at.Add(away)
		scan(t, s, 1, newFile("x/one.jpg", 10), newFile("x/two.jpg", 11))
		indexAll(t, s)
		equal(t, away.String(), dumpOf(t, s, photoAt(t, s, "/a/x/one.jpg")), want)
		equal(t, "the other one", dumpOf(t, s, photoAt(t, s, "/a/x/two.jpg")), "")
		if _, err := s.Purge(t.Context(), c.at.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
}

// dumpOf is what the owner says of one photo with a file.
func dumpOf(t *testing.T, s *sqlite.Store, photo library.PhotoID) string {
	t.Helper()
	var list []string
	for line := range strings.Lines(ownerDump(t, s)) {
		if said, ok := strings.CutSuffix(strings.TrimSpace(line), fmt.Sprint(" ", photo)); ok {
			list = append(list, strings.ReplaceAll(strings.TrimPrefix(said, "true "), `"`, ""))
		}
	}
	return strings.Join(list, ", ")
}

// A photo that loses its files and comes back has what was said of it.
func TestStatementsWait(t *testing.T) {
	s, c := newStore(t)
	scan(t, s, addFolder(t, s, "/a"), newFile("one.jpg", 1))
	indexAll(t, s)
	spoken(t, s, 1)
	says := ownerDump(t, s)
	apply(t, s, 1, library.ScanDelta{Gone: []library.FileID{fileOf(t, s, 1, "one.jpg")}})
	equal(t, "gone", ownerDump(t, s)+tagList(t, s), "")
	edit(t, s, statements(say(1, tag("moved"), library.Yes))) // it may be said meanwhile
	c.at = c.at.Add(time.Hour)
	if _, err := s.Purge(t.Context(), c.at.Add(-2*time.Hour)); err != nil {
		t.Fatal(err)
	}
	scan(t, s, 1, newFile("elsewhere/back.jpg", 1))
	indexAll(t, s)
	equal(t, "back", ownerDump(t, s), says+"\nyes moved 1")
	apply(t, s, 1, library.ScanDelta{Gone: []library.FileID{fileOf(t, s, 1, "elsewhere/back.jpg")}})
	if _, err := s.Purge(t.Context(), c.at.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	equal(t, "purged", tagList(t, s), "")
	scan(t, s, 1, newFile("home.jpg", 1))
	indexAll(t, s)
	equal(t, "back after the purge", ownerDump(t, s), says+"\nyes moved 1")
}
