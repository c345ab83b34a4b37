package search_test

import (
	"context"
	"fmt"
	"log/slog"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"descry/library"
	"descry/library/query"
	"descry/library/search"
	"descry/library/sqlite"
)

const (
	model = "test-model"
	dim   = 32
	scale = 22.64 // of the softmax that the model would have been trained with
)

// world is a catalogue with photos whose vectors are known.
type world struct {
	t       *testing.T
	store   *sqlite.Store
	folder  library.Folder
	sidecar string
	vectors map[string][]float32 // by file name
}

func newWorld(t *testing.T, photos int) *world {
	t.Helper()
	w := &world{t: t, sidecar: filepath.Join(t.TempDir(), "v.vec"), vectors: map[string][]float32{}}
	var err error
	w.store, err = sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "catalogue.db"), sqlite.Options{})
	w.must(err)
	t.Cleanup(func() { w.must(w.store.Close()) })
	w.folder, err = w.store.AddFolder(t.Context(), filepath.Join(t.TempDir(), "photos"))
	w.must(err)
	for i := range photos {
		dir := []string{"a", "b"}[i%2]
		w.add(fmt.Sprintf("%s/%03d.jpg", dir, i), uint64(i))
	}
	return w
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// add commits a photo with a random unit vector.
func (w *world) add(rel string, seed uint64) {
	w.t.Helper()
	stamp := library.FileStamp{Size: int64(seed) + 1, ModTimeNS: 1}
	w.must(w.store.ApplyScan(w.t.Context(), w.folder.ID, library.ScanDelta{New: []library.ScannedFile{{Rel: rel, FileStamp: stamp}}}))
	pending, err := w.store.Pending(w.t.Context(), model, 0, 10)
	w.must(err)
	w.vectors[rel] = randomUnit(seed)
	w.must(w.store.Commit(w.t.Context(), model, []library.IndexedPhoto{{
		File:   pending[0],
		Photo:  library.Photo{Hash: library.Hash(fmt.Sprintf("%064x", seed+1)), Format: "jpeg", Width: 3, Height: 2},
		Vector: w.vectors[rel],
	}}))
}

func (w *world) remove(rel string) {
	w.t.Helper()
	w.must(w.store.KnownFiles(w.t.Context(), w.folder.ID, rel, func(f library.KnownFile) {
		w.must(w.store.ApplyScan(w.t.Context(), w.folder.ID, library.ScanDelta{Gone: []library.FileID{f.ID}}))
	}))
}

func (w *world) open() *search.Index {
	w.t.Helper()
	return w.openIn(search.Space{Scale: scale})
}

func (w *world) openIn(space search.Space) *search.Index {
	w.t.Helper()
	x, err := search.Open(w.t.Context(), w.store, model, dim, w.sidecar, space, slog.New(slog.DiscardHandler))
	w.must(err)
	return x
}

func (w *world) id(rel string) library.PhotoID {
	w.t.Helper()
	id, err := w.store.PhotoByPath(w.t.Context(), filepath.Join(w.folder.Path, rel))
	w.must(err)
	return id
}

// nearest searches for a vector.
func (w *world) nearest(x *search.Index, v []float32, scope library.Scope, limit int) search.Answer {
	w.t.Helper()
	q := query.Query{Text: "x", Clauses: []query.Clause{{Text: "x", Weight: 1}}}
	answer, err := x.Ask(w.t.Context(), fixedText{vector: v}, search.Request{Query: q, Scope: scope, Limit: limit, Weak: limit})
	w.must(err)
	return answer
}

// expectFirst searches for the very vector of a photo.
func (w *world) expectFirst(x *search.Index, rel string) {
	w.t.Helper()
	answer := w.nearest(x, w.vectors[rel], library.Scope{}, 5)
	if len(answer.Results) == 0 || answer.Results[0].Photo != w.id(rel) || math.Abs(float64(answer.Results[0].Score)-1) > 2e-3 {
		w.t.Fatalf("looking for %s found %+v", rel, answer.Results)
	}
}

func randomUnit(seed uint64) []float32 {
	r := rand.New(rand.NewPCG(seed, 9))
	v := make([]float32, dim)
	for i := range v {
		v[i] = float32(r.NormFloat64())
	}
	return unit(v)
}

func TestFindsEveryPhotoByItsVector(t *testing.T) {
	w := newWorld(t, 60)
	x := w.open()
	for rel := range w.vectors {
		w.expectFirst(x, rel)
	}
}

