package history

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"descry/app/message"
	"descry/app/notice"
	"descry/library"
	"descry/library/sqlite"
)

// photographs is a catalogue with n photos in the folder that is returned.
func photographs(t *testing.T, n int) (*sqlite.Store, library.FolderID, []library.PhotoID) {
	t.Helper()
	ctx := context.Background()
	s, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "catalogue.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	f, err := s.AddFolder(ctx, "/photos")
	if err != nil {
		t.Fatal(err)
	}
	var delta library.ScanDelta
	for i := range n {
		delta.New = append(delta.New, library.ScannedFile{Rel: fmt.Sprintf("%05d.jpg", i), FileStamp: library.FileStamp{Size: int64(i)}})
	}
	if err := s.ApplyScan(ctx, f.ID, delta); err != nil {
		t.Fatal(err)
	}
	files, err := s.Pending(ctx, "m", 0, n)
	if err != nil {
		t.Fatal(err)
	}
	var batch []library.IndexedPhoto
	for _, file := range files {
		photo := library.Photo{Hash: library.Hash(fmt.Sprintf("%064x", file.Size)), Format: "jpeg", Width: 4, Height: 3}
		batch = append(batch, library.IndexedPhoto{File: file, Photo: photo, Vector: []float32{1, 0}})
	}
	if err := s.Commit(ctx, "m", batch); err != nil {
		t.Fatal(err)
	}
	var ids []library.PhotoID
	if err := s.PhotosIn(ctx, library.Scope{}, library.Filter{}, func(id library.PhotoID) { ids = append(ids, id) }); err != nil || len(ids) != n {
		t.Fatalf("%d photos, %v", len(ids), err)
	}
	slices.Sort(ids)
	return s, f.ID, ids
}

// unreadable adds n files to a folder that can't be read.
func unreadable(t *testing.T, s *sqlite.Store, folder library.FolderID, n int) []library.FileID {
	t.Helper()
	ctx := context.Background()
	var delta library.ScanDelta
	for i := range n {
		delta.New = append(delta.New, library.ScannedFile{Rel: fmt.Sprintf("broken%d.jpg", i), FileStamp: library.FileStamp{Size: 7, ModTimeNS: int64(i)}})
	}
	if err := s.ApplyScan(ctx, folder, delta); err != nil {
		t.Fatal(err)
	}
	return failPending(t, s)
}

