package index_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"descry/library"
	"descry/library/index"
)

func TestOnceFillsTheNextEncoder(t *testing.T) {
	var filled calls
	f := newFixture(t, filled.option)
	f.photosFrom(0, 9)
	next := newOther(second)
	f.x.SetEncoders(nil, next)
	f.once()
	f.expect(library.Counts{Photos: 9, Files: 9, Indexed: 9})
	if c := f.totalsOf(second); c.Indexed != 9 || next.given.Load() != 9 || f.enc.calls.Load() != 9 {
		t.Errorf("%+v with %d and %d encodings, want 9 each", c, f.enc.calls.Load(), next.given.Load())
	}
	filled.expect(t, second)
	f.once() // nothing is left, which is told as well
	if n := next.given.Load(); n != 9 {
		t.Errorf("%d encodings for 9 photos", n)
	}
	filled.expect(t, second, second)
	f.sound()
}

func TestFilledIsToldOfAnEmptyLibrary(t *testing.T) {
	var filled calls
	f := newFixture(t, filled.option)
	f.once()
	filled.expect(t)
	f.x.SetEncoders(nil, newOther(second))
	f.once()
	filled.expect(t, second)
}

// TestFilledMaySwitch switches from within OnFilled, as a program does.
func TestFilledMaySwitch(t *testing.T) {
	var f *fixture
	var filled calls
	next := newOther(second)
	f = newFixture(t, func(o *index.Options) {
		filled.option(o)
		told := o.OnFilled
		o.OnFilled = func(model string) {
			told(model)
			<-f.x.SetEncoders(next, nil) // nothing is in use between two passes
		}
	})
	f.photosFrom(0, 3)
	f.x.SetEncoders(nil, next)
	f.once()
	f.photosFrom(3, 2)
	f.once()
	filled.expect(t, second)
	if c, old := f.totalsOf(second), f.vectors("mean-1"); c.Indexed != 5 || old.Vectors != 3 {
		t.Errorf("%+v after the switch, %+v before", c, old)
	}
	if s := f.x.State(); s.Next != "" || s.Filling != "" {
		t.Errorf("state %+v", s)
	}
}

func TestPartialFillSurvivesARestart(t *testing.T) {
	f := newFixture(t, func(o *index.Options) { o.CommitSize = 4 })
	f.photosFrom(0, 40)
	f.once()
	next := newGated(second)
	f.x.SetEncoders(nil, next)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		next.let(15)
		eventually(t, "some photos", func() bool { return f.vectors(second).Vectors >= 8 })
		cancel()
		close(next.tokens)
	}()
	if err := f.x.Once(ctx); !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v, want cancelled", err)
	}
	done := f.vectors(second).Vectors
	if done < 8 || done >= 40 {
		t.Fatalf("%d vectors are there after the interruption", done)
	}
	var err error
	f.x, err = index.New(f.options)
	must(t, err)
	again := newOther(second)
	f.x.SetEncoders(nil, again)
	f.once()
	if n := int(again.given.Load()); n != 40-done || f.enc.calls.Load() != 40 {
		t.Errorf("%d encoded after the restart, want the %d missing; %d for the active model", n, 40-done, f.enc.calls.Load())
	}
}

func TestRefusedByTheNextEncoder(t *testing.T) {
	var filled calls
	f := newFixture(t, filled.option)
	f.photosFrom(0, 5)
	f.photo("bad.jpg", 2)
	next := newOther(second)
	next.refuses(2)
	f.x.SetEncoders(nil, next)
	f.once()
	f.expect(library.Counts{Photos: 6, Files: 6, Indexed: 6})
	if c := f.vectors(second); c.Vectors != 5 || c.Failed != 1 {
		t.Errorf("counts %+v", c)
	}
	filled.expect(t, second)
	before := next.calls.Load()
	f.once()
	if n := next.calls.Load() - before; n != 0 {
		t.Errorf("%d encodings in the second pass", n)
	}
	f.x.SetEncoders(next, nil)
	f.once()
	if c := f.totalsOf(second); c != (library.Counts{Photos: 6, Files: 6, Indexed: 6}) {
		t.Errorf("after the switch: %+v", c)
	}
	next.fail = nil
	must(t, f.store.RetryFailed(t.Context()))
	f.once()
	if c := f.vectors(second); c.Vectors != 6 || c.Failed != 0 {
		t.Errorf("after another try: %+v", c)
	}
	f.sound()
}