func TestFollowSeesAddedAndDeletedAtOnce(t *testing.T) {
	w := newWorld(t, 5)
	x := w.open()
	w.add("a/new.jpg", 100)
	moved, err := x.Follow(t.Context())
	w.must(err)
	if !moved {
		t.Error("nothing followed")
	}
	w.expectFirst(x, "a/new.jpg")
	id := w.id("a/new.jpg")
	w.remove("a/new.jpg")
	answer := w.nearest(x, w.vectors["a/new.jpg"], library.Scope{}, 5)
	for _, r := range answer.Results {
		if r.Photo == id {
			t.Error("a photo without a file was found")
		}
	}
	if len(answer.Results) != 5 {
		t.Errorf("%d results, want the 5 that have files", len(answer.Results))
	}
	purged, err := w.store.Purge(t.Context(), time.Now().Add(time.Hour))
	w.must(err)
	if len(purged) != 1 {
		t.Fatalf("purged %v", purged)
	}
	if _, err = x.Follow(t.Context()); err != nil || x.Len() != 5 {
		t.Errorf("%d vectors after the purge, %v", x.Len(), err)
	}
	if moved, err = x.Follow(t.Context()); moved || err != nil {
		t.Errorf("followed twice: %v, %v", moved, err)
	}
}

func TestManyOrphansDontEmptyTheAnswer(t *testing.T) {
	w := newWorld(t, 40)
	x := w.open()
	kept := 0
	for rel := range w.vectors {
		if kept < 4 {
			kept++
			continue
		}
		w.remove(rel)
	}
	answer := w.nearest(x, randomUnit(77), library.Scope{}, 4)
	if len(answer.Results) != 4 {
		t.Errorf("%d results, want 4", len(answer.Results))
	}
}

func TestSidecarMissingStaleDamaged(t *testing.T) {
	w := newWorld(t, 30)
	x := w.open()
	w.must(x.Save())
	whole, err := os.ReadFile(w.sidecar)
	w.must(err)
	for name, spoil := range map[string]func(){
		"missing":   func() { w.must(os.Remove(w.sidecar)) },
		"damaged":   func() { w.must(os.WriteFile(w.sidecar, append([]byte("x"), whole[1:]...), 0o600)) },
		"truncated": func() { w.must(os.WriteFile(w.sidecar, whole[:len(whole)/2], 0o600)) },
		"empty":     func() { w.must(os.WriteFile(w.sidecar, nil, 0o600)) },
		"stale": func() {
			w.must(os.WriteFile(w.sidecar, whole, 0o600))
			w.add("b/later.jpg", 500)
			w.remove("a/000.jpg")
			delete(w.vectors, "a/000.jpg")
			_, err := w.store.Purge(context.Background(), time.Now().Add(time.Hour))
			w.must(err)
		},
	} {
		t.Run(name, func(t *testing.T) {
			spoil()
			x := w.open()
			if x.Len() != len(w.vectors) {
				t.Errorf("%d vectors, want %d", x.Len(), len(w.vectors))
			}
			for rel := range w.vectors {
				w.expectFirst(x, rel)
			}
			w.must(x.Save())
			w.open()
		})
	}
}

func TestScopeAndSimilar(t *testing.T) {
	w := newWorld(t, 20)
	x := w.open()
	scope := library.Scope{Folder: w.folder.ID, Rel: "b"}
	answer, err := x.Similar(t.Context(), w.id("a/000.jpg"), scope, 50)
	w.must(err)
	if len(answer.Results) != 10 {
		t.Errorf("%d results in b, want 10", len(answer.Results))
	}
	answer, err = x.Similar(t.Context(), w.id("b/001.jpg"), scope, 50)
	w.must(err)
	for _, r := range answer.Results {
		if r.Photo == w.id("b/001.jpg") {
			t.Error("a photo is similar to itself")
		}
	}
	if len(answer.Results) != 9 {
		t.Errorf("%d results, want the 9 others in b", len(answer.Results))
	}
	if _, err := x.Similar(t.Context(), 12345, library.Scope{}, 5); err == nil {
		t.Error("no error for an unknown photo")
	}
}

type fixedText struct {
	vector []float32
	cut    bool
}

func (f fixedText) EncodeText(context.Context, string) ([]float32, bool, error) {
	return f.vector, f.cut, nil
}

func TestTextTellsThatItWasCut(t *testing.T) {
	w := newWorld(t, 3)
	q := query.Query{Text: "long", Clauses: []query.Clause{{Text: "long", Weight: 1}}}
	answer, err := w.open().Ask(t.Context(), fixedText{w.vectors["b/001.jpg"], true}, search.Request{Query: q, Limit: 1, Weak: 1})
	w.must(err)
	if !answer.Cut || len(answer.Results) != 1 || answer.Results[0].Photo != w.id("b/001.jpg") {
		t.Errorf("answer %+v", answer)
	}
}

// TestAnyLimit asks for as many photos as a number can say: counting past it hung.
func TestAnyLimit(t *testing.T) {
	w := newWorld(t, 5)
	x := w.open()
	for _, scope := range []library.Scope{{}, {Folder: w.folder.ID}} {
		answer := w.nearest(x, randomUnit(1), scope, math.MaxInt)
		if len(answer.Results) != 5 {
			t.Errorf("%+v: %d results, want all 5", scope, len(answer.Results))
		}
	}
}
