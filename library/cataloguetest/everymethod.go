package cataloguetest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"descry/library"
)

// call is a method with arguments that concern something in a catalogue of Fill.
type call struct {
	// do calls the method. do calls row for each row that the method hands out.
	do func(ctx context.Context, s library.Catalogue, row func()) error
	// writes marks the methods that change the catalogue.
	writes bool
	// rows marks the methods that hand out rows one by one.
	rows bool
}

// calls are all methods of the contract but Close.
var calls = map[string]call{
	"Folders":          reads(func(ctx context.Context, s library.Catalogue) error { _, err := s.Folders(ctx, model); return err }),
	"AddFolder":        writes(func(ctx context.Context, s library.Catalogue) error { _, err := s.AddFolder(ctx, "/new"); return err }),
	"RemoveFolder":     writes(func(ctx context.Context, s library.Catalogue) error { return s.RemoveFolder(ctx, 2) }),
	"SetFolderAside":   writes(func(ctx context.Context, s library.Catalogue) error { return s.SetFolderAside(ctx, 2) }),
	"RestoreFolder":    writes(func(ctx context.Context, s library.Catalogue) error { return s.RestoreFolder(ctx, 2) }),
	"SetFolderPaused":  writes(func(ctx context.Context, s library.Catalogue) error { return s.SetFolderPaused(ctx, 1, true) }),
	"SetFolderOffline": writes(func(ctx context.Context, s library.Catalogue) error { return s.SetFolderOffline(ctx, 2, time.Time{}) }),
	"SetFolderScanned": writes(func(ctx context.Context, s library.Catalogue) error {
		return s.SetFolderScanned(ctx, 1, time.Unix(9, 0), 3)
	}),
	"UnreadableFolders": reads(func(ctx context.Context, s library.Catalogue) error {
		_, err := s.UnreadableFolders(ctx, 1)
		return err
	}),
	"SetUnreadableFolders": writes(func(ctx context.Context, s library.Catalogue) error {
		_, err := s.SetUnreadableFolders(ctx, 1, []library.UnreadableFolder{{Rel: "locked", Reason: "no permission to read it"}})
		return err
	}),
	"Subfolders": reads(func(ctx context.Context, s library.Catalogue) error { _, err := s.Subfolders(ctx, 1); return err }),

	"KnownFiles": hands(func(ctx context.Context, s library.Catalogue, row func()) error {
		return s.KnownFiles(ctx, 1, "", func(library.KnownFile) { row() })
	}),
	"FileHashes": hands(func(ctx context.Context, s library.Catalogue, row func()) error {
		return s.FileHashes(ctx, []library.FileID{1, 2}, func(library.FileID, library.Hash) { row() })
	}),
	"ApplyScan": writes(func(ctx context.Context, s library.Catalogue) error {
		return s.ApplyScan(ctx, 1, library.ScanDelta{New: []library.ScannedFile{File("new.jpg", 77)}})
	}),
	"Pending": reads(func(ctx context.Context, s library.Catalogue) error {
		_, err := s.Pending(ctx, "model-c", 0, 9)
		return err
	}),
	"Commit": writes(func(ctx context.Context, s library.Catalogue) error {
		files, err := s.Pending(ctx, "model-c", 0, 1)
		if err != nil {
			return err
		}
		var batch []library.IndexedPhoto
		for _, f := range files {
			batch = append(batch, library.IndexedPhoto{File: f, Photo: library.Photo{ID: f.Photo, Hash: f.Hash}, Vector: Vector(4, 1)})
		}
		return s.Commit(ctx, "model-c", batch)
	}),
	"Outdated": reads(func(ctx context.Context, s library.Catalogue) error {
		_, err := s.Outdated(ctx, 2, library.PendingFile{}, 9)
		return err
	}),
	"CountOutdated": reads(func(ctx context.Context, s library.Catalogue) error { _, err := s.CountOutdated(ctx, 2); return err }),
	"OutdatedMetadata": reads(func(ctx context.Context, s library.Catalogue) error {
		_, err := s.OutdatedMetadata(ctx, 2, library.PendingFile{}, 9)
		return err
	}),
	"CountOutdatedMetadata": reads(func(ctx context.Context, s library.Catalogue) error {
		_, err := s.CountOutdatedMetadata(ctx, 2)
		return err
	}),
	"RereadMetadata": writes(func(ctx context.Context, s library.Catalogue) error { _, err := s.RereadMetadata(ctx); return err }),
	"RetryRefused":   writes(func(ctx context.Context, s library.Catalogue) error { _, err := s.RetryRefused(ctx, 1, 2); return err }),
	"Problems":       reads(func(ctx context.Context, s library.Catalogue) error { _, err := s.Problems(ctx, 9); return err }),
	"RetryFailed":    writes(func(ctx context.Context, s library.Catalogue) error { return s.RetryFailed(ctx) }),
	"RetryDue": writes(func(ctx context.Context, s library.Catalogue) error {
		_, _, err := s.RetryDue(ctx, farFuture)
		return err
	}),
	"RetryFolder": writes(func(ctx context.Context, s library.Catalogue) error { _, err := s.RetryFolder(ctx, 1); return err }),
	"Retries":     reads(func(ctx context.Context, s library.Catalogue) error { _, _, err := s.Retries(ctx); return err }),
	"IgnoreFailed": writes(func(ctx context.Context, s library.Catalogue) error {
		_, err := s.IgnoreFailed(ctx, true, 5)
		return err
	}),
	"IgnoreUnchanged": writes(func(ctx context.Context, s library.Catalogue) error {
		_, err := s.IgnoreUnchanged(ctx, true, []library.FailedFile{{ID: 5, Size: 1004, ModTimeNS: filledModTime}})
		return err
	}),
	"Totals": reads(func(ctx context.Context, s library.Catalogue) error { _, err := s.Totals(ctx, model); return err }),

	"Places": reads(func(ctx context.Context, s library.Catalogue) error { _, err := s.Places(ctx, 0); return err }),
	"ConfirmGone": writes(func(ctx context.Context, s library.Catalogue) error {
		_, err := s.ConfirmGone(ctx, 1, "drive")
		return err
	}),
	"FoundElsewhere": reads(func(ctx context.Context, s library.Catalogue) error {
		_, err := s.FoundElsewhere(ctx, []library.FileID{1})
		return err
	}),

	"Photo":     reads(func(ctx context.Context, s library.Catalogue) error { _, err := s.Photo(ctx, 1); return err }),
	"PhotoHash": reads(func(ctx context.Context, s library.Catalogue) error { _, err := s.PhotoHash(ctx, 1); return err }),
	"PhotoByHash": reads(func(ctx context.Context, s library.Catalogue) error {
		_, _, err := s.PhotoByHash(ctx, Photo(1).Hash, model)
		return err
	}),
	"PhotoByPath": reads(func(ctx context.Context, s library.Catalogue) error {
		_, err := s.PhotoByPath(ctx, "/home/Bilder/2019/IMG_0003.jpg")
		return err
	}),
	"PhotosByName": reads(func(ctx context.Context, s library.Catalogue) error {
		_, err := s.PhotosByName(ctx, "img_0003.jpg", 9)
		return err
	}),
	"Tiles": reads(func(ctx context.Context, s library.Catalogue) error {
		_, err := s.Tiles(ctx, library.Scope{}, FilterOf(library.TagTest{Name: "animals"}), library.ByName)
		return err
	}),
	"TilesByID": reads(func(ctx context.Context, s library.Catalogue) error {
		_, err := s.TilesByID(ctx, []library.PhotoID{1})
		return err
	}),
	"TilesInOrder": reads(func(ctx context.Context, s library.Catalogue) error {
		_, err := s.TilesInOrder(ctx, []library.PhotoID{1}, library.OldestFirst)
		return err
	}),
	"PhotosIn": hands(func(ctx context.Context, s library.Catalogue, row func()) error {
		return s.PhotosIn(ctx, library.Scope{}, library.Filter{}, func(library.PhotoID) { row() })
	}),
	"PhotosWithoutFile": hands(func(ctx context.Context, s library.Catalogue, row func()) error {
		return s.PhotosWithoutFile(ctx, func(library.PhotoID) { row() })
	}),
	"PhotosAway": hands(func(ctx context.Context, s library.Catalogue, row func()) error {
		return s.PhotosAway(ctx, func(library.PhotoID) { row() })
	}),
	"PhotoByHashPrefix": reads(func(ctx context.Context, s library.Catalogue) error {
		_, err := s.PhotoByHashPrefix(ctx, string(filledHash("/home/Bilder/2019/IMG_0003.jpg")[:9]))
		return err
	}),
	"Paths": reads(func(ctx context.Context, s library.Catalogue) error {
		_, err := s.Paths(ctx, []library.PhotoID{1})
		return err
	}),
	"Purge": writes(func(ctx context.Context, s library.Catalogue) error { _, err := s.Purge(ctx, farFuture); return err }),

	"Generation": reads(func(ctx context.Context, s library.Catalogue) error { _, err := s.Generation(ctx); return err }),
	"VectorRows": hands(func(ctx context.Context, s library.Catalogue, row func()) error {
		return s.VectorRows(ctx, model, 0, true, func(library.PhotoID, int64, []byte) error { row(); return nil })
	}),
	"Vectors": hands(func(ctx context.Context, s library.Catalogue, row func()) error {
		return s.Vectors(ctx, model, []library.PhotoID{1, 2}, func(library.PhotoID, []byte) error { row(); return nil })
	}),
	"DeletedVectors": hands(func(ctx context.Context, s library.Catalogue, row func()) error {
		return s.DeletedVectors(ctx, "model-c", 0, func(library.PhotoID) { row() })
	}),
	"DeleteModelVectors": writes(func(ctx context.Context, s library.Catalogue) error { return s.DeleteModelVectors(ctx, "model-b") }),
	"Models":             reads(func(ctx context.Context, s library.Catalogue) error { _, err := s.Models(ctx); return err }),
	"LookedAtBy":         reads(func(ctx context.Context, s library.Catalogue) error { _, err := s.LookedAtBy(ctx, 1); return err }),
	"ModelTotals":        reads(func(ctx context.Context, s library.Catalogue) error { _, err := s.ModelTotals(ctx); return err }),

	"Value":    reads(func(ctx context.Context, s library.Catalogue) error { _, err := s.Value(ctx, "model"); return err }),
	"SetValue": writes(func(ctx context.Context, s library.Catalogue) error { return s.SetValue(ctx, "model", "another") }),
	"Check":    reads(func(ctx context.Context, s library.Catalogue) error { _, err := s.Check(ctx); return err }),

	"Mentions": hands(func(ctx context.Context, s library.Catalogue, row func()) error {
		return s.Mentions(ctx, "sea", nil, 9, func(library.Mention) { row() })
	}),
	"FacetValues": reads(func(ctx context.Context, s library.Catalogue) error {
		_, err := s.FacetValues(ctx, library.FacetTag, "", 9)
		return err
	}),
	"SavedSearches": reads(func(ctx context.Context, s library.Catalogue) error { _, err := s.SavedSearches(ctx); return err }),
	"SaveSearch": writes(func(ctx context.Context, s library.Catalogue) error {
		_, err := s.SaveSearch(ctx, library.SavedSearch{Name: "Dogs", Query: "a dog"})
		return err
	}),
	"DeleteSearch": writes(func(ctx context.Context, s library.Catalogue) error { return s.DeleteSearch(ctx, 1) }),
	"SwapSearch": writes(func(ctx context.Context, s library.Catalogue) error {
		return s.SwapSearch(ctx, library.SavedSearch{}, library.SavedSearch{ID: 9, Name: "Cats", Query: "a cat"})
	}),

	"ApplyEdit": writes(func(ctx context.Context, s library.Catalogue) error {
		_, err := s.ApplyEdit(ctx, library.Edit{Captions: []library.CaptionEdit{{Photo: 1, Text: Text("another")}}})
		return err
	}),
	"TagPhotos": writes(func(ctx context.Context, s library.Catalogue) error {
		_, err := s.TagPhotos(ctx, []library.PhotoID{1}, []library.Tag{Tag("zebra")}, nil)
		return err
	}),
	"RenameTag": writes(func(ctx context.Context, s library.Catalogue) error {
		_, err := s.RenameTag(ctx, Tag("animals/dogs/Bella"), Tag("Bello"))
		return err
	}),
	"RemoveTag": writes(func(ctx context.Context, s library.Catalogue) error {
		_, err := s.RemoveTag(ctx, Tag("animals/dogs/Bella"))
		return err
	}),
	"TagShares": reads(func(ctx context.Context, s library.Catalogue) error {
		_, err := s.TagShares(ctx, []library.PhotoID{1, 2})
		return err
	}),
	"Tags": reads(func(ctx context.Context, s library.Catalogue) error { _, err := s.Tags(ctx); return err }),
	"Statements": hands(func(ctx context.Context, s library.Catalogue, row func()) error {
		return s.Statements(ctx, func(library.TagEdit) { row() })
	}),
	"Captions": hands(func(ctx context.Context, s library.Catalogue, row func()) error {
		return s.Captions(ctx, func(library.PhotoID, string) { row() })
	}),
	"CaptionsOf": reads(func(ctx context.Context, s library.Catalogue) error {
		_, err := s.CaptionsOf(ctx, []library.PhotoID{1})
		return err
	}),
	"NamedConcepts": reads(func(ctx context.Context, s library.Catalogue) error { _, err := s.NamedConcepts(ctx); return err }),
	"ImportOffers":  reads(func(ctx context.Context, s library.Catalogue) error { _, err := s.ImportOffers(ctx); return err }),
	"Import": writes(func(ctx context.Context, s library.Catalogue) error {
		_, err := s.Import(ctx, []library.ImportOffer{{Source: library.OfferPeople, Tag: Person("Ann Lee")}})
		return err
	}),

	"SetFeedback": writes(func(ctx context.Context, s library.Catalogue) error {
		return s.SetFeedback(ctx, "a dog", []library.PhotoID{1}, library.Yes)
	}),
	"EditFeedback": writes(func(ctx context.Context, s library.Catalogue) error {
		_, err := s.EditFeedback(ctx, "a cat", []library.FeedbackEdit{{Photo: 1, Label: library.No}})
		return err
	}),
	"FeedbackOn": reads(func(ctx context.Context, s library.Catalogue) error {
		_, err := s.FeedbackOn(ctx, "a boat at sea")
		return err
	}),
	"AllFeedback": hands(func(ctx context.Context, s library.Catalogue, row func()) error {
		return s.AllFeedback(ctx, func(library.Feedback) { row() })
	}),

	"ReplaceSuggestions": writes(func(ctx context.Context, s library.Catalogue) error {
		return s.ReplaceSuggestions(ctx, Tag("animals/dogs/Bella"), []library.Suggestion{{Tag: Tag("animals/dogs/Bella"), Photo: 5, Confidence: 0.25}})
	}),
	"Suggestions": reads(func(ctx context.Context, s library.Catalogue) error {
		_, err := s.Suggestions(ctx, Tag("animals/dogs/Bella"), 9)
		return err
	}),
	"SuggestionCounts": reads(func(ctx context.Context, s library.Catalogue) error { _, err := s.SuggestionCounts(ctx); return err }),
	"RejectSuggestions": writes(func(ctx context.Context, s library.Catalogue) error {
		return s.RejectSuggestions(ctx, Tag("animals/dogs/Bella"), []library.PhotoID{3})
	}),
	"WithdrawRejections": writes(func(ctx context.Context, s library.Catalogue) error {
		return s.WithdrawRejections(ctx, Tag("animals/dogs/Bella"), []library.PhotoID{4})
	}),
	"ForgetRejections": writes(func(ctx context.Context, s library.Catalogue) error { return s.ForgetRejections(ctx) }),
	"ClearSuggestions": writes(func(ctx context.Context, s library.Catalogue) error { return s.ClearSuggestions(ctx) }),

	"LostPhotos": reads(func(ctx context.Context, s library.Catalogue) error { _, err := s.LostPhotos(ctx); return err }),
	"Forget": writes(func(ctx context.Context, s library.Catalogue) error {
		_, err := s.Forget(ctx, []library.PhotoID{6})
		return err
	}),
}

