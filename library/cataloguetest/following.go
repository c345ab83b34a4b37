package cataloguetest

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"descry/library"
)

// rewrite gives a file another content and has the file read.
func rewrite(t *testing.T, s library.Catalogue, rel string, number int, result func(*library.IndexedPhoto)) {
	t.Helper()
	apply(t, s, 1, library.ScanDelta{Changed: []library.MovedFile{moved(fileOf(t, s, 1, rel), rel, number)}})
	CommitAll(t, s, "", func(f library.PendingFile) library.IndexedPhoto {
		r := library.IndexedPhoto{File: f, Photo: Photo(number)}
		if result != nil {
			result(&r)
		}
		return r
	})
}

// annotate makes annotations of a photo, listed as by AnnotationDump.
func annotate(t *testing.T, s library.Catalogue, photo library.PhotoID) {
	t.Helper()
	Edit(t, s, library.Edit{
		Tags:     []library.TagEdit{Say(photo, Tag("Bella"), library.Yes), Say(photo, Tag("sea"), library.No)},
		Captions: []library.CaptionEdit{{Photo: photo, Text: Text("asleep")}},
	})
	if err := s.SetFeedback(t.Context(), "a dog", []library.PhotoID{photo}, library.Yes); err != nil {
		t.Fatal(err)
	}
}

// Annotations go along when a file changes in place.
func testChangedInPlace(t *testing.T, open Open) {
	s, c := open.empty(t)
	Scan(t, s, AddFolder(t, s, "/a"), File("one.jpg", 1), File("copy.jpg", 1), File("other.jpg", 2))
	IndexAll(t, s)
	annotate(t, s, 1)

	rewrite(t, s, "one.jpg", 10, func(r *library.IndexedPhoto) { r.Photo.Keywords = []string{"Sea", "sky"} })
	changed := photoAt(t, s, "/a/one.jpg")
	Equal(t, "of the copy", dumpOf(t, s, 1), "caption asleep, no sea, answer a dog, yes Bella")
	Equal(t, "of the changed one", dumpOf(t, s, changed), "caption asleep, no sea, answer a dog, yes Bella")
	Equal(t, "the No outweighs what the new file says", TagList(t, s), "Bella:2/2/0 sky:1/0/0")

	Edit(t, s, Statements(Say(changed, Tag("Bella"), library.Unlabelled), Say(changed, Tag("Rex"), library.Yes)))
	rewrite(t, s, "copy.jpg", 10, nil) // the same change of the copy: the photo is there already
	Equal(t, "what was taken back stays so", dumpOf(t, s, changed), "caption asleep, no sea, answer a dog, yes Rex")

	rewrite(t, s, "copy.jpg", 2, nil) // a copy of another photo in its place
	Equal(t, "of the other photo", dumpOf(t, s, photoAt(t, s, "/a/other.jpg")), "")
	rewrite(t, s, "one.jpg", 11, func(r *library.IndexedPhoto) { r.Err = errors.New("half written") })
	Equal(t, "while it can't be read", AnnotationDump(t, s), "")
	rewrite(t, s, "one.jpg", 12, nil)
	again := photoAt(t, s, "/a/one.jpg")
	Equal(t, "once it can", dumpOf(t, s, again), "caption asleep, no sea, answer a dog, yes Rex")

	Edit(t, s, Statements(Say(again, Tag("Bella"), library.No)))
	rewrite(t, s, "one.jpg", 1, nil) // the content at first
	const back = "caption asleep, no sea, answer a dog, yes Bella, yes Rex"
	Equal(t, "what was said of it stays, the rest comes along", dumpOf(t, s, 1), back)

	c.At = c.At.Add(time.Hour)
	if ids, err := s.Purge(t.Context(), c.At); err != nil || len(ids) != 2 {
		t.Errorf("purged %v, %v", ids, err)
	}
	Equal(t, "after the others were purged", dumpOf(t, s, 1), back)
}

// A file that goes and comes back as another within minutes was saved by a program. A file
// that comes later is a new photo.
func testSavedByReplacing(t *testing.T, open Open) {
	for away, want := range map[time.Duration]string{time.Minute: "caption asleep, no sea, answer a dog, yes Bella", time.Hour: ""} {
		s, c := open.empty(t)
		Scan(t, s, AddFolder(t, s, "/a"), File("x/one.jpg", 1), File("x/two.jpg", 2))
		IndexAll(t, s)
		annotate(t, s, 1)
		apply(t, s, 1, library.ScanDelta{Gone: []library.FileID{fileOf(t, s, 1, "x/one.jpg"), fileOf(t, s, 1, "x/two.jpg")}})
		c.At = c.At.Add(away)
		Scan(t, s, 1, File("x/one.jpg", 10), File("x/two.jpg", 11))
		IndexAll(t, s)
		Equal(t, away.String(), dumpOf(t, s, photoAt(t, s, "/a/x/one.jpg")), want)
		Equal(t, "the other one", dumpOf(t, s, photoAt(t, s, "/a/x/two.jpg")), "")
		if _, err := s.Purge(t.Context(), c.At.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
}

// dumpOf is the annotations of one photo with a file.
func dumpOf(t *testing.T, s library.Catalogue, photo library.PhotoID) string {
	t.Helper()
	var list []string
	for line := range strings.Lines(AnnotationDump(t, s)) {
		if said, ok := strings.CutSuffix(strings.TrimSpace(line), fmt.Sprint(" ", photo)); ok {
			list = append(list, strings.ReplaceAll(strings.TrimPrefix(said, "true "), `"`, ""))
		}
	}
	return strings.Join(list, ", ")
}

// A photo that loses its files and comes back has its annotations.
func testStatementsWait(t *testing.T, open Open) {
	s, c := open.empty(t)
	Scan(t, s, AddFolder(t, s, "/a"), File("one.jpg", 1))
	IndexAll(t, s)
	annotate(t, s, 1)
	says := AnnotationDump(t, s)
	apply(t, s, 1, library.ScanDelta{Gone: []library.FileID{fileOf(t, s, 1, "one.jpg")}})
	Equal(t, "gone", AnnotationDump(t, s)+TagList(t, s), "")
	Edit(t, s, Statements(Say(1, Tag("moved"), library.Yes))) // annotations may be made meanwhile
	c.At = c.At.Add(time.Hour)
	if _, err := s.Purge(t.Context(), c.At.Add(-2*time.Hour)); err != nil {
		t.Fatal(err)
	}
	Scan(t, s, 1, File("elsewhere/back.jpg", 1))
	IndexAll(t, s)
	Equal(t, "back", AnnotationDump(t, s), says+"\nyes moved 1")
	apply(t, s, 1, library.ScanDelta{Gone: []library.FileID{fileOf(t, s, 1, "elsewhere/back.jpg")}})
	if _, err := s.Purge(t.Context(), c.At.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	Equal(t, "purged", TagList(t, s), "")
	Scan(t, s, 1, File("home.jpg", 1))
	IndexAll(t, s)
	Equal(t, "back after the purge", AnnotationDump(t, s), says+"\nyes moved 1")
}
