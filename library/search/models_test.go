package search_test

import (
	"errors"
	"log/slog"
	"runtime"
	"testing"
	"time"

	"descry/library"
	"descry/library/search"
)

// TestNoVectors opens a model that has none yet, and follows it.
func TestNoVectors(t *testing.T) {
	w := newWorld(t, 3)
	w.vectors = map[string][]float32{}
	x, err := search.Open(t.Context(), w.store, "new-model", dim, w.sidecar, search.Space{}, slog.New(slog.DiscardHandler))
	w.must(err)
	for _, scope := range []library.Scope{{}, {Folder: w.folder.ID}} {
		if answer := w.nearest(x, randomUnit(1), scope, 10); len(answer.Results) != 0 {
			t.Errorf("%+v: %+v", scope, answer)
		}
	}
	if _, err := x.Similar(t.Context(), w.id("a/000.jpg"), library.Scope{}, 5); !errors.Is(err, search.ErrNotIndexed) {
		t.Errorf("similar: %v", err)
	}
	w.must(x.Save())
	pending, err := w.store.Pending(t.Context(), "new-model", 0, 10)
	w.must(err)
	w.must(w.store.Commit(t.Context(), "new-model", []library.IndexedPhoto{
		{File: pending[0], Photo: library.Photo{ID: pending[0].Photo}, Vector: randomUnit(7)},
		{File: pending[1], Photo: library.Photo{ID: pending[1].Photo}, Refused: errors.New("not finite")},
	}))
	if changed, err := x.Follow(t.Context()); !changed || err != nil || x.Len() != 1 {
		t.Errorf("followed: %v, %v, %d vectors", changed, err, x.Len())
	}
	w.must(x.Save())
	again, err := search.Open(t.Context(), w.store, "new-model", dim, w.sidecar, search.Space{}, slog.New(slog.DiscardHandler))
	if err != nil || again.Len() != 1 {
		t.Errorf("opened again: %v", err)
	}
}

// TestOtherModelsDontCount: filling another model is no change of this one.
func TestOtherModelsDontCount(t *testing.T) {
	w := newWorld(t, 3)
	x := w.open()
	pending, err := w.store.Pending(t.Context(), "other", 0, 10)
	w.must(err)
	for _, f := range pending {
		w.must(w.store.Commit(t.Context(), "other", []library.IndexedPhoto{{File: f, Photo: library.Photo{ID: f.Photo}, Vector: randomUnit(7)}}))
		if changed, err := x.Follow(t.Context()); changed || err != nil {
			t.Errorf("followed: %v, %v", changed, err)
		}
	}
	w.must(w.store.DeleteModelVectors(t.Context(), "other"))
	if changed, err := x.Follow(t.Context()); changed || err != nil || x.Len() != 3 {
		t.Errorf("followed: %v, %v, %d vectors", changed, err, x.Len())
	}
}

// TestFollowsTheDeletionOfItsModel drops all vectors below an open index, and writes
// some anew.
func TestFollowsTheDeletionOfItsModel(t *testing.T) {
	w := newWorld(t, 12)
	x := w.open()
	w.must(x.Save())
	w.must(w.store.DeleteModelVectors(t.Context(), model))
	if changed, err := x.Follow(t.Context()); !changed || err != nil || x.Len() != 0 {
		t.Errorf("followed: %v, %v, %d vectors", changed, err, x.Len())
	}
	behind := w.open() // from the sidecar of before
	if behind.Len() != 0 {
		t.Errorf("%d vectors from the sidecar", behind.Len())
	}
	w.add("a/new.jpg", 100) // commits what is pending first, which all files are again
	pending, err := w.store.Pending(t.Context(), model, 0, 20)
	w.must(err)
	if changed, err := x.Follow(t.Context()); !changed || err != nil || x.Len() != 13-len(pending) {
		t.Errorf("followed: %v, %v, %d vectors, %d pending", changed, err, x.Len(), len(pending))
	}
}

// TestDroppedIndexIsFreed: nothing holds on to an index that is no longer wanted.
func TestDroppedIndexIsFreed(t *testing.T) {
	w := newWorld(t, 3)
	x := w.open()
	w.expectFirst(x, "a/000.jpg")
	freed := make(chan struct{})
	runtime.AddCleanup(x, func(c chan struct{}) { close(c) }, freed)
	x = nil
	for range 100 {
		runtime.GC()
		select {
		case <-freed:
			return
		case <-time.After(10 * time.Millisecond):
		}
	}
	t.Error("the index is still held")
}