var farFuture = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)

func reads(do func(ctx context.Context, s library.Catalogue) error) call {
	return call{do: func(ctx context.Context, s library.Catalogue, _ func()) error { return do(ctx, s) }}
}

func writes(do func(ctx context.Context, s library.Catalogue) error) call {
	c := reads(do)
	c.writes = true
	return c
}

func hands(do func(ctx context.Context, s library.Catalogue, row func()) error) call {
	return call{do: do, rows: true}
}

// state is everything that can be read of a catalogue, for comparing.
func state(t *testing.T, s library.Catalogue) string {
	t.Helper()
	ctx := t.Context()
	places, err := s.Places(ctx, 0)
	Must(t, err)
	searches, err := s.SavedSearches(ctx)
	Must(t, err)
	offers, err := s.ImportOffers(ctx)
	Must(t, err)
	value, err := s.Value(ctx, "model")
	Must(t, err)
	locked, err := s.UnreadableFolders(ctx, 1)
	Must(t, err)
	next, due, err := s.Retries(ctx)
	Must(t, err)
	suggestions, err := s.Suggestions(ctx, Tag("animals/dogs/Bella"), 0)
	Must(t, err)
	gen, err := s.Generation(ctx)
	Must(t, err)
	outdated, err := s.CountOutdatedMetadata(ctx, 2)
	Must(t, err)
	return fmt.Sprintln(folderDump(t, s), AnnotationDump(t, s), TagList(t, s), lostText(t, s), suggestionCounts(t, s), suggestions,
		places, searches, offers, value, locked, next, due, gen, outdated, modelTotals(t, s))
}

