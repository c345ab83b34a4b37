package index_test

import (
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"descry/library"
	"descry/library/index"
)

func TestOnceIndexesEverythingReadable(t *testing.T) {
	f := newFixture(t)
	f.photo("a.jpg", 1)
	f.photo("deep/er/b.jpg", 2)
	must(t, os.WriteFile(filepath.Join(f.photos, "broken.jpg"), []byte("no photo at all"), 0o644))
	must(t, os.WriteFile(filepath.Join(f.photos, "empty.png"), nil, 0o644))
	must(t, os.WriteFile(filepath.Join(f.photos, "notes.txt"), []byte("not looked at"), 0o644))
	must(t, os.WriteFile(filepath.Join(f.photos, "LICENSE"), []byte("no photo and no problem"), 0o644))
	must(t, os.WriteFile(filepath.Join(f.photos, "empty"), nil, 0o644))
	must(t, os.WriteFile(filepath.Join(f.photos, "notes.of.mine"), []byte("no photo and no problem"), 0o644))
	must(t, os.WriteFile(filepath.Join(f.photos, "half.evening"), []byte("\xff\xd8\xff\xe0\x00\x10JFIF"), 0o644))
	must(t, os.Rename(f.photo("x.jpg", 3), filepath.Join(f.photos, "a photo without extension")))
	must(t, os.Rename(f.photo("y.jpg", 4), filepath.Join(f.photos, "harbour.evening")))
	f.once()
	f.expect(library.Counts{Photos: 4, Files: 4, Indexed: 4, Failed: 3})
	before := f.enc.calls.Load()
	f.once() // nothing is looked at again
	if f.enc.calls.Load() != before || f.folder().State() != library.FolderUpToDate {
		t.Error("a second pass found work")
	}
	problems, err := f.store.Problems(t.Context(), 10)
	must(t, err)
	for _, p := range problems {
		if p.Reason == "" || strings.Contains(p.Reason, "%!") {
			t.Errorf("%s has the reason %q", p.Path, p.Reason)
		}
	}
	p, err := f.store.Photo(t.Context(), f.id("a.jpg"))
	must(t, err)
	if p.Width != 48 || p.Height != 32 || p.Format != "jpeg" || p.Colour == 0 {
		t.Errorf("photo %+v", p)
	}
	if !f.thumbs.Has(string(p.Hash)) {
		t.Error("no thumbnail")
	}
}

func TestSecondPassEncodesNothing(t *testing.T) {
	f := newFixture(t)
	f.photo("a.jpg", 1)
	must(t, os.WriteFile(filepath.Join(f.photos, "broken.jpg"), []byte("no photo"), 0o644))
	f.once()
	before := f.enc.calls.Load()
	f.once()
	if n := f.enc.calls.Load() - before; n != 0 {
		t.Errorf("%d photos encoded again", n)
	}
	f.expect(library.Counts{Photos: 1, Files: 1, Indexed: 1, Failed: 1})
}

func TestBrokenFileIsRetriedWhenItChanges(t *testing.T) {
	f := newFixture(t)
	path := filepath.Join(f.photos, "a.jpg")
	must(t, os.WriteFile(path, []byte("half a pho"), 0o644))
	f.once()
	f.expect(library.Counts{Failed: 1})
	writePhoto(t, path, 3)
	f.once()
	f.expect(library.Counts{Photos: 1, Files: 1, Indexed: 1})
}

func TestMovesRenamesAndCopiesKeepThePhoto(t *testing.T) {
	f := newFixture(t)
	path := f.photo("a.jpg", 1)
	f.once()
	id, before := f.id("a.jpg"), f.enc.calls.Load()

	must(t, os.Mkdir(filepath.Join(f.photos, "sub"), 0o755))
	must(t, os.Rename(path, filepath.Join(f.photos, "sub", "b.jpg")))
	f.once()
	if f.id("sub/b.jpg") != id {
		t.Error("a move made a new photo")
	}
	data, err := os.ReadFile(filepath.Join(f.photos, "sub", "b.jpg"))
	must(t, err)
	must(t, os.WriteFile(filepath.Join(f.photos, "copy.jpg"), data, 0o644))
	f.once()
	if f.id("copy.jpg") != id {
		t.Error("a copy made a new photo")
	}
	f.expect(library.Counts{Photos: 1, Files: 2, Indexed: 2})
	if n := f.enc.calls.Load() - before; n != 0 {
		t.Errorf("encoded %d times again", n)
	}
}

