package sqlite_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"descry/library"
	"descry/library/sqlite"
)

// sayings are all kinds of words of the owner's about a photo, and how each is taken
// back.
var sayings = map[string]struct {
	say, takeBack func(*testing.T, *sqlite.Store, library.PhotoID)
}{
	"tag":     saidTag(tag("Bella"), library.Yes),
	"no tag":  saidTag(tag("sea"), library.No),
	"person":  saidTag(person("Ann"), library.Yes),
	"no file": saidTag(tag("written"), library.No), // outweighs the file's own word
	"caption": {
		func(t *testing.T, s *sqlite.Store, id library.PhotoID) {
			edit(t, s, library.Edit{Captions: []library.CaptionEdit{{Photo: id, Text: text("")}}}) // there is none
		},
		func(t *testing.T, s *sqlite.Store, id library.PhotoID) {
			edit(t, s, library.Edit{Captions: []library.CaptionEdit{{Photo: id}}})
		},
	},
	"answer":    saidAnswer(library.Yes),
	"no answer": saidAnswer(library.No),
	"rejected suggestion": {
		func(t *testing.T, s *sqlite.Store, id library.PhotoID) {
			suggest(t, s, tag("guess"), id)
			requireNil(t, s.RejectSuggestions(t.Context(), tag("guess"), []library.PhotoID{id}))
		},
		func(t *testing.T, s *sqlite.Store, _ library.PhotoID) { requireNil(t, s.ForgetRejections(t.Context())) },
	},
}

func saidTag(what library.Tag, how library.Say) (both struct {
	say, takeBack func(*testing.T, *sqlite.Store, library.PhotoID)
}) {
	both.say = func(t *testing.T, s *sqlite.Store, id library.PhotoID) { edit(t, s, statements(say(id, what, how))) }
	both.takeBack = func(t *testing.T, s *sqlite.Store, id library.PhotoID) {
		edit(t, s, statements(say(id, what, library.Unsaid)))
	}
	return both
}

func saidAnswer(how library.Say) (both struct {
	say, takeBack func(*testing.T, *sqlite.Store, library.PhotoID)
}) {
	set := func(how library.Say) func(*testing.T, *sqlite.Store, library.PhotoID) {
		return func(t *testing.T, s *sqlite.Store, id library.PhotoID) {
			requireNil(t, s.SetFeedback(t.Context(), "a dog", []library.PhotoID{id}, how))
		}
	}
	both.say, both.takeBack = set(how), set(library.Unsaid)
	return both
}