// filled opens a catalogue of Fill in a directory of its own.
func (open Open) filled(t *testing.T) (s library.Catalogue, dir string) {
	t.Helper()
	dir = t.TempDir()
	s = open(t, dir, NewClock().Now)
	Fill(t, s)
	return s, dir
}

// A call whose context has ended returns the context's error, writes nothing and hands out no
// row.
func testEndedContext(t *testing.T, open Open) {
	s, _ := open.filled(t)
	before := state(t, s)
	ended, end := context.WithCancel(t.Context())
	end()
	for _, name := range slices.Sorted(maps.Keys(calls)) {
		err := calls[name].do(ended, s, func() { t.Errorf("%s hands out a row", name) })
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", name, err)
		}
	}
	Equal(t, "after all", state(t, s), before)
	CheckClean(t, s)
}

// Each call on a closed store is an error.
func testClosedStore(t *testing.T, open Open) {
	s, dir := open.filled(t)
	before := state(t, s)
	Must(t, s.Close())
	for _, name := range slices.Sorted(maps.Keys(calls)) {
		if err := calls[name].do(t.Context(), s, func() { t.Errorf("%s hands out a row", name) }); err == nil {
			t.Errorf("%s is answered", name)
		}
	}
	again := open(t, dir, NewClock().Now)
	Equal(t, "opened again", state(t, again), before)
	CheckClean(t, again)
}

