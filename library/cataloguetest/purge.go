package cataloguetest

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"descry/library"
)

// annotations are all kinds of annotations of a photo, and how each is taken back.
var annotations = map[string]struct {
	say, takeBack func(*testing.T, library.Catalogue, library.PhotoID)
}{
	"tag":     labelledTag(Tag("Bella"), library.Yes),
	"no tag":  labelledTag(Tag("sea"), library.No),
	"person":  labelledTag(Person("Ann"), library.Yes),
	"no file": labelledTag(Tag("written"), library.No), // outweighs the file's own word
	"caption": {
		func(t *testing.T, s library.Catalogue, id library.PhotoID) {
			Edit(t, s, library.Edit{Captions: []library.CaptionEdit{{Photo: id, Text: Text("")}}}) // there is none
		},
		func(t *testing.T, s library.Catalogue, id library.PhotoID) {
			Edit(t, s, library.Edit{Captions: []library.CaptionEdit{{Photo: id}}})
		},
	},
	"answer":    judgedAnswer(library.Yes),
	"no answer": judgedAnswer(library.No),
	"rejected suggestion": {
		func(t *testing.T, s library.Catalogue, id library.PhotoID) {
			suggest(t, s, Tag("guess"), id)
			Must(t, s.RejectSuggestions(t.Context(), Tag("guess"), []library.PhotoID{id}))
		},
		func(t *testing.T, s library.Catalogue, _ library.PhotoID) { Must(t, s.ForgetRejections(t.Context())) },
	},
}

func labelledTag(what library.Tag, how library.Label) (both struct {
	say, takeBack func(*testing.T, library.Catalogue, library.PhotoID)
}) {
	both.say = func(t *testing.T, s library.Catalogue, id library.PhotoID) {
		Edit(t, s, Statements(Say(id, what, how)))
	}
	both.takeBack = func(t *testing.T, s library.Catalogue, id library.PhotoID) {
		Edit(t, s, Statements(Say(id, what, library.Unlabelled)))
	}
	return both
}

func judgedAnswer(how library.Label) (both struct {
	say, takeBack func(*testing.T, library.Catalogue, library.PhotoID)
}) {
	set := func(how library.Label) func(*testing.T, library.Catalogue, library.PhotoID) {
		return func(t *testing.T, s library.Catalogue, id library.PhotoID) {
			Must(t, s.SetFeedback(t.Context(), "a dog", []library.PhotoID{id}, how))
		}
	}
	both.say, both.takeBack = set(how), set(library.Unlabelled)
	return both
}

// purgeable is a library in which photo 1 is to be annotated. The photo "guess" keeps its tag
// there.
func purgeable(t *testing.T, open Open) (library.Catalogue, *Clock) {
	s, c := open.empty(t)
	Scan(t, s, AddFolder(t, s, "/a"), File("one.jpg", 1), File("two.jpg", 2), File("guess.jpg", 3))
	CommitAll(t, s, model, writtenResult)
	Edit(t, s, Statements(Say(3, Tag("guess"), library.Yes)))
	return s, c
}

// writtenResult is the result of files with a keyword.
func writtenResult(f library.PendingFile) library.IndexedPhoto {
	r := Result(f)
	r.Photo.Keywords = []string{"written"}
	return r
}

func lose(t *testing.T, s library.Catalogue, rels ...string) {
	t.Helper()
	var gone []library.FileID
	for _, rel := range rels {
		gone = append(gone, fileOf(t, s, 1, rel))
	}
	apply(t, s, 1, library.ScanDelta{Gone: gone})
}

func purge(t *testing.T, s library.Catalogue, before time.Time) []library.PurgedPhoto {
	t.Helper()
	list, err := s.Purge(t.Context(), before)
	Must(t, err)
	return list
}

func vectorsOf(t *testing.T, s library.Catalogue) (ids []library.PhotoID) {
	t.Helper()
	err := s.VectorRows(t.Context(), model, 0, false, func(id library.PhotoID, _ int64, _ []byte) error {
		ids = append(ids, id)
		return nil
	})
	Must(t, err)
	slices.Sort(ids)
	return ids
}

// annotationsWithFile is all annotations of photos with a file, with the number of suggestions.
func annotationsWithFile(t *testing.T, s library.Catalogue) string {
	t.Helper()
	words := AnnotationDump(t, s)
	list, err := s.SuggestionCounts(t.Context())
	Must(t, err)
	return fmt.Sprint(words, "\n", TagList(t, s), "\n", list)
}

