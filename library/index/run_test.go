package index_test

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"descry/library"
	"descry/library/index"
)

// running starts Run and ends it with the test.
func (f *fixture) running() {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- f.x.Run(ctx) }()
	f.t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			f.t.Errorf("run ended with %v", err)
		}
	})
}

func TestRunFollowsTheFolder(t *testing.T) {
	f := newFixture(t, func(o *index.Options) { o.StableFor = 1 })
	f.photo("a.jpg", 1)
	f.running()
	eventually(t, "first photo", func() bool { return f.totals().Indexed == 1 })
	f.photo("new/b.jpg", 2)
	eventually(t, "photo in a new folder", func() bool { return f.totals().Indexed == 2 })
	id := f.id("new/b.jpg")
	must(t, os.Rename(filepath.Join(f.photos, "new"), filepath.Join(f.photos, "old")))
	eventually(t, "moved folder", func() bool {
		got, err := f.store.PhotoByPath(t.Context(), filepath.Join(f.photos, "old", "b.jpg"))
		return err == nil && got == id
	})
	must(t, os.Remove(filepath.Join(f.photos, "a.jpg")))
	eventually(t, "deletion", func() bool { return f.totals().Photos == 1 })
}

func TestRunTakesUpAddedAndRemovedFolders(t *testing.T) {
	f := newFixture(t)
	f.running()
	second := t.TempDir()
	writePhoto(t, filepath.Join(second, "x.jpg"), 7)
	added, err := f.store.AddFolder(t.Context(), second)
	must(t, err)
	eventually(t, "photo of the added folder", func() bool { return f.totals().Indexed == 1 })
	must(t, f.store.RemoveFolder(t.Context(), added.ID))
	writePhoto(t, filepath.Join(second, "y.jpg"), 8)
	f.photo("a.jpg", 1)
	eventually(t, "photo of the folder that stays", func() bool { return f.totals().Indexed == 1 })
	f.expect(library.Counts{Photos: 1, Files: 1, Indexed: 1})
}

func TestPauseAndResume(t *testing.T) {
	f := newFixture(t)
	f.x.SetPaused(true)
	f.photo("a.jpg", 1)
	f.running()
	eventually(t, "found while paused", func() bool { return f.totals().Pending == 1 })
	if s := f.x.State().Phase; s != index.Paused {
		t.Errorf("phase %v, want paused", s)
	}
	if f.enc.calls.Load() != 0 {
		t.Error("encoded while paused")
	}
	f.x.SetPaused(false)
	eventually(t, "indexed after resuming", func() bool { return f.totals().Indexed == 1 })
	eventually(t, "idle", func() bool { return f.x.State().Phase == index.Idle })
}

func TestUnpluggedWhileRunning(t *testing.T) {
	f := newFixture(t)
	f.photo("a.jpg", 1)
	f.running()
	eventually(t, "indexed", func() bool { return f.totals().Indexed == 1 })
	must(t, os.Rename(f.photos, f.photos+"-away"))
	f.x.Rescan(f.folder().ID)
	eventually(t, "offline", func() bool { return f.folder().State() == library.FolderOffline })
	f.expect(library.Counts{Photos: 1, Files: 1, Indexed: 1})
	must(t, os.Rename(f.photos+"-away", f.photos))
	f.x.Rescan(f.folder().ID)
	eventually(t, "back", func() bool { return f.folder().State() == library.FolderUpToDate })
}

// A file that is still being written is work that goes on by itself: from the pass
// that left it to the one that reads it, the indexer isn't idle.
func TestNoRestWhileAFileIsWritten(t *testing.T) {
	var f *fixture
	var mu sync.Mutex
	var seen []index.State
	f = newFixture(t, func(o *index.Options) {
		o.StableFor = 100 * time.Millisecond
		o.OnChange = func(index.Change) {
			mu.Lock()
			defer mu.Unlock()
			seen = append(seen, f.x.State())
		}
	})
	young, old := f.photo("young.jpg", 1), f.photo("old.jpg", 2)
	must(t, os.Chtimes(young, time.Time{}, time.Now().Add(30*time.Second))) // younger than it can be waited for
	must(t, os.Chtimes(old, time.Time{}, time.Now().Add(-time.Hour)))
	f.running()
	var s index.State
	eventually(t, "waiting for the file", func() bool { s = f.x.State(); return s.Unstable > 0 })
	if s.Phase != index.Indexing || s.Unstable != 1 || s.Progress != (index.Progress{Done: 1, Pending: 1}) {
		t.Errorf("while it is written: %+v", s)
	}
	must(t, os.Chtimes(young, time.Time{}, time.Now().Add(-time.Minute)))
	eventually(t, "indexed", func() bool { return f.totals().Indexed == 2 })
	eventually(t, "idle", func() bool { return f.x.State().Phase == index.Idle })
	mu.Lock()
	defer mu.Unlock()
	waited := false
	for _, s := range seen {
		if waited = waited || s.Unstable > 0; waited && s.Phase == index.Idle && s.Progress.Pending > 0 {
			t.Errorf("at rest with a file left: %+v", s)
		}
	}
}

// A caller that asks for the folders after the last notice knows that nothing is left.
func TestFoldersAreToldAfterTheLastPhoto(t *testing.T) {
	var f *fixture
	var mu sync.Mutex
	var left []int
	f = newFixture(t, func(o *index.Options) {
		o.OnChange = func(c index.Change) {
			if c == index.FoldersChanged {
				mu.Lock()
				defer mu.Unlock()
				left = append(left, f.folder().Counts.Pending)
			}
		}
	})
	f.photosFrom(0, 3)
	f.once()
	mu.Lock()
	defer mu.Unlock()
	if len(left) < 2 || left[0] == 0 || left[len(left)-1] != 0 {
		t.Errorf("files left when told: %v", left)
	}
}

// What is left in a folder that is paused is no part of a pass.
func TestProgressWithoutPausedFolders(t *testing.T) {
	f := newFixture(t)
	f.photosFrom(0, 3)
	found, err := f.x.Sync(t.Context(), f.folder())
	if !found || err != nil {
		t.Fatal(found, err)
	}
	must(t, f.store.SetFolderPaused(t.Context(), f.folder().ID, true))
	second := t.TempDir()
	writePhoto(t, filepath.Join(second, "x.jpg"), 7)
	_, err = f.store.AddFolder(t.Context(), second)
	must(t, err)
	f.once()
	if p := f.x.State().Progress; p.Done != 1 || p.Pending != 0 {
		t.Errorf("%d done, %d left; the paused folder's are counted", p.Done, p.Pending)
	}
}