func requireNil(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// purgeable is a library in which photo 1 is to be said something of. The photo "guess"
// keeps that tag there.
func purgeable(t *testing.T) (*sqlite.Store, *clock) {
	s, c := newStore(t)
	scan(t, s, addFolder(t, s, "/a"), newFile("one.jpg", 1), newFile("two.jpg", 2), newFile("guess.jpg", 3))
	commitAll(t, s, model, writtenResult)
	edit(t, s, statements(say(3, tag("guess"), library.Yes)))
	return s, c
}

// writtenResult is that of files which bring a word of their own.
func writtenResult(f library.PendingFile) library.IndexedPhoto {
	r := goodResult(f)
	r.Photo.Keywords = []string{"written"}
	return r
}

func lose(t *testing.T, s *sqlite.Store, rels ...string) {
	t.Helper()
	var gone []library.FileID
	for _, rel := range rels {
		gone = append(gone, fileOf(t, s, 1, rel))
	}
	apply(t, s, 1, library.ScanDelta{Gone: gone})
}

func purge(t *testing.T, s *sqlite.Store, before time.Time) []library.PurgedPhoto {
	t.Helper()
	list, err := s.Purge(t.Context(), before)
	requireNil(t, err)
	return list
}

func vectorsOf(t *testing.T, s *sqlite.Store) (ids []library.PhotoID) {
	t.Helper()
	err := s.VectorRows(t.Context(), model, 0, false, func(id library.PhotoID, _ int64, _ []byte) error {
		ids = append(ids, id)
		return nil
	})
	requireNil(t, err)
	slices.Sort(ids)
	return ids
}

// wordsWithFile is all that the owner said of photos with a file, suggestions counted.
func wordsWithFile(t *testing.T, s *sqlite.Store) string {
	t.Helper()
	words := ownerDump(t, s)
	list, err := s.SuggestionCounts(t.Context())
	requireNil(t, err)
	return fmt.Sprint(words, "\n", tagList(t, s), "\n", list)
}

// What the owner said of a photo outlives the purge, whatever it is, and is there when
// the content is found again; vectors go, once.
func TestPurgeKeepsWhatWasSaid(t *testing.T) {
	for name, saying := range sayings {
		t.Run(name, func(t *testing.T) {
			s, c := purgeable(t)
			saying.say(t, s, 1)
			before := wordsWithFile(t, s)
			gen, err := s.Generation(t.Context())
			requireNil(t, err)
			lose(t, s, "one.jpg", "two.jpg")
			if list := purge(t, s, c.at); len(list) != 0 {
				t.Errorf("purged %v too early", list)
			}
			want := []library.PurgedPhoto{{ID: 1, Hash: testPhoto(1).Hash, Kept: true}, {ID: 2, Hash: testPhoto(2).Hash}}
			if list := purge(t, s, c.at.Add(1)); !slices.Equal(list, want) {
				t.Errorf("purged %v, want %v", list, want)
			}
			if list := purge(t, s, c.at.Add(1)); len(list) != 0 {
				t.Errorf("purged %v once more", list)
			}
			if ids := vectorsOf(t, s); !slices.Equal(ids, []library.PhotoID{3}) {
				t.Errorf("vectors of %v are left", ids)
			}
			requireDeleted(t, s, gen, 1, 2)
			requireNil(t, s.PhotosWithoutFile(t.Context(), func(id library.PhotoID) { t.Errorf("photo %d may have vectors", id) }))
			for _, number := range []int{1, 2} {
				if id, done, err := s.PhotoByHash(t.Context(), testPhoto(number).Hash, model); id != 0 || done || err != nil {
					t.Errorf("content %d is photo %d, %v, %v", number, id, done, err)
				}
			}

			c.at = c.at.Add(3 * 365 * 24 * time.Hour)
			scan(t, s, addFolder(t, s, "/b"), newFile("deep/back.jpg", 1), newFile("two.jpg", 2))
			commitAll(t, s, model, writtenResult)
			if id := photoAt(t, s, "/b/deep/back.jpg"); id != 1 {
				t.Errorf("it came back as photo %d", id)
			}
			equal(t, "back", wordsWithFile(t, s), before)
			if ids := vectorsOf(t, s); !slices.Equal(ids, []library.PhotoID{1, 3, photoAt(t, s, "/b/two.jpg")}) {
				t.Errorf("vectors of %v are there", ids)
			}
			suggest(t, s, tag("guess"), 1)
			if left := suggested(t, s, tag("guess")) == ""; left != (name == "rejected suggestion") {
				t.Errorf("a suggestion is left out: %v", left)
			}
		})
	}
}

// Once all is taken back, in the years without a file, the photo goes.
func TestPurgeAfterAllIsTakenBack(t *testing.T) {
	for name, saying := range sayings {
		t.Run(name, func(t *testing.T) {
			s, c := purgeable(t)
			saying.say(t, s, 1)
			lose(t, s, "one.jpg")
			if list := purge(t, s, c.at.Add(1)); len(list) != 1 || !list[0].Kept {
				t.Errorf("purged %v", list)
			}
			saying.takeBack(t, s, 1)
			if list := purge(t, s, c.at.Add(1)); len(list) != 0 { // its thumbnail went before
				t.Errorf("purged %v", list)
			}
			if _, err := s.Photo(t.Context(), 1); err == nil {
				t.Error("the photo is still there")
			}
		})
	}
}

// What only a head or the file says is no word of the owner's.
func TestPurgeOfWhatNobodySaid(t *testing.T) {
	s, c := purgeable(t)
	suggest(t, s, tag("guess"), 1)
	spoken(t, s, 2)
	suggest(t, s, tag("guess"), 1, 2)
	lose(t, s, "one.jpg", "two.jpg")
	if list := purge(t, s, c.at.Add(1)); len(list) != 2 || list[0].Kept || !list[1].Kept {
		t.Errorf("purged %v", list)
	}
	scan(t, s, 1, newFile("two.jpg", 2))
	indexAll(t, s)
	equal(t, "a guess of long ago", suggested(t, s, tag("guess")), "")
}

// A result that was worked out before the purge isn't written after it: it tells nothing
// of the picture and has no vector.
func TestResultOfAPurgedPhoto(t *testing.T) {
	s, c := purgeable(t)
	spoken(t, s, 1)
	lose(t, s, "one.jpg")
	scan(t, s, 1, newFile("again.jpg", 1))
	pending, err := s.Pending(t.Context(), model, 0, 10)
	requireNil(t, err)
	if len(pending) != 1 {
		t.Fatalf("pending %v", pending)
	}
	known := library.IndexedPhoto{File: pending[0], Photo: library.Photo{ID: 1, Hash: testPhoto(1).Hash}}
	purge(t, s, c.at.Add(1))
	requireNil(t, s.Commit(t.Context(), model, []library.IndexedPhoto{known}))
	if n := totals(t, s); n.Pending != 1 {
		t.Errorf("totals %+v", n)
	}
	indexAll(t, s)
	equal(t, "read wholly", dumpOf(t, s, 1), "caption asleep, no sea, answer a dog, yes Bella")
}

// Removing a folder is undone also when the purge came in between.
func TestRestoredFolderOfPurgedPhotos(t *testing.T) {
	s, c := purgeable(t)
	spoken(t, s, 1)
	requireNil(t, s.SetFolderAside(t.Context(), 1))
	purge(t, s, c.at.Add(1))
	requireNil(t, s.RestoreFolder(t.Context(), 1))
	equal(t, "said", dumpOf(t, s, 1), "caption asleep, no sea, answer a dog, yes Bella")
	if n := totals(t, s); n.Pending != 3 || n.Photos != 2 { // two.jpg is to be read again, the others are to be encoded
		t.Errorf("totals %+v", n)
	}
	commitAll(t, s, model, writtenResult)
	if ids := vectorsOf(t, s); len(ids) != 3 {
		t.Errorf("vectors of %v", ids)
	}
}

// More photos than one step takes.
func TestPurgeInSteps(t *testing.T) {
	s, c := newStore(t)
	files := make([]library.ScannedFile, 450)
	var said, gone []library.PhotoID
	for i := range files {
		files[i] = newFile(testHashName(i), i)
	}
	scan(t, s, addFolder(t, s, "/a"), files...)
	indexAll(t, s)
	var tagged library.Edit
	for id := library.PhotoID(1); id <= 450; id++ {
		if id%3 == 0 {
			said = append(said, id)
			tagged.Tags = append(tagged.Tags, say(id, tag("third"), library.Yes))
		}
	}
	edit(t, s, tagged)
	requireNil(t, s.RemoveFolder(t.Context(), 1))
	var kept []library.PhotoID
	for _, p := range purge(t, s, c.at.Add(1)) {
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

// requireDeleted checks of which photos the deletion of vectors is told.
func requireDeleted(t *testing.T, s *sqlite.Store, after int64, want ...library.PhotoID) {
	t.Helper()
	var got []library.PhotoID
	requireNil(t, s.DeletedVectors(t.Context(), model, after, func(id library.PhotoID) { got = append(got, id) }))
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("vectors of %v are told to be gone, want %v", got, want)
	}
}

// BenchmarkPurgeOfManyKept is what a start costs with 100,000 photos without a file of
// which something was said.
func BenchmarkPurgeOfManyKept(b *testing.B) {
	c := newClock()
	s := openStore(b, filepath.Join(b.TempDir(), "catalogue.db"), sqlite.Options{Now: c.now})
	const n = 100_000
	scan(b, s, addFolder(b, s, "/a"), benchFiles(0, n)...)
	commitAll(b, s, "", func(f library.PendingFile) library.IndexedPhoto {
		return library.IndexedPhoto{File: f, Photo: testPhoto(int(f.Size))}
	})
	ids := make([]library.PhotoID, n)
	for i := range ids {
		ids[i] = library.PhotoID(i + 1)
	}
	if err := s.SetFeedback(context.Background(), "a dog", ids, library.Yes); err != nil {
		b.Fatal(err)
	}
	if err := s.RemoveFolder(context.Background(), 1); err != nil {
		b.Fatal(err)
	}
	if list, err := s.Purge(context.Background(), c.at.Add(1)); err != nil || len(list) != n {
		b.Fatal(len(list), err)
	}
	scan(b, s, addFolder(b, s, "/b"), benchFiles(n, n)...)
	commitAll(b, s, "", func(f library.PendingFile) library.IndexedPhoto {
		return library.IndexedPhoto{File: f, Photo: testPhoto(int(f.Size))}
	})
	for name, run := range map[string]func() error{
		"purge": func() error {
			_, err := s.Purge(context.Background(), c.at.Add(1))
			return err
		},
		"without file": func() error { return s.PhotosWithoutFile(context.Background(), func(library.PhotoID) {}) },
		"mentions": func() error {
			return s.Mentions(context.Background(), "album", nil, 100, func(library.Mention) {})
		},
		"tags": func() error {
			_, err := s.Tags(context.Background())
			return err
		},
		"statements": func() error { return s.Statements(context.Background(), func(library.TagEdit) {}) },
		"totals": func() error {
			_, err := s.Totals(context.Background(), "")
			return err
		},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := run(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