// TestRefusedByTheActiveEncoder: a photo that another model knows is not lost, one
// that nobody knows is a problem of its file.
func TestRefusedByTheActiveEncoder(t *testing.T) {
	f := newFixture(t)
	f.photo("known.jpg", 2)
	f.once()
	active := newOther(second)
	active.refuses(2)
	f.x.SetEncoders(active, nil)
	f.photosFrom(0, 3)
	f.once()
	if c := f.totalsOf(second); c != (library.Counts{Photos: 4, Files: 4, Indexed: 4}) {
		t.Errorf("counts %+v", c)
	}
	if c := f.vectors(second); c.Vectors != 3 || c.Failed != 1 {
		t.Errorf("vectors %+v", c)
	}
	active.refuses(9)
	f.photo("unknown.jpg", 9)
	f.once()
	if c := f.totalsOf(second); c.Failed != 1 || c.Indexed != 4 {
		t.Errorf("counts %+v", c)
	}
	f.sound()
}

func TestBrokenNextEncoder(t *testing.T) {
	var filled calls
	f := newFixture(t, filled.option)
	f.photosFrom(0, 5)
	next := newOther(second)
	next.fail = func([]float32) error { return errors.New("out of memory") }
	f.x.SetEncoders(nil, next)
	if err := f.x.Once(t.Context()); err == nil {
		t.Error("no error from a broken encoder")
	}
	f.expect(library.Counts{Photos: 5, Files: 5, Indexed: 5})
	if c := f.vectors(second); c != (library.ModelCount{}) {
		t.Errorf("a broken encoder left %+v", c)
	}
	if s := f.x.State(); s.FillErr == nil || s.Next != second || s.Err != nil {
		t.Errorf("state %+v", s)
	}
	filled.expect(t)
	f.x.SetEncoders(nil, newOther(second)) // mended: at once
	f.once()
	filled.expect(t, second)
}

// TestFileDamagedBeforeTheFill reads as damaged what had been a photo.
func TestFileDamagedBeforeTheFill(t *testing.T) {
	f := newFixture(t)
	f.photosFrom(0, 2)
	path := f.photo("x.jpg", 1)
	f.once()
	info, err := os.Stat(path)
	must(t, err)
	must(t, os.WriteFile(path, make([]byte, info.Size()), 0o644))
	must(t, os.Chtimes(path, info.ModTime(), info.ModTime()))
	f.x.SetEncoders(nil, newOther(second))
	f.once()
	f.expect(library.Counts{Photos: 2, Files: 2, Indexed: 2, Failed: 1})
	f.sound()
}

func TestOfflineAndPausedFoldersAreFilledLater(t *testing.T) {
	var filled calls
	f := newFixture(t, filled.option)
	f.photosFrom(0, 3)
	drive, idle := filepath.Join(t.TempDir(), "drive"), t.TempDir()
	must(t, os.Mkdir(drive, 0o755))
	writePhoto(t, filepath.Join(drive, "d.jpg"), 1)
	writePhoto(t, filepath.Join(idle, "i.jpg"), 2)
	_, err := f.store.AddFolder(t.Context(), drive)
	must(t, err)
	paused, err := f.store.AddFolder(t.Context(), idle)
	must(t, err)
	f.once()
	must(t, os.Rename(drive, drive+"-away"))
	must(t, f.store.SetFolderPaused(t.Context(), paused.ID, true))
	f.x.SetEncoders(nil, newOther(second))
	f.once()
	filled.expect(t, second)
	if c := f.totalsOf(second); c.Indexed != 3 || c.Pending != 2 {
		t.Errorf("counts %+v", c)
	}
	must(t, os.Rename(drive+"-away", drive))
	must(t, f.store.SetFolderPaused(t.Context(), paused.ID, false))
	f.once()
	filled.expect(t, second, second)
	if c := f.totalsOf(second); c.Indexed != 5 || c.Failed != 0 {
		t.Errorf("counts %+v", c)
	}
}

// TestHiccup: an encoder that fails once costs no photo.
func TestHiccup(t *testing.T) {
	f := newFixture(t)
	f.photo("a.jpg", 1)
	f.enc.fail = func([]float32) error {
		if f.enc.calls.Load() == 1 {
			return errors.New("busy")
		}
		return nil
	}
	f.once()
	f.expect(library.Counts{Photos: 1, Files: 1, Indexed: 1})
}