func TestDeletedPhotoComesBackKnown(t *testing.T) {
	f := newFixture(t)
	path := f.photo("a.jpg", 1)
	f.photo("b.jpg", 2)
	f.once()
	id, before := f.id("a.jpg"), f.enc.calls.Load()
	away := filepath.Join(t.TempDir(), "a.jpg")
	data, err := os.ReadFile(path)
	must(t, err)
	must(t, os.Remove(path))
	f.once()
	f.expect(library.Counts{Photos: 1, Files: 1, Indexed: 1})
	must(t, os.WriteFile(away, data, 0o644))
	must(t, os.WriteFile(path, data, 0o644))
	f.once()
	if f.id("a.jpg") != id || f.enc.calls.Load() != before {
		t.Error("the photo that came back was not recognised")
	}
}

func TestEditedFileGetsItsOwnPhoto(t *testing.T) {
	f := newFixture(t)
	path := f.photo("a.jpg", 1)
	f.once()
	id := f.id("a.jpg")
	writePhoto(t, path, 9)
	later := time.Now().Add(time.Second)
	must(t, os.Chtimes(path, later, later))
	f.once()
	if f.id("a.jpg") == id {
		t.Error("the edited file still stands for the old photo")
	}
	f.expect(library.Counts{Photos: 1, Files: 1, Indexed: 1})
}

func TestMissingRootIsOfflineNotDeleted(t *testing.T) {
	f := newFixture(t)
	f.photo("a.jpg", 1)
	f.once()
	away := f.photos + "-unplugged"
	must(t, os.Rename(f.photos, away))
	f.once()
	if s := f.folder().State(); s != library.FolderOffline {
		t.Errorf("state %v, want offline", s)
	}
	f.expect(library.Counts{Photos: 1, Files: 1, Indexed: 1})
	must(t, os.Rename(away, f.photos))
	f.once()
	if s := f.folder().State(); s != library.FolderUpToDate {
		t.Errorf("state %v, want up to date", s)
	}
	if n := f.enc.calls.Load(); n != 1 {
		t.Errorf("encoded %d times, want once", n)
	}
}

func TestFileBeingWrittenWaits(t *testing.T) {
	f := newFixture(t, func(o *index.Options) { o.StableFor = 300 * time.Millisecond })
	path := f.photo("a.jpg", 1)
	stop, done := make(chan struct{}), make(chan struct{})
	go func() { // a slow copy: the file is touched again and again
		defer close(done)
		for range 4 {
			select {
			case <-stop:
				return
			case <-time.After(150 * time.Millisecond):
			}
			now := time.Now()
			_ = os.Chtimes(path, now, now)
		}
	}()
	f.once()
	close(stop)
	<-done
	f.once()
	f.expect(library.Counts{Photos: 1, Files: 1, Indexed: 1})
	if n := f.enc.calls.Load(); n != 1 {
		t.Errorf("encoded %d times, want once", n)
	}
}

func TestEncoderThatNeverWorksBlamesNoPhoto(t *testing.T) {
	f := newFixture(t)
	f.enc.fail = func([]float32) error { return errors.New("out of memory") }
	f.photo("a.jpg", 1)
	if err := f.x.Once(t.Context()); err == nil {
		t.Fatal("no error from a broken encoder")
	}
	f.expect(library.Counts{Files: 1, Pending: 1})
}

func TestOnePhotoTheEncoderRefuses(t *testing.T) {
	for name, others := range map[string]int{"alone": 0, "among others": 5} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			f.photo("bad.jpg", 2)
			for i := range others {
				f.photo(string(rune('a'+i))+".jpg", uint64(10+i))
			}
			bad := photoColour(2)
			f.enc.fail = func(in []float32) error {
				if math.Abs(float64(in[0])-float64(bad.R)) < 4 && math.Abs(float64(in[1])-float64(bad.G)) < 4 {
					return errors.New("not finite")
				}
				return nil
			}
			f.once()
			f.expect(library.Counts{Photos: others, Files: others, Indexed: others, Failed: 1})
		})
	}
}

func TestCancelKeepsWhatWasDone(t *testing.T) {
	f := newFixture(t, func(o *index.Options) { o.CommitSize = 4 })
	f.enc.delay = 5 * time.Millisecond
	for i := range 60 {
		f.photo(filepath.Join("d", string(rune('a'+i%26))+string(rune('a'+i/26))+".jpg"), uint64(i))
	}
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		eventually(t, "some photos", func() bool { return f.enc.calls.Load() > 10 })
		cancel()
	}()
	if err := f.x.Once(ctx); !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v, want cancelled", err)
	}
	done, calls := f.totals().Indexed, f.enc.calls.Load()
	if done == 0 || int64(done) < calls-8 {
		t.Errorf("%d kept of %d encoded", done, calls)
	}
	f.once()
	f.expect(library.Counts{Photos: 60, Files: 60, Indexed: 60})
}
