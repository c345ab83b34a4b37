package cataloguetest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"descry/library"
)

// Readers always see a whole commit: as many indexed files as vectors, photos and tiles, while
// two stores on one file, like window and service, write.
func testReadersWhileWriting(t *testing.T, open Open) {
	ctx := t.Context()
	dir := t.TempDir()
	stores := []library.Catalogue{open(t, dir, NewClock().Now), open(t, dir, NewClock().Now)}
	var writers, readers sync.WaitGroup
	done := make(chan struct{})
	for i, s := range stores {
		id := AddFolder(t, s, fmt.Sprintf("/%d", i))
		writers.Go(func() { writeBatches(t, s, id, i) })
		for range 2 {
			readers.Go(func() { readUntil(ctx, t, s, done) })
		}
	}
	writers.Wait()
	close(done)
	readers.Wait()
	for _, s := range stores {
		if n := Totals(t, s); n != (library.Counts{Photos: 240, Files: 240, Indexed: 240}) {
			t.Errorf("totals %+v", n)
		}
		CheckClean(t, s)
	}
}

const batches, batchSize = 15, 8

func writeBatches(t *testing.T, s library.Catalogue, id library.FolderID, writer int) {
	for batch := range batches {
		files := make([]library.ScannedFile, batchSize)
		for i := range files {
			number := (writer*batches+batch)*batchSize + i
			files[i] = File(fmt.Sprintf("%d/%d.jpg", batch, i), number)
		}
		if err := s.ApplyScan(t.Context(), id, library.ScanDelta{New: files}); err != nil {
			t.Error(err)
			return
		}
		var results []library.IndexedPhoto
		work, err := s.Pending(t.Context(), model, 0, 1000)
		for _, f := range work {
			results = append(results, Result(f))
		}
		if err = errors.Join(err, s.Commit(t.Context(), model, results)); err != nil {
			t.Error(err)
			return
		}
	}
}

// readUntil checks what one statement sees, and that a callback may read.
func readUntil(ctx context.Context, t *testing.T, s library.Catalogue, done <-chan struct{}) {
	for {
		select {
		case <-done:
			return
		default:
		}
		n, err := s.Totals(ctx, model)
		if err != nil || n.Indexed != n.Photos || n.Files != n.Indexed+n.Pending {
			t.Errorf("totals %+v, %v", n, err)
			return
		}
		seen := 0
		err = s.VectorRows(ctx, model, 0, true, func(id library.PhotoID, _ int64, vec []byte) error {
			seen++
			if len(vec) != 16 {
				return fmt.Errorf("photo %d has %d bytes", id, len(vec))
			}
			if seen%50 != 0 {
				return nil
			}
			_, err := s.Photo(ctx, id)
			return err
		})
		if err != nil || seen < n.Photos {
			t.Errorf("%d vectors, %d photos before, %v", seen, n.Photos, err)
			return
		}
	}
}

// A read ends when its context does.
func testReadCancelled(t *testing.T, open Open) {
	s, _ := open.empty(t)
	id := AddFolder(t, s, "/a")
	Scan(t, s, id, Files(0, 5000)...)
	ctx, cancel := context.WithCancel(t.Context())
	seen := 0
	err := s.KnownFiles(ctx, id, "", func(library.KnownFile) {
		if seen++; seen == 10 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) || seen > 4000 {
		t.Errorf("%d files, %v", seen, err)
	}
}

// After changes of all kinds in any order, the counters and links are right. Check compares
// both with the rows.
func testRandomHistory(t *testing.T, open Open) {
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			s, c := open.empty(t)
			h := history{t: t, s: s, clock: c, rng: rand.New(rand.NewPCG(seed, 7))}
			for step := range 150 {
				h.step()
				if step%10 == 0 {
					CheckClean(t, s)
				}
				if t.Failed() {
					t.Fatalf("failed at step %d", step)
				}
			}
		})
	}
}

// history makes random but possible changes.
type history struct {
	t     *testing.T
	s     library.Catalogue
	clock *Clock
	rng   *rand.Rand
}