// Annotations of every kind outlive the purge, and are there when the content is found again.
// Vectors go, once.
func testPurgeKeepsAnnotations(t *testing.T, open Open) {
	for name, annotation := range annotations {
		t.Run(name, func(t *testing.T) {
			s, c := purgeable(t, open)
			annotation.say(t, s, 1)
			before := annotationsWithFile(t, s)
			gen, err := s.Generation(t.Context())
			Must(t, err)
			lose(t, s, "one.jpg", "two.jpg")
			if list := purge(t, s, c.At); len(list) != 0 {
				t.Errorf("purged %v too early", list)
			}
			want := []library.PurgedPhoto{{ID: 1, Hash: Photo(1).Hash, Kept: true}, {ID: 2, Hash: Photo(2).Hash}}
			if list := purge(t, s, c.At.Add(1)); !slices.Equal(list, want) {
				t.Errorf("purged %v, want %v", list, want)
			}
			if list := purge(t, s, c.At.Add(1)); len(list) != 0 {
				t.Errorf("purged %v once more", list)
			}
			if ids := vectorsOf(t, s); !slices.Equal(ids, []library.PhotoID{3}) {
				t.Errorf("vectors of %v are left", ids)
			}
			requireDeleted(t, s, gen, 1, 2)
			Must(t, s.PhotosWithoutFile(t.Context(), func(id library.PhotoID) { t.Errorf("photo %d may have vectors", id) }))
			for _, number := range []int{1, 2} {
				if id, done, err := s.PhotoByHash(t.Context(), Photo(number).Hash, model); id != 0 || done || err != nil {
					t.Errorf("content %d is photo %d, %v, %v", number, id, done, err)
				}
			}

			c.At = c.At.Add(3 * 365 * 24 * time.Hour)
			Scan(t, s, AddFolder(t, s, "/b"), File("deep/back.jpg", 1), File("two.jpg", 2))
			CommitAll(t, s, model, writtenResult)
			if id := photoAt(t, s, "/b/deep/back.jpg"); id != 1 {
				t.Errorf("it came back as photo %d", id)
			}
			Equal(t, "back", annotationsWithFile(t, s), before)
			if ids := vectorsOf(t, s); !slices.Equal(ids, []library.PhotoID{1, 3, photoAt(t, s, "/b/two.jpg")}) {
				t.Errorf("vectors of %v are there", ids)
			}
			suggest(t, s, Tag("guess"), 1)
			if left := suggested(t, s, Tag("guess")) == ""; left != (name == "rejected suggestion") {
				t.Errorf("a suggestion is left out: %v", left)
			}
		})
	}
}

// Once all annotations are taken back, in the years without a file, the photo goes.
func testPurgeAfterAllIsTakenBack(t *testing.T, open Open) {
	for name, annotation := range annotations {
		t.Run(name, func(t *testing.T) {
			s, c := purgeable(t, open)
			annotation.say(t, s, 1)
			lose(t, s, "one.jpg")
			if list := purge(t, s, c.At.Add(1)); len(list) != 1 || !list[0].Kept {
				t.Errorf("purged %v", list)
			}
			annotation.takeBack(t, s, 1)
			if list := purge(t, s, c.At.Add(1)); len(list) != 0 { // the thumbnail went before
				t.Errorf("purged %v", list)
			}
			if _, err := s.Photo(t.Context(), 1); err == nil {
				t.Error("the photo is still there")
			}
		})
	}
}

// A suggestion of a head or a keyword of the file is no annotation.
func testPurgeWithoutAnnotations(t *testing.T, open Open) {
	s, c := purgeable(t, open)
	suggest(t, s, Tag("guess"), 1)
	annotate(t, s, 2)
	suggest(t, s, Tag("guess"), 1, 2)
	lose(t, s, "one.jpg", "two.jpg")
	if list := purge(t, s, c.At.Add(1)); len(list) != 2 || list[0].Kept || !list[1].Kept {
		t.Errorf("purged %v", list)
	}
	Scan(t, s, 1, File("two.jpg", 2))
	IndexAll(t, s)
	Equal(t, "a guess of long ago", suggested(t, s, Tag("guess")), "")
}

