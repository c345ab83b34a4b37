package service

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"descry/app/internal/scene"
	"descry/app/message"
	"descry/app/notice"
	"descry/library"
)

// editedLibrary is a backend on an indexed library of the scenes, and its photos.
func editedLibrary(t *testing.T) (*Session, []library.PhotoID) {
	t.Helper()
	dir := t.TempDir()
	if err := scene.Paint(dir); err != nil {
		t.Fatal(err)
	}
	e := indexed(t, dir)
	var photos []library.PhotoID
	err := e.Store.PhotosIn(t.Context(), library.Scope{}, library.Filter{}, func(id library.PhotoID) { photos = append(photos, id) })
	if err != nil || len(photos) != len(scene.All) {
		t.Fatalf("%d photos, %v", len(photos), err)
	}
	return NewSession(e), photos
}

func TestUndoAndRedo(t *testing.T) {
	b, photos := editedLibrary(t)
	ctx := t.Context()
	tags := func() (names []string) {
		tagging, err := b.Tagging(ctx, photos)
		if err != nil || tagging.Photos != len(photos) {
			t.Fatalf("%+v, %v", tagging, err)
		}
		for _, s := range tagging.Tags {
			names = append(names, s.Tag.Name)
		}
		slices.Sort(names)
		return names
	}
	text := "What a night"
	for _, step := range []struct {
		label string
		do    func() (Change, error)
	}{
		{"Tagged 4 photos: trips/North", func() (Change, error) {
			return b.TagPhotos(ctx, photos, []library.Tag{{Name: "trips/North"}}, nil)
		}},
		{"Renamed “trips” to “journeys”", func() (Change, error) {
			return b.RenameTag(ctx, library.Tag{Name: "trips"}, library.Tag{Name: "journeys"})
		}},
		{"Wrote the caption of 2 photos", func() (Change, error) { return b.SetCaption(ctx, photos[:2], &text) }},
		{"Removed journeys from all photos", func() (Change, error) { return b.RemoveTag(ctx, library.Tag{Name: "journeys"}) }},
	} {
		if c, err := step.do(); err != nil || worded(c.Label) != step.label {
			t.Fatalf("%+v, %v, want %q", c, err, step.label)
		}
	}
	if c, err := b.TagPhotos(ctx, photos, nil, []library.Tag{{Name: "nothing"}}); err != nil || worded(c.Label) != "" {
		t.Errorf("what changes nothing is a change: %+v, %v", c, err)
	}
	undo := func(want string, left ...string) {
		t.Helper()
		if m, err := b.Undo(ctx, 0); err != nil || worded(m.What) != want || m.Left > 0 || m.Gone || !slices.Equal(tags(), left) {
			t.Errorf("undone %+v, %v; the tags are %v, want %q and %v", m, err, tags(), want, left)
		}
	}
	undo("removing “journeys” from all photos", "journeys/North")
	undo("caption of 2 photos", "journeys/North")
	undo("renaming “trips” to “journeys”", "trips/North")
	if m, err := b.Redo(ctx); err != nil || worded(m.What) != "renaming “trips” to “journeys”" || !slices.Equal(tags(), []string{"journeys/North"}) {
		t.Errorf("redone %+v, %v, %v", m, err, tags())
	}
	undo("renaming “trips” to “journeys”", "trips/North")
	undo("tag “trips/North” on 4 photos")
	undo("")
	if _, err := b.SetCaption(ctx, photos, &text); err != nil {
		t.Fatal(err)
	}
	if m, err := b.Redo(ctx); err != nil || m.ID != 0 {
		t.Errorf("after another change there is something to do again: %+v, %v", m, err)
	}
}

// worded is a notice as the window words it.
func worded(n notice.Notice) string { return message.OfNotice(n, time.Now()) }

// second is the error of a call that returns something else, too.
func second[T any](_ T, err error) error { return err }

// TestMergingIsSaid: renaming to a tag that is there, however it is spelled, merges
// the two.
func TestMergingIsSaid(t *testing.T) {
	b, photos := editedLibrary(t)
	ctx := t.Context()
	for _, name := range []string{"dog", "hound"} {
		if _, err := b.TagPhotos(ctx, photos[:1], []library.Tag{{Name: name}}, nil); err != nil {
			t.Fatal(err)
		}
	}
	for _, step := range []struct{ from, to, said, what string }{
		{"hound", "Dóg", "Merged “hound” into “Dóg”", "merging “hound” into “Dóg”"},
		{"dog", "DOG", "Renamed “dog” to “DOG”", "renaming “dog” to “DOG”"},
	} {
		c, err := b.RenameTag(ctx, library.Tag{Name: step.from}, library.Tag{Name: step.to})
		if err != nil || worded(c.Label) != step.said || worded(c.What) != step.what {
			t.Errorf("%+v, %v", c, err)
		}
	}
}