// A function that is called for a row may read and write the store before the next row.
func testCallsWithinRows(t *testing.T, open Open) {
	s, _ := open.filled(t)
	ctx := t.Context()
	for _, name := range slices.Sorted(maps.Keys(calls)) {
		if !calls[name].rows {
			continue
		}
		rows := 0
		Must(t, calls[name].do(ctx, s, func() {
			rows++
			key, text := name, fmt.Sprint(rows)
			Must(t, s.SetValue(ctx, key, text))
			if value, err := s.Value(ctx, key); err != nil || value != text {
				t.Errorf("within %s: %q, %v", name, value, err)
			}
			if _, err := s.Photo(ctx, 1); err != nil {
				t.Errorf("within %s: %v", name, err)
			}
		}))
		if rows == 0 {
			t.Errorf("%s hands out nothing", name)
		}
	}
}

// Rows are as they were when the call began, whatever is written before the last row is handed
// out.
func testRowsOfOneMoment(t *testing.T, open Open) {
	for _, name := range slices.Sorted(maps.Keys(calls)) {
		if !calls[name].rows {
			continue
		}
		t.Run(name, func(t *testing.T) {
			s, _ := open.filled(t)
			ctx, want, got := t.Context(), 0, 0
			Must(t, calls[name].do(ctx, s, func() { want++ }))
			Must(t, calls[name].do(ctx, s, func() {
				if got++; got > 1 {
					return
				}
				Scan(t, s, 1, File("2019/sea.jpg", 1))
				Must(t, s.RemoveFolder(ctx, 2))
				Must(t, s.RemoveFolder(ctx, 1))
				_, err := s.Forget(ctx, []library.PhotoID{1, 2, 3, 4, 5, 6, 7, 8, 9})
				Must(t, err)
			}))
			if got != want || want == 0 {
				t.Errorf("%d rows, %d before", got, want)
			}
		})
	}
}