// A result from before the purge isn't written after the purge: it has nothing of the picture
// and no vector.
func testResultOfAPurgedPhoto(t *testing.T, open Open) {
	s, c := purgeable(t, open)
	annotate(t, s, 1)
	lose(t, s, "one.jpg")
	Scan(t, s, 1, File("again.jpg", 1))
	pending, err := s.Pending(t.Context(), model, 0, 10)
	Must(t, err)
	if len(pending) != 1 {
		t.Fatalf("pending %v", pending)
	}
	known := library.IndexedPhoto{File: pending[0], Photo: library.Photo{ID: 1, Hash: Photo(1).Hash}}
	purge(t, s, c.At.Add(1))
	Must(t, s.Commit(t.Context(), model, []library.IndexedPhoto{known}))
	if n := Totals(t, s); n.Pending != 1 {
		t.Errorf("totals %+v", n)
	}
	IndexAll(t, s)
	Equal(t, "read wholly", dumpOf(t, s, 1), "caption asleep, no sea, answer a dog, yes Bella")
}

// Removing a folder is undone also when the purge came in between.
func testRestoredFolderOfPurgedPhotos(t *testing.T, open Open) {
	s, c := purgeable(t, open)
	annotate(t, s, 1)
	Must(t, s.SetFolderAside(t.Context(), 1))
	purge(t, s, c.At.Add(1))
	Must(t, s.RestoreFolder(t.Context(), 1))
	Equal(t, "said", dumpOf(t, s, 1), "caption asleep, no sea, answer a dog, yes Bella")
	if n := Totals(t, s); n.Pending != 3 || n.Photos != 2 { // two.jpg is to be read again, the others are to be encoded
		t.Errorf("totals %+v", n)
	}
	CommitAll(t, s, model, writtenResult)
	if ids := vectorsOf(t, s); len(ids) != 3 {
		t.Errorf("vectors of %v", ids)
	}
}

// The photos take more than one step.
func testPurgeInSteps(t *testing.T, open Open) {
	s, c := open.empty(t)
	files := make([]library.ScannedFile, 450)
	var said, gone []library.PhotoID
	for i := range files {
		files[i] = File(Name(i), i)
	}
	Scan(t, s, AddFolder(t, s, "/a"), files...)
	IndexAll(t, s)
	var tagged library.Edit
	for id := library.PhotoID(1); id <= 450; id++ {
		if id%3 == 0 {
			said = append(said, id)
			tagged.Tags = append(tagged.Tags, Say(id, Tag("third"), library.Yes))
		}
	}
	Edit(t, s, tagged)
	Must(t, s.RemoveFolder(t.Context(), 1))
	var kept []library.PhotoID
	for _, p := range purge(t, s, c.At.Add(1)) {
		if p.Kept {
			kept = append(kept, p.ID)
		} else {
			gone = append(gone, p.ID)
		}
	}
	slices.Sort(kept)
	if !slices.Equal(kept, said) || len(gone) != 300 || len(vectorsOf(t, s)) != 0 {
		t.Errorf("kept %d, gone %d, %d vectors", len(kept), len(gone), len(vectorsOf(t, s)))
	}
}

// requireDeleted checks which photos DeletedVectors tells.
func requireDeleted(t *testing.T, s library.Catalogue, after int64, want ...library.PhotoID) {
	t.Helper()
	var got []library.PhotoID
	Must(t, s.DeletedVectors(t.Context(), model, after, func(id library.PhotoID) { got = append(got, id) }))
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("vectors of %v are told to be gone, want %v", got, want)
	}
}