// TestOneHistoryOfAll does one thing of each kind and takes everything back with the
// one undo. A folder that comes back brings its photos, tags and vectors, its pause and
// the files that can't be read, and nothing of it waits to be indexed.
func TestOneHistoryOfAll(t *testing.T) {
	b, photos := editedLibrary(t)
	ctx := t.Context()
	model := b.e.Pack().ID
	ask := asking(t, "a night sky full of stars")
	folders, err := b.e.Store.Folders(ctx, model)
	if err != nil || len(folders) != 1 {
		t.Fatalf("%+v, %v", folders, err)
	}
	folder := folders[0]
	if err := b.e.Store.SetFolderPaused(ctx, folder.ID, true); err != nil {
		t.Fatal(err)
	}
	state := func() string {
		folders, err := b.e.Store.Folders(ctx, model)
		searches, searchErr := b.e.Store.SavedSearches(ctx)
		said, saidErr := b.e.Store.FeedbackOn(ctx, ask.Query.Source)
		tags, tagErr := b.e.Store.Tags(ctx)
		if err := errors.Join(err, searchErr, saidErr, tagErr); err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(folders, searches, said, tags)
	}
	text := "What a night"
	steps := []struct {
		what string
		do   func() (Change, error)
	}{
		{"tag “night” on 4 photos", func() (Change, error) {
			return b.TagPhotos(ctx, photos, []library.Tag{{Name: "night"}}, nil)
		}},
		{"2 photos as right answers for “a night sky full of stars”", func() (Change, error) {
			return b.GiveFeedback(ctx, ask, photos[:2], library.Yes)
		}},
		{"1 photo as a wrong answer for “a night sky full of stars”", func() (Change, error) {
			return b.GiveFeedback(ctx, ask, photos[1:2], library.No)
		}},
		{"saving the search “Stars”", func() (Change, error) {
			return b.SaveSearch(ctx, library.SavedSearch{Name: "Stars", Query: ask.Query.Source})
		}},
		{"renaming the search “Stars” to “Sky”", func() (Change, error) {
			return b.SaveSearch(ctx, library.SavedSearch{ID: 1, Name: "Sky", Query: ask.Query.Source})
		}},
		{"deleting the search “Sky”", func() (Change, error) { return b.DeleteSearch(ctx, 1) }},
		{"name “Vega” for 1 photo", func() (Change, error) { return b.NameConcept(ctx, photos[:1], library.Tag{Name: "Vega"}, "star") }},
		{"removing the folder “" + filepath.Base(folder.Path) + "”", func() (Change, error) { return b.RemoveFolder(ctx, folder.ID) }},
		{"forgetting the answers for “a night sky full of stars”", func() (Change, error) { return b.ForgetFeedback(ctx, ask) }},
	}
	var states []string
	for _, step := range steps {
		states = append(states, state())
		c, err := step.do()
		if err != nil || worded(c.What) != step.what || c.Label.IsZero() || c.At.IsZero() || state() == states[len(states)-1] {
			t.Fatalf("%+v, %v, want %q", c, err, step.what)
		}
	}
	for i, step := range slices.Backward(steps) {
		if m, err := b.Undo(ctx, 0); err != nil || worded(m.What) != step.what || state() != states[i] {
			t.Fatalf("undone %+v, %v\n%s\nwant %q\n%s", m, err, state(), step.what, states[i])
		}
		if strings.HasPrefix(step.what, "removing the folder") {
			if n, err := b.e.Store.Totals(ctx, model); err != nil || n.Pending != 0 || n.Indexed != len(photos) {
				t.Errorf("the folder is back with %+v, %v", n, err)
			}
		}
	}
	if _, err := b.SetCaption(ctx, photos, &text); err != nil {
		t.Fatal(err)
	}
	done, undone, err := b.History(ctx)
	if err != nil || len(done) != 1 || len(undone) != 0 || worded(done[0].What) != "caption of 4 photos" {
		t.Errorf("%+v, %+v, %v", done, undone, err)
	}
}

// TestCommandsBetween: what a command says while the window is open isn't undone by
// the window.
func TestCommandsBetween(t *testing.T) {
	b, photos := editedLibrary(t)
	if _, err := b.TagPhotos(t.Context(), photos, []library.Tag{{Name: "night"}}, nil); err != nil {
		t.Fatal(err)
	}
	if code := Program([]string{"tag", "remove", "night", "--find", "name:stars"}, strings.NewReader(""), os.Stderr, os.Stderr); code != 0 {
		t.Fatal("tag failed")
	}
	if code := Program([]string{"tag", "add", "sky", "--find", "name:stars"}, strings.NewReader(""), os.Stderr, os.Stderr); code != 0 {
		t.Fatal("tag failed")
	}
	if m, err := b.Undo(t.Context(), 0); err != nil || m.Left != 1 || m.Gone {
		t.Errorf("%+v, %v", m, err)
	}
	if m, err := b.Redo(t.Context()); err != nil || m.Left != 0 {
		t.Errorf("%+v, %v", m, err)
	}
	tagging, err := b.Tagging(t.Context(), photos)
	if err != nil || fmt.Sprint(tagging.Tags) != "[{{false night} 3 3} {{false sky} 1 1}]" {
		t.Errorf("%+v, %v", tagging.Tags, err)
	}
}

// TestWindowSeesWhatCommandsTag has a command tag while a window is open.
func TestWindowSeesWhatCommandsTag(t *testing.T) {
	b, _ := editedLibrary(t)
	told := make(chan Event, 64)
	defer b.Events.Close()
	b.Events.subscribe(func(ev Event) { told <- ev })
	for range 2 { // nothing has changed yet
		if err := b.followEdits(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	select {
	case ev := <-told:
		t.Errorf("told of %v though nothing changed", ev)
	case <-time.After(3 * Tick):
	}
	if code := Program([]string{"tag", "add", "night", "--find", "name:stars"}, strings.NewReader(""), os.Stderr, os.Stderr); code != 0 {
		t.Fatal("tag failed")
	}
	if err := b.followEdits(t.Context()); err != nil {
		t.Fatal(err)
	}
	for {
		select {
		case ev := <-told:
			if ev.Kind == TagsChanged {
				return
			}
		case <-time.After(10 * time.Second):
			t.Fatal("the window was not told")
		}
	}
}
