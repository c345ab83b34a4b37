package index_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"descry/library"
)

// sentences are the user's annotations of photos with a file.
func (f *fixture) sentences() (list []string) {
	f.t.Helper()
	ctx := f.t.Context()
	err := errors.Join(
		f.store.Statements(ctx, func(e library.TagEdit) {
			list = append(list, map[library.Label]string{library.Yes: "yes ", library.No: "no "}[e.Label]+e.Tag.Name)
		}),
		f.store.Captions(ctx, func(_ library.PhotoID, text string) { list = append(list, "caption "+text) }),
		f.store.AllFeedback(ctx, func(b library.Feedback) { list = append(list, "answer "+b.Description) }))
	must(f.t, err)
	slices.Sort(list)
	return list
}

// TestAnnotationsOutliveThePurge has photos deleted and purged, years later put into another
// folder and indexed. The annotated photo has all its annotations again, and both photos are
// indexed as if they were new.
func TestAnnotationsOutliveThePurge(t *testing.T) {
	f := newFixture(t)
	ctx := t.Context()
	paths := []string{f.photo("said.jpg", 1), f.photo("other.jpg", 2)}
	f.photo("stays.jpg", 3) // a folder without any would be taken to be away
	f.once()
	id := f.id("said.jpg")
	bella, guess := library.Tag{Name: "dogs/Bella"}, library.Tag{Name: "guess"}
	asleep := "asleep on the sofa"
	_, err := f.store.ApplyEdit(ctx, library.Edit{
		Tags: []library.TagEdit{
			{Photo: id, Tag: bella, Label: library.Yes}, {Photo: id, Tag: library.Tag{Name: "cats"}, Label: library.No},
			{Photo: id, Tag: library.Tag{Person: true, Name: "Ann"}, Label: library.Yes},
			{Photo: id, Tag: guess, Label: library.Yes},
		},
		Captions: []library.CaptionEdit{{Photo: id, Text: &asleep}},
		Named:    []library.NamedEdit{{Tag: bella, Noun: new(string)}},
	})
	must(t, err)
	must(t, f.store.SetFeedback(ctx, "a dog", []library.PhotoID{id}, library.Yes))
	said := f.sentences()
	if len(said) != 6 {
		t.Fatalf("said: %q", said)
	}
	var contents [][]byte
	var hashes []string
	for _, path := range paths {
		data, err := os.ReadFile(path)
		must(t, err)
		p, err := f.store.Photo(ctx, f.id(filepath.Base(path)))
		must(t, err)
		contents, hashes = append(contents, data), append(hashes, string(p.Hash))
		must(t, os.Remove(path))
	}
	f.once()
	f.expect(library.Counts{Photos: 1, Files: 1, Indexed: 1})

	purged, err := f.store.Purge(ctx, time.Now().AddDate(10, 0, 0))
	must(t, err)
	if len(purged) != 2 {
		t.Fatalf("purged %v", purged)
	}
	for _, p := range purged {
		if said := string(p.Hash) == hashes[0]; p.Kept != said {
			t.Errorf("purged %v of which something is said: %v", p, said)
		}
		must(t, f.thumbs.Delete(string(p.Hash)))
	}
	if models, err := f.store.Models(ctx); err != nil || models[f.enc.Model()] != 1 {
		t.Errorf("vectors %v, %v", models, err)
	}

	elsewhere := t.TempDir()
	for i, name := range []string{"IMG_1.jpg", "IMG_2.jpg"} {
		must(t, os.WriteFile(filepath.Join(elsewhere, name), contents[i], 0o644))
	}
	_, err = f.store.AddFolder(ctx, elsewhere)
	must(t, err)
	before := f.enc.calls.Load()
	f.once()
	f.expect(library.Counts{Photos: 3, Files: 3, Indexed: 3})
	if n := f.enc.calls.Load() - before; n != 2 {
		t.Errorf("%d photos encoded, want 2", n)
	}
	back, err := f.store.PhotoByPath(ctx, filepath.Join(elsewhere, "IMG_1.jpg"))
	must(t, err)
	if got := f.sentences(); back != id || !slices.Equal(got, said) {
		t.Errorf("photo %d, want %d: %q, want %q", back, id, got, said)
	}
	concepts, err := f.store.NamedConcepts(ctx)
	must(t, err)
	if len(concepts) != 1 || !slices.Equal(concepts[0].Photos, []library.PhotoID{id}) {
		t.Errorf("named concepts %v", concepts)
	}
	for _, hash := range hashes {
		if !f.thumbs.Has(hash) {
			t.Errorf("no thumbnail of %s", hash)
		}
	}
	if findings, err := f.store.Check(ctx); err != nil || len(findings) > 0 {
		t.Errorf("check: %q, %v", findings, err)
	}
}

// TestPurgedPhotoIsDescribedAnew finds another sidecar beside a photo that comes back
// although its thumbnail was left behind by a kill.
func TestPurgedPhotoIsDescribedAnew(t *testing.T) {
	f := newFixture(t)
	ctx := t.Context()
	path := f.photo("a.jpg", 1)
	f.photo("stays.jpg", 2)
	f.once()
	id := f.id("a.jpg")
	must(t, f.store.SetFeedback(ctx, "a dog", []library.PhotoID{id}, library.Yes))
	data, err := os.ReadFile(path)
	must(t, err)
	must(t, os.Remove(path))
	f.once()
	if purged, err := f.store.Purge(ctx, time.Now().AddDate(1, 0, 0)); err != nil || len(purged) != 1 {
		t.Fatalf("purged %v, %v", purged, err)
	}
	must(t, os.WriteFile(path, data, 0o644))
	const sidecar = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:subject><rdf:Bag><rdf:li>harbour</rdf:li></rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>`
	must(t, os.WriteFile(filepath.Join(f.photos, "a.xmp"), []byte(sidecar), 0o644))
	f.once()
	p, err := f.store.Photo(ctx, f.id("a.jpg"))
	must(t, err)
	if p.ID != id || !slices.Equal(p.Keywords, []string{"harbour"}) {
		t.Errorf("photo %d with the keywords %q", p.ID, p.Keywords)
	}
	f.expect(library.Counts{Photos: 2, Files: 2, Indexed: 2})
}