// lostText is what LostPhotos tells, line by line.
func lostText(t *testing.T, s library.Catalogue) string {
	t.Helper()
	list, err := s.LostPhotos(t.Context())
	Must(t, err)
	var lines []string
	for _, p := range list {
		line := fmt.Sprintf("%s %s", filepath.ToSlash(p.Path), p.Since.UTC().Format(time.DateTime))
		for _, one := range p.Annotations.Tags {
			line += " yes " + show(one)
		}
		for _, one := range p.Annotations.Not {
			line += " no " + show(one)
		}
		if p.Annotations.Caption != nil {
			line += fmt.Sprintf(" caption %q", *p.Annotations.Caption)
		}
		for _, f := range p.Annotations.Answers {
			line += fmt.Sprintf(" %v answer %q", f.Good, f.Description)
		}
		for _, one := range p.Annotations.Rejected {
			line += " rejected " + show(one)
		}
		if p.Annotations.Empty() {
			line += " nothing"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func testLostPhotosAreToldWithTheirPlaceAndWords(t *testing.T, open Open) {
	s, c := open.empty(t)
	Scan(t, s, AddFolder(t, s, "/a"), File("x/one.jpg", 1), File("copy.jpg", 1), File("two.jpg", 2), File("three.jpg", 3), File("here.jpg", 4))
	Scan(t, s, AddFolder(t, s, "/removed"), File("far/away.jpg", 5))
	IndexAll(t, s)
	Equal(t, "all are there", lostText(t, s), "")
	annotate(t, s, 1)
	Edit(t, s, Statements(Say(1, Person("Ann"), library.Yes), Say(photoAt(t, s, "/a/here.jpg"), Tag("guess"), library.Yes)))
	suggest(t, s, Tag("guess"), 1)
	Must(t, s.RejectSuggestions(t.Context(), Tag("guess"), []library.PhotoID{1}))

	lose(t, s, "x/one.jpg")
	Equal(t, "a copy is there", lostText(t, s), "")
	c.At = c.At.Add(time.Hour)
	lose(t, s, "copy.jpg", "two.jpg")
	c.At = c.At.Add(time.Hour)
	rewrite(t, s, "three.jpg", 30, nil) // another photo in its place
	Must(t, s.RemoveFolder(t.Context(), 2))
	want := strings.Join([]string{
		`/a/copy.jpg 2024-05-01 11:00:00 yes @Ann yes Bella no sea caption "asleep" true answer "a dog" rejected guess`,
		`/a/two.jpg 2024-05-01 11:00:00 nothing`,
		`/a/three.jpg 2024-05-01 12:00:00 nothing`,
		`/removed/far/away.jpg 2024-05-01 12:00:00 nothing`,
	}, "\n")
	Equal(t, "lost", lostText(t, s), want)
	purge(t, s, c.At)
	lines := strings.Split(want, "\n")
	Equal(t, "after the purge", lostText(t, s), strings.Join(slices.Delete(lines, 1, 2), "\n"))
}

// Forgetting deletes photos without a file and nothing else.
func testForget(t *testing.T, open Open) {
	s, c := open.empty(t)
	Scan(t, s, AddFolder(t, s, "/a"), File("one.jpg", 1), File("two.jpg", 2), File("here.jpg", 3))
	IndexAll(t, s)
	for id := range library.PhotoID(3) {
		annotate(t, s, id+1)
	}
	Edit(t, s, Statements(Say(1, Tag("secret/place"), library.Yes), Say(1, Person("Nobody"), library.No), Say(1, Tag("guess"), library.Yes), Say(2, Tag("guess"), library.Yes)))
	Edit(t, s, Statements(Say(1, Tag("guess"), library.Unlabelled)))
	suggest(t, s, Tag("guess"), 1)
	Must(t, s.RejectSuggestions(t.Context(), Tag("guess"), []library.PhotoID{1}))
	lose(t, s, "one.jpg", "two.jpg")
	purge(t, s, c.At.Add(1))

	gone, err := s.Forget(t.Context(), []library.PhotoID{1, 3, 99})
	Must(t, err)
	if len(gone) != 1 || gone[0].ID != 1 || gone[0].Hash != Photo(1).Hash {
		t.Errorf("forgotten %v", gone)
	}
	if list, err := s.LostPhotos(t.Context()); err != nil || len(list) != 1 || list[0].ID != 2 || len(list[0].Annotations.Tags) != 2 {
		t.Errorf("left are %+v, %v", list, err)
	}
	const here = "caption asleep, no sea, answer a dog, yes Bella"
	Equal(t, "of the photo that is there", dumpOf(t, s, 3), here)

	Scan(t, s, 1, File("one.jpg", 1), File("two.jpg", 2))
	IndexAll(t, s)
	Equal(t, "of the forgotten one when it comes back", dumpOf(t, s, photoAt(t, s, "/a/one.jpg")), "")
	Equal(t, "of the other", dumpOf(t, s, 2), here+", yes guess")
	CheckClean(t, s)
}

// The photos take more than one step. A cancelled call returns the photos that it deleted.
func testForgetInSteps(t *testing.T, open Open) {
	s, _ := open.empty(t)
	files := make([]library.ScannedFile, 450)
	ids := make([]library.PhotoID, len(files))
	for i := range files {
		files[i], ids[i] = File(Name(i), i), library.PhotoID(i+1)
	}
	Scan(t, s, AddFolder(t, s, "/a"), files...)
	IndexAll(t, s)
	if _, err := s.TagPhotos(t.Context(), ids, []library.Tag{Tag("all")}, nil); err != nil {
		t.Fatal(err)
	}
	Must(t, s.RemoveFolder(t.Context(), 1))
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
	Equal(t, "lost", lostText(t, s), "")
}
