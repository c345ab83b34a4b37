package index_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"descry/library"
	"descry/library/index"
	"descry/library/metadata"
)

// TestSidecarsAreTakenUp follows a photo whose sidecars come, change and go after the photo was
// indexed. Nothing is encoded again.
func TestSidecarsAreTakenUp(t *testing.T) {
	f := newFixture(t)
	f.photo("b.jpg", 1)
	f.photo("c.jpg", 2)
	f.once()
	f.expectSaid("b.jpg", 0)
	encoded := f.enc.calls.Load()
	remove := func(name string) { must(t, os.Remove(filepath.Join(f.photos, name))) }
	for _, step := range []struct {
		what   string
		do     func()
		rating int
		tag    string
	}{
		{"comes", func() { f.sidecar("b.jpg.xmp", rated("5")+tagged("falcon")) }, 5, "falcon"},
		{"is changed", func() { f.sidecar("b.jpg.xmp", rated("3")+tagged("falcon")) }, 3, "falcon"},
		{"is joined by another", func() { f.sidecar("b.xmp", rated("1")+tagged("owl")) }, 3, "falcon"},
		{"goes", func() { remove("b.jpg.xmp") }, 1, "owl"},
		{"is renamed", func() {
			must(t, os.Rename(filepath.Join(f.photos, "b.xmp"), filepath.Join(f.photos, "B.JPG.XMP")))
		}, 1, "owl"},
		{"says nothing any more", func() { f.sidecar("B.JPG.XMP", "<darktable:history_end>3</darktable:history_end>") }, 0, ""},
		{"is broken", func() { must(t, os.WriteFile(filepath.Join(f.photos, "B.JPG.XMP"), []byte("<x"), 0o600)) }, 0, ""},
		{"is for another extension", func() {
			remove("B.JPG.XMP")
			f.sidecar("b.xmp", `<photoshop:SidecarForExtension xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/">CR2</photoshop:SidecarForExtension>`+rated("4"))
		}, 0, ""},
		{"goes at last", func() { remove("b.xmp") }, 0, ""},
	} {
		step.do()
		f.once()
		var tags []string
		if step.tag != "" {
			tags = []string{step.tag}
		}
		if f.expectSaid("b.jpg", step.rating, tags...); t.Failed() {
			t.Fatalf("after a sidecar that %s", step.what)
		}
		n, err := f.store.CountOutdatedMetadata(t.Context(), metadata.Version)
		must(t, err)
		if n != 0 {
			t.Fatalf("%d photos are still to be read after a sidecar that %s", n, step.what)
		}
	}
	f.expectSaid("c.jpg", 0)
	if got := f.enc.calls.Load() - encoded; got != 0 {
		t.Errorf("%d photos were encoded again", got)
	}
}

// TestSidecarFirst has the sidecar before its photo, and beside an excluded pattern.
func TestSidecarFirst(t *testing.T) {
	f := newFixture(t, func(o *index.Options) { o.Exclude = exclusions(t, "*.xmp") })
	f.sidecar("b.jpg.xmp", rated("5"))
	f.once()
	f.photo("b.jpg", 1)
	f.once()
	f.expectSaid("b.jpg", 5)
	if f.scanFinds() {
		t.Error("each scan has the photo read anew")
	}
}

// scanFinds reports whether a scan finds anything changed.
func (f *fixture) scanFinds() bool {
	f.t.Helper()
	changed, err := f.x.Sync(f.t.Context(), f.folder())
	must(f.t, err)
	return changed
}

// TestSidecarsWhileRunning has the window or the service open.
func TestSidecarsWhileRunning(t *testing.T) {
	f := newFixture(t, func(o *index.Options) { o.StableFor = 1 })
	f.photo("sub/b.jpg", 1)
	f.photo("sub/c.jpg", 2)
	f.running()
	eventually(t, "two photos", func() bool { return f.totals().Indexed == 2 })
	rating := func() int {
		p, err := f.store.Photo(t.Context(), f.id("sub/b.jpg"))
		must(t, err)
		return p.Rating
	}
	f.sidecar("sub/b.jpg.xmp", rated("5"))
	eventually(t, "a sidecar came", func() bool { return rating() == 5 })
	f.sidecar("sub/b.jpg.xmp", rated("2"))
	eventually(t, "a sidecar changed", func() bool { return rating() == 2 })
	must(t, os.Remove(filepath.Join(f.photos, "sub/b.jpg.xmp")))
	eventually(t, "a sidecar went", func() bool { return rating() == 0 })
	must(t, os.WriteFile(filepath.Join(f.photos, "sub/b.jpg.json"),
		[]byte(`{"title": "b.jpg", "photoTakenTime": {"timestamp": "1258375918"}}`), 0o600))
	eventually(t, "a file of Google Photos came", func() bool {
		p, err := f.store.Photo(t.Context(), f.id("sub/b.jpg"))
		must(t, err)
		return p.Captured.From == string(metadata.Takeout)
	})
}