// failPending has all fail that is to be read, and returns it by id.
func failPending(t *testing.T, s *sqlite.Store) (ids []library.FileID) {
	t.Helper()
	ctx := context.Background()
	files, err := s.Pending(ctx, "m", 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	var batch []library.IndexedPhoto
	for _, file := range files {
		batch = append(batch, library.IndexedPhoto{File: file, Err: errors.New("not a photo")})
		ids = append(ids, file.ID)
	}
	if err := s.Commit(ctx, "m", batch); err != nil {
		t.Fatal(err)
	}
	slices.Sort(ids)
	return ids
}

// problems lists the files that can't be read by id, as "3" or, ignored, "3-".
func problems(t *testing.T, s *sqlite.Store) string {
	t.Helper()
	list, err := s.Problems(context.Background(), 0)
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(list, func(a, b library.Problem) int { return int(a.File - b.File) })
	var words []string
	for _, p := range list {
		word := fmt.Sprint(p.File)
		if p.Ignored {
			word += "-"
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

// said is all that the user says.
func said(t *testing.T, s *sqlite.Store) string {
	t.Helper()
	var lines []string
	ctx := context.Background()
	err := errors.Join(
		s.Statements(ctx, func(e library.TagEdit) { lines = append(lines, fmt.Sprintln(e.Tag.Name, e.Photo, e.Label)) }),
		s.Captions(ctx, func(id library.PhotoID, text string) { lines = append(lines, fmt.Sprintln(text, id)) }),
		s.AllFeedback(ctx, func(f library.Feedback) { lines = append(lines, fmt.Sprintln(f.Description, f.Photo, f.Good)) }),
	)
	searches, searchErr := s.SavedSearches(ctx)
	folders, folderErr := s.Folders(ctx, "m")
	counts, countErr := s.SuggestionCounts(ctx)
	if err := errors.Join(err, searchErr, folderErr, countErr); err != nil {
		t.Fatal(err)
	}
	slices.Sort(lines)
	return strings.Join(lines, "") + fmt.Sprintln(searches, folders, counts)
}

func tagging(s *sqlite.Store, ids []library.PhotoID, name string) Action {
	return Editing(s, func(ctx context.Context) (library.Edit, error) {
		return s.TagPhotos(ctx, ids, []library.Tag{{Name: name}}, nil)
	})
}

// TestEverythingIsOneHistory does one thing of each kind and goes all the way back,
// forth, and back.
func TestEverythingIsOneHistory(t *testing.T) {
	s, folder, ids := photographs(t, 6)
	ctx := context.Background()
	h := New(time.Now)
	text := "Rex asleep"
	sea := library.Tag{Name: "sea"}
	if _, err := s.TagPhotos(ctx, ids[5:], []library.Tag{sea}, nil); err != nil {
		t.Fatal(err)
	}
	list := []library.Suggestion{{Tag: sea, Photo: ids[0], Confidence: 0.9}, {Tag: sea, Photo: ids[1], Confidence: 0.8}}
	if err := s.ReplaceSuggestions(ctx, sea, list); err != nil {
		t.Fatal(err)
	}
	broken := unreadable(t, s, folder, 2)
	var states []string
	steps := []struct {
		what string
		do   Action
	}{
		{"tag", tagging(s, ids[:3], "trip")},
		{"caption", Editing(s, func(ctx context.Context) (library.Edit, error) {
			return s.ApplyEdit(ctx, library.Edit{Captions: []library.CaptionEdit{{Photo: ids[0], Text: &text}}})
		})},
		{"rename", Editing(s, func(ctx context.Context) (library.Edit, error) {
			return s.RenameTag(ctx, library.Tag{Name: "trip"}, library.Tag{Name: "journey"})
		})},
		{"right answer", Judging(s, "a dog", []library.FeedbackEdit{{Photo: ids[1], Label: library.Yes}, {Photo: ids[2], Label: library.No}})},
		{"reject", Rejecting(s, sea, ids[:1])},
		{"save", Saving(s, library.SavedSearch{Name: " Dogs ", Query: "a dog"})},
		{"rename search", Saving(s, library.SavedSearch{ID: 1, Name: "Cats", Query: "a cat"})},
		{"ignore", Ignoring(s, true, broken)},
		{"show again", Ignoring(s, false, broken[:1])},
		{"remove folder", Removing(s, folder)},
		{"delete search", Deleting(s, 1)},
	}
	for _, step := range steps {
		states = append(states, said(t, s))
		if got, err := h.Do(ctx, labelled(step.what), step.do); err != nil || got.ID == 0 || said(t, s) == states[len(states)-1] {
			t.Fatalf("%s: %+v, %v", step.what, got, err)
		}
	}
	states = append(states, said(t, s))
	for range 2 {
		for i := len(steps) - 1; i >= 0; i-- {
			m, err := h.Undo(ctx, 0)
			if got := said(t, s); err != nil || m.What.String() != steps[i].what || m.Gone || m.Left > 0 || got != states[i] {
				t.Fatalf("undo %+v, %v\n%s\nwant\n%s", m, err, got, states[i])
			}
		}
		if m, err := h.Undo(ctx, 0); m.ID != 0 || err != nil {
			t.Fatalf("there is more to undo: %+v, %v", m, err)
		}
		for i := range steps {
			m, err := h.Redo(ctx)
			if got := said(t, s); err != nil || m.What.String() != steps[i].what || m.Gone || m.Left > 0 || got != states[i+1] {
				t.Fatalf("redo %+v, %v\n%s\nwant\n%s", m, err, got, states[i+1])
			}
		}
	}
	done, undone := h.Steps()
	if len(done) != len(steps) || len(undone) != 0 || done[0].What.String() != "delete search" {
		t.Errorf("%v, %v", done, undone)
	}
	all, err := h.UndoTo(ctx, done[3].ID)
	if err != nil || len(all) != 4 || said(t, s) != states[len(steps)-4] {
		t.Errorf("%+v, %v", all, err)
	}
}

// labelled is a label of one word.
func labelled(what string) Label { return Label{What: notice.New(notice.Kind(what), nil)} }

func TestUndoLeavesLaterChangesAlone(t *testing.T) {
	s, folder, ids := photographs(t, 4)
	ctx := context.Background()
	h := New(time.Now)
	do := func(what string, a Action) Step {
		t.Helper()
		step, err := h.Do(ctx, labelled(what), a)
		if err != nil || step.ID == 0 {
			t.Fatalf("%s: %v", what, err)
		}
		return step
	}
	undo := func(want Moved) {
		t.Helper()
		m, err := h.Undo(ctx, 0)
		if m.Step = (Step{Label: Label{What: m.What}}); err != nil || !reflect.DeepEqual(m, want) {
			t.Errorf("%+v, %v; want %+v", m, err, want)
		}
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	do("a", tagging(s, ids, "a"))
	do("b", tagging(s, ids[:1], "b"))
	_, err := s.TagPhotos(ctx, ids[:2], nil, []library.Tag{{Name: "a"}, {Name: "b"}}) // by a command
	must(err)
	undo(Moved{Step: Step{Label: labelled("b")}, Left: 1, Gone: true})
	undo(Moved{Step: Step{Label: labelled("a")}, Left: 2})
	if m, err := h.Redo(ctx); err != nil || m.What.String() != "a" || m.Left != 0 {
		t.Errorf("%+v, %v", m, err)
	}
	if got := said(t, s); strings.Count(got, "a ") < 2 || strings.Contains(got, fmt.Sprintln("a", ids[0], library.Yes)) {
		t.Errorf("done again:\n%s", got)
	}

	do("save", Saving(s, library.SavedSearch{Name: "Dogs", Query: "a dog"}))
	_, err = s.SaveSearch(ctx, library.SavedSearch{ID: 1, Name: "Dogs", Query: "two dogs"})
	must(err)
	undo(Moved{Step: Step{Label: labelled("save")}, Gone: true})
	if step, err := h.Do(ctx, Label{}, Deleting(s, 99)); err != nil || step.ID != 0 {
		t.Errorf("a search that isn't there: %+v, %v", step, err)
	}

	do("remove", Removing(s, folder))
	_, err = s.AddFolder(ctx, "/photos")
	must(err)
	undo(Moved{Step: Step{Label: labelled("remove")}, Gone: true})
	undo(Moved{Step: Step{Label: labelled("a")}})
}

// TestIgnoringIsTakenBackForTheFilesItWasAbout: what was ignored before stays so, and
// what can be read by now, is gone or is another file under its name is left alone.
func TestIgnoringIsTakenBackForTheFilesItWasAbout(t *testing.T) {
	s, folder, _ := photographs(t, 0)
	ctx := context.Background()
	ids := unreadable(t, s, folder, 5) // 1 to 5
	h := New(time.Now)
	do := func(ignored bool, ids ...library.FileID) {
		t.Helper()
		if step, err := h.Do(ctx, Label{}, Ignoring(s, ignored, ids)); err != nil || step.ID == 0 {
			t.Fatalf("%+v, %v", step, err)
		}
	}
	expect := func(what string, m Moved, err error, left int, gone bool, want string) {
		t.Helper()
		if got := problems(t, s); err != nil || m.ID == 0 || m.Left != 0 || m.LeftFiles != left || m.Gone != gone || got != want {
			t.Errorf("%s: %+v, %v: %s, want %d left alone, gone %v: %s", what, m, err, got, left, gone, want)
		}
	}
	change := func(i int, size int64) {
		t.Helper()
		now := library.MovedFile{ID: ids[i], Rel: fmt.Sprintf("broken%d.jpg", i), FileStamp: library.FileStamp{Size: size}}
		if err := s.ApplyScan(ctx, folder, library.ScanDelta{Changed: []library.MovedFile{now}}); err != nil {
			t.Fatal(err)
		}
	}
	do(true, ids[0])
	if step, err := h.Do(ctx, Label{}, Ignoring(s, true, ids[:1])); err != nil || step.ID != 0 {
		t.Errorf("ignored already, it is a step: %+v, %v", step, err)
	}
	do(true, ids...)
	m, err := h.Undo(ctx, 0)
	expect("undo", m, err, 0, false, "1- 2 3 4 5")
	m, err = h.Redo(ctx)
	expect("redo", m, err, 0, false, "1- 2- 3- 4- 5-")

	// The second can be read, the third is gone, the fourth is another broken file.
	change(1, 9)
	files, err := s.Pending(ctx, "m", 0, 10)
	if err != nil || len(files) != 1 {
		t.Fatalf("%v, %v", files, err)
	}
	photo := library.Photo{Hash: library.Hash(strings.Repeat("a", 64)), Format: "jpeg", Width: 4, Height: 3}
	if err := s.Commit(ctx, "m", []library.IndexedPhoto{{File: files[0], Photo: photo, Vector: []float32{1, 0}}}); err != nil {
		t.Fatal(err)
	}
	if err := s.ApplyScan(ctx, folder, library.ScanDelta{Gone: ids[2:3]}); err != nil {
		t.Fatal(err)
	}
	change(3, 9)
	failPending(t, s)
	m, err = h.Undo(ctx, 0)
	expect("undo after changes", m, err, 3, false, "1- 4 5")
	m, err = h.Redo(ctx)
	expect("redo of what was undone", m, err, 0, false, "1- 4 5-")

	// What was shown again and then became another broken file is not ignored by that.
	do(false, ids[0], ids[4])
	change(0, 9)
	change(4, 9)
	failPending(t, s)
	m, err = h.Undo(ctx, 0)
	expect("undo of showing", m, err, 2, true, "1 4 5")
	if found, err := s.Check(ctx); err != nil || len(found) > 0 {
		t.Errorf("check: %q, %v", found, err)
	}
}

func TestOnlyTheLastIsTakenBack(t *testing.T) {
	s, _, ids := photographs(t, 1)
	ctx := context.Background()
	h := New(time.Now)
	first, _ := h.Do(ctx, Label{}, tagging(s, ids, "a"))
	second, _ := h.Do(ctx, Label{}, tagging(s, ids, "b"))
	if _, err := h.Undo(ctx, first.ID); !errors.Is(err, ErrNotLast) {
		t.Errorf("the first: %v", err)
	}
	if m, err := h.Undo(ctx, second.ID); err != nil || m.ID != second.ID {
		t.Errorf("%+v, %v", m, err)
	}
	if step, err := h.Do(ctx, Label{}, tagging(s, ids, "a")); err != nil || step.ID != 0 {
		t.Errorf("what changes nothing is a step: %+v, %v", step, err)
	}
	if _, undone := h.Steps(); len(undone) != 1 {
		t.Error("what changes nothing forgets what was undone")
	}
	if _, err := h.Do(ctx, Label{}, tagging(s, ids, "c")); err != nil {
		t.Fatal(err)
	}
	if m, err := h.Redo(ctx); m.ID != 0 || err != nil {
		t.Errorf("after another change: %+v, %v", m, err)
	}
}

// A step that fails for now stays, and can be tried again.
func TestFailureKeepsTheStep(t *testing.T) {
	h := New(time.Now)
	full := errors.New("the disk is full")
	var fail error
	var a Action
	a = func(context.Context) (Done, error) { return Done{Inverse: a}, fail }
	if _, err := h.Do(t.Context(), labelled("it"), a); err != nil {
		t.Fatal(err)
	}
	fail = full
	if _, err := h.Undo(t.Context(), 0); !errors.Is(err, full) || !strings.Contains(message.Explain(err), "undo it") {
		t.Errorf("%v", err)
	}
	fail = nil
	if m, err := h.Undo(t.Context(), 0); err != nil || m.What.String() != "it" || m.Gone {
		t.Errorf("%+v, %v", m, err)
	}
}

// TestManyAtOnce changes, goes back and forth and lists from several goroutines; at
// last, all the way back, nothing is left of it.
func TestManyAtOnce(t *testing.T) {
	s, _, ids := photographs(t, 5)
	ctx := context.Background()
	h := New(time.Now)
	before := said(t, s)
	var group sync.WaitGroup
	for worker := range 4 {
		group.Go(func() {
			for i := range 20 {
				_, err := h.Do(ctx, labelled("tag"), tagging(s, ids, fmt.Sprint("tag ", worker, i)))
				switch {
				case err != nil:
				case i%3 == 0:
					_, err = h.Undo(ctx, 0)
				case i%5 == 0:
					_, err = h.Redo(ctx)
				case i%7 == 0:
					_, err = s.TagPhotos(ctx, ids[:1], []library.Tag{{Name: "by a command"}}, nil)
				}
				done, _ := h.Steps()
				for i := range done[min(1, len(done)):] {
					if done[i].ID <= done[i+1].ID {
						t.Error("steps are out of order")
					}
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	if _, err := h.UndoTo(ctx, 0); err != nil {
		t.Fatal(err)
	}
	if got := said(t, s); got != fmt.Sprintln("by a command", ids[0], library.Yes)+before {
		t.Errorf("left over:\n%s", got)
	}
}

func TestHistoryIsBounded(t *testing.T) {
	h := New(time.Now)
	var a Action
	a = func(context.Context) (Done, error) { return Done{Inverse: a}, nil }
	for range Most + 20 {
		if _, err := h.Do(t.Context(), Label{}, a); err != nil {
			t.Fatal(err)
		}
	}
	done, _ := h.Steps()
	if len(done) != Most || done[Most-1].ID != 21 {
		t.Errorf("%d steps, the oldest is %d", len(done), done[len(done)-1].ID)
	}
}

// TestTwoHundredLargeStepsTakeLittleMemory fills the history with changes of 10,000
// photos each.
func TestTwoHundredLargeStepsTakeLittleMemory(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	heap := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := heap()
	h := New(time.Now)
	for step := range Most {
		var undo library.Edit
		id := library.PhotoID(1)
		for range 10_000 {
			id += library.PhotoID(1 + rng.IntN(20)) // chosen here and there
			if step%4 == 0 {
				text := "A caption of its own, as long as people write: " + fmt.Sprint(id)
				undo.Captions = append(undo.Captions, library.CaptionEdit{Photo: id, Text: &text, Guarded: true})
			} else {
				undo.Tags = append(undo.Tags, library.TagEdit{Photo: id, Tag: library.Tag{Name: "trip"}, Label: library.Label(rng.IntN(2)), Guarded: true, Now: library.No})
			}
		}
		do := Editing(nil, func(context.Context) (library.Edit, error) { return undo, nil })
		if _, err := h.Do(t.Context(), Label{}, do); err != nil {
			t.Fatal(err)
		}
	}
	if took := (heap() - before) >> 20; took > 16 {
		t.Errorf("%d MiB for %d steps", took, Most)
	} else {
		t.Logf("%d MiB for %d steps of 10,000 photos", took, Most)
	}
	runtime.KeepAlive(h)
}

func TestPackedEditsComeBack(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	text := func() *string {
		list := []string{"", "a", "b", "Ärger"}
		if at := rng.IntN(5); at < 4 {
			return &list[at]
		}
		return nil
	}
	tag := func() library.Tag {
		return library.Tag{Person: rng.IntN(2) == 0, Name: fmt.Sprint("t", rng.IntN(3))}
	}
	yes := func() bool { return rng.IntN(2) == 0 }
	for range 200 {
		var e library.Edit
		for range rng.IntN(20) {
			e.Tags = append(e.Tags, library.TagEdit{Photo: library.PhotoID(rng.IntN(50)), Tag: tag(), Label: library.Label(rng.IntN(3)), Guarded: yes(), Now: library.Label(rng.IntN(3))})
			e.Captions = append(e.Captions, library.CaptionEdit{Photo: library.PhotoID(rng.IntN(50)), Text: text(), Guarded: yes(), Now: text()})
			e.Named = append(e.Named, library.NamedEdit{Tag: tag(), Noun: text(), Guarded: yes(), Now: text()})
			e.Spelled = append(e.Spelled, library.SpellEdit{Tag: tag(), Now: "x"})
		}
		if got, err := pack(e).edit(); err != nil || !reflect.DeepEqual(got, e) {
			t.Fatalf("%+v, %v; want %+v", got, err, e)
		}
	}
}