func (h *history) step() {
	h.clock.At = h.clock.At.Add(time.Hour)
	steps := []func(context.Context) error{
		h.addFolder, h.scan, h.scan, h.scan, h.scan, h.index, h.index, h.index, h.index,
		h.removeFolder, h.toggleOffline, h.deleteModel, h.purge, h.retry,
	}
	err := steps[h.rng.IntN(len(steps))](h.t.Context())
	var nested *library.NestedError
	if err != nil && !errors.As(err, &nested) && !errors.Is(err, library.ErrFolderExists) {
		h.t.Error(err)
	}
}

func (h *history) addFolder(ctx context.Context) error {
	paths := []string{"/a", "/a/b", "/a/b/c", "/a/d", "/e", "/f/g", "/h", "/i/j"}
	_, err := h.s.AddFolder(ctx, paths[h.rng.IntN(len(paths))])
	return err
}

// folder picks a folder. ok is false when there is none.
func (h *history) folder(ctx context.Context) (id library.FolderID, ok bool) {
	folders, err := h.s.Folders(ctx, "")
	if err != nil {
		h.t.Error(err)
	}
	if len(folders) == 0 {
		return 0, false
	}
	return folders[h.rng.IntN(len(folders))].ID, true
}

func (h *history) scan(ctx context.Context) error {
	id, ok := h.folder(ctx)
	if !ok {
		return nil
	}
	var delta library.ScanDelta
	for file, name := range knownIDs(h.t, h.s, id) {
		switch h.rng.IntN(10) {
		case 0:
			delta.Gone = append(delta.Gone, file)
		case 1:
			delta.Changed = append(delta.Changed, moved(file, name, h.rng.IntN(30)))
		case 2:
			delta.Moved = append(delta.Moved, moved(file, fmt.Sprintf("m%d", h.rng.IntN(40)), h.rng.IntN(30)))
		}
	}
	targets := make(map[string]bool)
	delta.Moved = slices.DeleteFunc(delta.Moved, func(f library.MovedFile) bool {
		twice := targets[f.Rel]
		targets[f.Rel] = true
		return twice
	})
	for range h.rng.IntN(12) {
		delta.New = append(delta.New, File(fmt.Sprintf("d/%d.jpg", h.rng.IntN(60)), h.rng.IntN(30)))
	}
	return h.s.ApplyScan(ctx, id, delta)
}

func (h *history) index(ctx context.Context) error {
	model := []string{"one", "two", ""}[h.rng.IntN(3)]
	files, err := h.s.Pending(ctx, model, library.FileID(h.rng.IntN(20)), 1+h.rng.IntN(20))
	var batch []library.IndexedPhoto
	for _, f := range files {
		r := Result(f)
		switch {
		case h.rng.IntN(8) == 0:
			r = library.IndexedPhoto{File: f, Err: errors.New("broken")}
		case h.rng.IntN(8) == 0:
			r.File.Size++
		case model == "" || h.rng.IntN(8) == 0:
			r.Vector = nil
		case h.rng.IntN(8) == 0:
			r.Vector, r.Refused = nil, errors.New("not finite")
		}
		batch = append(batch, r)
	}
	return errors.Join(err, h.s.Commit(ctx, model, batch))
}

func (h *history) removeFolder(ctx context.Context) error {
	id, ok := h.folder(ctx)
	if !ok {
		return nil
	}
	return h.s.RemoveFolder(ctx, id)
}

func (h *history) toggleOffline(ctx context.Context) error {
	id, ok := h.folder(ctx)
	if !ok {
		return nil
	}
	since := time.Time{}
	if h.rng.IntN(2) == 0 {
		since = h.clock.At
	}
	return h.s.SetFolderOffline(ctx, id, since)
}

func (h *history) deleteModel(ctx context.Context) error {
	return h.s.DeleteModelVectors(ctx, []string{"one", "two"}[h.rng.IntN(2)])
}

func (h *history) purge(ctx context.Context) error {
	_, err := h.s.Purge(ctx, h.clock.At.Add(-5*time.Hour))
	return err
}

func (h *history) retry(ctx context.Context) error { return h.s.RetryFailed(ctx) }