// TestSidecarsOfCopies has a photo in two files, each with a sidecar of its own.
func TestSidecarsOfCopies(t *testing.T) {
	f := newFixture(t)
	f.photo("a/one.jpg", 1)
	f.once()
	f.photo("b/two.jpg", 1)
	f.sidecar("b/two.jpg.xmp", rated("4")+tagged("owl"))
	f.once()
	f.expectSaid("a/one.jpg", 4, "owl")
	f.sidecar("a/one.jpg.xmp", rated("2"))
	f.once()
	f.expectSaid("a/one.jpg", 2, "owl")
	must(t, os.RemoveAll(filepath.Join(f.photos, "b")))
	f.once()
	f.expectSaid("a/one.jpg", 2)
}

// TestFolderIsAddedAgain removes a folder with sidecars and adds it again.
func TestFolderIsAddedAgain(t *testing.T) {
	f := newFixture(t)
	f.photo("b.jpg", 1)
	f.once()
	f.sidecar("b.jpg.xmp", rated("5"))
	must(t, f.store.RemoveFolder(t.Context(), f.folder().ID))
	_, err := f.store.AddFolder(t.Context(), f.photos)
	must(t, err)
	f.once()
	f.expectSaid("b.jpg", 5)
}

// TestRereadKeepsWhatWasSaid reads everything anew. A tag that the user took away from a photo
// stays away, though it stands in the file.
func TestRereadKeepsWhatWasSaid(t *testing.T) {
	f := newFixture(t)
	f.photo("b.jpg", 1)
	f.sidecar("b.jpg.xmp", tagged("falcon"))
	f.once()
	id := f.id("b.jpg")
	_, err := f.store.ApplyEdit(t.Context(), library.Edit{Tags: []library.TagEdit{{Photo: id, Tag: library.Tag{Name: "falcon"}, Label: library.No}}})
	must(t, err)
	n, err := f.store.RereadMetadata(t.Context())
	must(t, err)
	if n != 1 {
		t.Errorf("%d photos are to be read", n)
	}
	f.sidecar("b.jpg.xmp", tagged("falcon")+rated("1"))
	f.once()
	f.expectSaid("b.jpg", 1, "falcon")
	var found []library.PhotoID
	filter := library.Filter{Conditions: []library.Condition{{Any: []library.Test{library.TagTest{Name: "falcon"}}}}}
	must(t, f.store.PhotosIn(t.Context(), library.Scope{}, filter, func(id library.PhotoID) { found = append(found, id) }))
	if len(found) > 0 {
		t.Error("a tag that was taken away is back")
	}
}

// formerReading is a catalogue as an older version fills it, which noted no dates of names.
type formerReading struct {
	index.Store
	now bool
}

func (s *formerReading) Commit(ctx context.Context, model string, batch []library.IndexedPhoto) error {
	if !s.now {
		for i := range batch {
			batch[i].Metadata = 0
			if batch[i].Photo.Format != "" {
				batch[i].Photo.Captured, batch[i].Photo.Caption = library.CaptureTime{}, "OLYMPUS DIGITAL CAMERA"
			}
		}
	}
	return s.Store.Commit(ctx, model, batch)
}

func (s *formerReading) CountOutdatedMetadata(ctx context.Context, version int) (int, error) {
	if !s.now {
		return 0, nil
	}
	return s.Store.CountOutdatedMetadata(ctx, version)
}

// TestLibrariesThatExist are read anew once, and what changes by that is told.
func TestLibrariesThatExist(t *testing.T) {
	former := &formerReading{}
	f := newFixture(t, func(o *index.Options) {
		former.Store = o.Store
		o.Store = former
	})
	f.photo("IMG_20150607_080910.jpg", 1)
	f.photo("b.jpg", 2)
	f.once()
	former.now = true
	f.once()
	p, err := f.store.Photo(t.Context(), f.id("IMG_20150607_080910.jpg"))
	must(t, err)
	if want := time.Date(2015, 6, 7, 8, 9, 10, 0, time.UTC); !p.Captured.Local.Equal(want) || p.Caption != "" {
		t.Errorf("taken %s, captioned %q", p.Captured.Local, p.Caption)
	}
	changes, err := index.ReadMetadataChanges(t.Context(), f.store)
	must(t, err)
	if changes.Photos != 2 || len(changes.Fields) != 2 || changes.Fields[0].Name != "captured" || changes.Fields[0].Photos != 1 ||
		changes.Fields[1].Name != "caption" || changes.Fields[1].Photos != 2 ||
		changes.Fields[1].Examples[0].Before != "OLYMPUS DIGITAL CAMERA" || changes.Fields[1].Examples[0].After != "" {
		t.Errorf("told: %+v", changes)
	}
	f.once()
	again, err := index.ReadMetadataChanges(t.Context(), f.store)
	must(t, err)
	if again.Photos != 2 {
		t.Errorf("told twice: %+v", again)
	}
}
