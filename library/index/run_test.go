package index_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

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