// Lists have the promised order, whatever order they were written in.
func testOrders(t *testing.T, open Open) {
	s, _ := open.empty(t)
	ctx := t.Context()
	z, a := AddFolder(t, s, "/z"), AddFolder(t, s, "/a")
	for _, id := range []library.FolderID{a, z} {
		Scan(t, s, id, File("2.jpg", int(id)), File("1.jpg", 10+int(id)))
		apply(t, s, id, library.ScanDelta{Places: []library.Place{{Rel: "y"}, {Rel: ""}, {Rel: "x/y"}, {Rel: "x"}}})
	}
	IndexAll(t, s)
	commit(t, s, "another", Result(pending(t, s, "another")[0]))
	commit(t, s, "a third", Result(pending(t, s, "a third")[0]))
	for _, name := range []string{"Rex", "Ada", "Bella"} {
		Edit(t, s, library.Edit{Tags: []library.TagEdit{Say(1, Tag(name), library.Yes)}, Named: []library.NamedEdit{{Tag: Tag(name), Noun: Text("dog")}}})
		_, err := s.SaveSearch(ctx, library.SavedSearch{Name: name})
		Must(t, err)
		Must(t, s.SetFeedback(ctx, name, []library.PhotoID{2, 1}, library.Yes))
	}
	Edit(t, s, Statements(Say(2, Tag("Rex"), library.Yes)))
	for what, list := range map[string]struct {
		got  func() ([]string, error)
		want []string
	}{
		"folders": {listed(func() ([]library.Folder, error) { return s.Folders(ctx, "") }, func(f library.Folder) any { return f.Path }), []string{"/a", "/z"}},
		"places": {listed(func() ([]library.Place, error) { return s.Places(ctx, 0) }, func(p library.Place) any { return fmt.Sprint(p.Folder, p.Rel) }),
			[]string{"1", "1x", "1x/y", "1y", "2", "2x", "2x/y", "2y"}},
		"pending": {listed(func() ([]library.PendingFile, error) { return s.Pending(ctx, "new", 0, 9) }, func(f library.PendingFile) any { return f.ID }),
			[]string{"1", "2", "3", "4"}},
		"models": {listed(func() ([]library.PhotoModel, error) { return s.LookedAtBy(ctx, 1) }, func(m library.PhotoModel) any { return m.Model }),
			[]string{"a third", "another", model}},
		"named things": {listed(func() ([]library.NamedConcept, error) { return s.NamedConcepts(ctx) }, func(n library.NamedConcept) any { return n.Tag.Name }),
			[]string{"Ada", "Bella", "Rex"}},
		"tags": {listed(func() ([]library.TagCount, error) { return s.Tags(ctx) }, func(c library.TagCount) any { return c.Tag.Name }),
			[]string{"Ada", "Bella", "Rex"}},
		"shares": {listed(func() ([]library.TagShare, error) { return s.TagShares(ctx, []library.PhotoID{1, 2}) }, func(c library.TagShare) any { return c.Photos }),
			[]string{"2", "1", "1"}},
		"searches": {listed(func() ([]library.SavedSearch, error) { return s.SavedSearches(ctx) }, func(c library.SavedSearch) any { return c.Name }),
			[]string{"Ada", "Bella", "Rex"}},
		"answers": {listed(func() ([]library.Feedback, error) { return s.FeedbackOn(ctx, "rex") }, func(f library.Feedback) any { return f.Photo }),
			[]string{"2", "1"}},
		"all answers": {listed(func() (list []library.Feedback, err error) {
			err = s.AllFeedback(ctx, func(f library.Feedback) { list = append(list, f) })
			return list, err
		}, func(f library.Feedback) any { return f.Description }), []string{"Ada", "Ada", "Bella", "Bella", "Rex", "Rex"}},
	} {
		if got, err := list.got(); err != nil || !slices.Equal(got, list.want) {
			t.Errorf("%s are %q, want %q, %v", what, got, list.want, err)
		}
	}
}

