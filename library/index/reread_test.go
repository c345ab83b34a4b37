package index_test

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"descry/library"
	"descry/library/index"
)

// formerDecoding is a catalogue as an older decoding fills it: it saw pictures otherwise
// and could not read some.
type formerDecoding struct {
	index.Store
	now     bool // it is the present one
	refused map[string]string
}

func (s *formerDecoding) Commit(ctx context.Context, model string, batch []library.IndexedPhoto) error {
	if s.now {
		return s.Store.Commit(ctx, model, batch)
	}
	for i := range batch {
		batch[i].Decoding = 0
		if why := s.refused[filepath.Base(batch[i].File.Path)]; why != "" {
			batch[i] = library.IndexedPhoto{File: batch[i].File, Err: errors.New(why)}
		}
		if batch[i].Vector != nil {
			batch[i].Vector = unit([]float32{1, 2, 3, 4})
		}
	}
	return s.Store.Commit(ctx, model, batch)
}

// cutOut writes a PNG that is transparent round about.
func (f *fixture) cutOut(name string, red uint8) {
	f.t.Helper()
	m := image.NewNRGBA(image.Rect(0, 0, 40, 40))
	for i := range 20 * 40 {
		m.SetNRGBA(i%20, i/20, color.NRGBA{red, 30, 30, 255})
	}
	out, err := os.Create(filepath.Join(f.photos, name))
	must(f.t, err)
	must(f.t, png.Encode(out, m))
	must(f.t, out.Close())
}

func (f *fixture) vectorOf(model, name string) (v string) {
	f.t.Helper()
	must(f.t, f.store.Vectors(f.t.Context(), model, []library.PhotoID{f.id(name)}, func(_ library.PhotoID, vec []byte) error {
		v = string(vec)
		return nil
	}))
	return v
}

func TestBetterDecodingReadsAnew(t *testing.T) {
	former := &formerDecoding{refused: map[string]string{"late.jpg": "raw photo files are not supported"}}
	f := newFixture(t, func(o *index.Options) {
		former.Store = o.Store
		o.Store = former
	})
	f.photo("plain.jpg", 1)
	f.photo("late.jpg", 2)
	f.cutOut("cut-out.png", 200)
	f.once()
	f.expect(library.Counts{Photos: 2, Files: 2, Indexed: 2, Failed: 1})
	plain, cut := f.vectorOf("mean-1", "plain.jpg"), f.vectorOf("mean-1", "cut-out.png")

	former.now = true
	before := f.enc.calls.Load()
	f.once()
	f.expect(library.Counts{Photos: 3, Files: 3, Indexed: 3})
	if n := f.enc.calls.Load() - before; n != 2 {
		t.Errorf("%d photos were encoded, want the one that was refused and the transparent one", n)
	}
	if f.vectorOf("mean-1", "plain.jpg") != plain {
		t.Error("the photo that looks as it did has another vector")
	}
	if f.vectorOf("mean-1", "cut-out.png") == cut {
		t.Error("the photo that is seen otherwise now has its old vector")
	}
	f.once()
	if n := f.enc.calls.Load() - before; n != 2 {
		t.Errorf("%d photos are encoded once more", n-2)
	}
	f.sound()
}

// What can't be read now keeps what an older decoding made of it, until it can.
func TestReadAnewOnceTheFolderIsBack(t *testing.T) {
	former := &formerDecoding{}
	f := newFixture(t, func(o *index.Options) {
		former.Store = o.Store
		o.Store = former
	})
	f.photo("plain.jpg", 1)
	f.cutOut("cut-out.png", 200)
	f.once()
	cut, id := f.vectorOf("mean-1", "cut-out.png"), f.id("cut-out.png")
	former.now = true
	must(t, os.Rename(f.photos, f.photos+"-away"))
	f.once()
	vector := ""
	must(t, f.store.Vectors(t.Context(), "mean-1", []library.PhotoID{id}, func(_ library.PhotoID, v []byte) error { vector = string(v); return nil }))
	if vector != cut {
		t.Error("the photo of a folder that is away lost its vector")
	}
	must(t, os.Rename(f.photos+"-away", f.photos))
	f.running()
	eventually(t, "it is read anew", func() bool { return f.vectorOf("mean-1", "cut-out.png") != cut })
	eventually(t, "there is nothing more to do", func() bool { return f.x.State().Phase == index.Idle && !f.x.State().Rereading })
	f.sound()
}

// New photos don't wait for those that are read anew.
func TestNewPhotosGoBeforeThoseReadAnew(t *testing.T) {
	former := &formerDecoding{}
	f := newFixture(t, func(o *index.Options) {
		former.Store, o.StableFor = o.Store, 1
		o.Store = former
	})
	for i := range 40 {
		f.cutOut(fmt.Sprint(i, ".png"), uint8(i))
	}
	f.once()
	former.now = true
	gate := newGated("mean-1")
	f.x.SetEncoders(gate, nil)
	f.running()
	gate.let(3)
	eventually(t, "the reading begins", func() bool { return f.x.State().Rereading })
	if s := f.x.State(); s.Phase != index.Indexing || s.Progress.Done+s.Progress.Pending != 40 {
		t.Errorf("state %+v", s)
	}
	f.photo("new.jpg", 1)
	eventually(t, "the new photo is searchable", func() bool {
		gate.let(1)
		return f.totals().Indexed == 41
	})
	close(gate.tokens)
	eventually(t, "all are read anew", func() bool {
		n, err := f.store.CountOutdated(t.Context(), 1)
		return n == 0 && err == nil
	})
	f.sound()
}
