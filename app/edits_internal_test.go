package app

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"descry/app/internal/scene"
	"descry/library"
	"descry/ui"
)

// editedLibrary is a backend on an indexed library of the scenes, and its photos.
func editedLibrary(t *testing.T) (*backend, []library.PhotoID) {
	t.Helper()
	dir := t.TempDir()
	if err := scene.Paint(dir); err != nil {
		t.Fatal(err)
	}
	e := indexed(t, dir)
	var photos []library.PhotoID
	err := e.store.PhotosIn(t.Context(), library.Scope{}, library.Filter{}, func(id library.PhotoID) { photos = append(photos, id) })
	if err != nil || len(photos) != len(scene.All) {
		t.Fatalf("%d photos, %v", len(photos), err)
	}
	return newBackend(e), photos
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
		do    func() (ui.Change, error)
	}{
		{"Tagged 4 photos: trips/North", func() (ui.Change, error) {
			return b.TagPhotos(ctx, photos, []library.Tag{{Name: "trips/North"}}, nil)
		}},
		{"Renamed trips to journeys", func() (ui.Change, error) {
			return b.RenameTag(ctx, library.Tag{Name: "trips"}, library.Tag{Name: "journeys"})
		}},
		{"Wrote the caption of 2 photos", func() (ui.Change, error) { return b.SetCaption(ctx, photos[:2], &text) }},
		{"Removed journeys from all photos", func() (ui.Change, error) { return b.RemoveTag(ctx, library.Tag{Name: "journeys"}) }},
	} {
		if c, err := step.do(); err != nil || c.Label != step.label {
			t.Fatalf("%+v, %v, want %q", c, err, step.label)
		}
	}
	if c, err := b.TagPhotos(ctx, photos, nil, []library.Tag{{Name: "nothing"}}); err != nil || c.Label != "" {
		t.Errorf("what changes nothing is a change: %+v, %v", c, err)
	}
	undo := func(want string, left ...string) {
		t.Helper()
		if c, err := b.Undo(ctx); err != nil || c.Label != want || !slices.Equal(tags(), left) {
			t.Errorf("undone %+v, %v; the tags are %v, want %q and %v", c, err, tags(), want, left)
		}
	}
	undo("Removed journeys from all photos", "journeys/North")
	undo("Wrote the caption of 2 photos", "journeys/North")
	undo("Renamed trips to journeys", "trips/North")
	if c, err := b.Redo(ctx); err != nil || c.Label != "Renamed trips to journeys" || !slices.Equal(tags(), []string{"journeys/North"}) {
		t.Errorf("redone %+v, %v, %v", c, err, tags())
	}
	undo("Renamed trips to journeys", "trips/North")
	undo("Tagged 4 photos: trips/North")
	undo("")
	if _, err := b.SetCaption(ctx, photos, &text); err != nil {
		t.Fatal(err)
	}
	if c, err := b.Redo(ctx); err != nil || c.Label != "" {
		t.Errorf("after another change there is something to do again: %+v, %v", c, err)
	}
}

// TestWindowSeesWhatCommandsTag has a command tag while a window is open.
func TestWindowSeesWhatCommandsTag(t *testing.T) {
	b, _ := editedLibrary(t)
	told := make(chan ui.Event, 64)
	defer b.events.close()
	b.events.subscribe(func(ev ui.Event) { told <- ev })
	for range 2 { // nothing has changed yet
		if err := b.followEdits(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	select {
	case ev := <-told:
		t.Errorf("told of %v though nothing changed", ev)
	case <-time.After(3 * tick):
	}
	if code := Main([]string{"tag", "add", "night", "--find", "name:stars"}, strings.NewReader(""), os.Stderr, os.Stderr); code != 0 {
		t.Fatal("tag failed")
	}
	if err := b.followEdits(t.Context()); err != nil {
		t.Fatal(err)
	}
	for {
		select {
		case ev := <-told:
			if ev.Kind == ui.TagsChanged {
				return
			}
		case <-time.After(10 * time.Second):
			t.Fatal("the window was not told")
		}
	}
}