// listed is what a method lists, with the key of the order in place of each element.
func listed[T any](list func() ([]T, error), key func(T) any) func() ([]string, error) {
	return func() (keys []string, err error) {
		all, err := list()
		for _, one := range all {
			keys = append(keys, fmt.Sprint(key(one)))
		}
		return keys, err
	}
}

// The error of who was handed a vector ends the call and comes back.
func testErrorsOfRows(t *testing.T, open Open) {
	s, _ := open.filled(t)
	stop, seen := errors.New("stop"), 0
	for name, err := range map[string]error{
		"VectorRows": s.VectorRows(t.Context(), model, 0, true, func(library.PhotoID, int64, []byte) error { seen++; return stop }),
		"Vectors":    s.Vectors(t.Context(), model, []library.PhotoID{1, 2}, func(library.PhotoID, []byte) error { seen++; return stop }),
	} {
		if !errors.Is(err, stop) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if seen != 2 {
		t.Errorf("%d rows were handed out", seen)
	}
}

// What a call has written is there for every other handle when the call returns.
func testWrittenForAll(t *testing.T, open Open) {
	for _, name := range slices.Sorted(maps.Keys(calls)) {
		if !calls[name].writes {
			continue
		}
		t.Run(name, func(t *testing.T) {
			s, dir := open.filled(t)
			other := open(t, dir, NewClock().Now)
			if name == "RestoreFolder" {
				Must(t, s.SetFolderAside(t.Context(), 2))
			}
			before := state(t, other)
			Must(t, calls[name].do(t.Context(), s, nil))
			after := state(t, s)
			if after == before {
				t.Error("nothing has changed")
			}
			Equal(t, "seen by another handle", state(t, other), after)
			CheckClean(t, other)
		})
	}
}

// Methods that only read change nothing and have no error where there is something to read.
func testReadsChangeNothing(t *testing.T, open Open) {
	s, _ := open.filled(t)
	before := state(t, s)
	for _, name := range slices.Sorted(maps.Keys(calls)) {
		if calls[name].writes {
			continue
		}
		if err := calls[name].do(t.Context(), s, func() {}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	Equal(t, "after all", state(t, s), before)
}

// filledModTime is the modification time of all files of Fill.
const filledModTime = int64(1_562_000_000e9)
