//go:build unix

package sqlite_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"descry/library"
	"descry/library/sqlite"
)

// taggedCatalogue holds 200,000 photos, of which the owner has said 1,000,000 times
// which of 2,000 tags they have; one tag in ten is on a level below another.
func taggedCatalogue(b *testing.B) *sqlite.Store {
	b.Helper()
	const photos, tags, each = 200_000, 2000, 500
	s := openStore(b, filepath.Join(b.TempDir(), "catalogue.db"), sqlite.Options{})
	scan(b, s, addFolder(b, s, "/pictures"), benchFiles(0, photos)...)
	commitAll(b, s, "", func(f library.PendingFile) library.IndexedPhoto {
		return library.IndexedPhoto{File: f, Photo: testPhoto(int(f.Size))}
	})
	rng := rand.New(rand.NewPCG(8, 9))
	for i := range tags {
		var e library.Edit
		name := tag(fmt.Sprint("tag ", i))
		if i%10 == 0 {
			name = tag(fmt.Sprintf("kind %d/tag %d", i%100, i))
		}
		for range each {
			e.Tags = append(e.Tags, say(library.PhotoID(1+rng.IntN(photos)), name, library.Yes))
		}
		edit(b, s, e)
	}
	return s
}

// BenchmarkOwner measures what the owner's words cost in a large library.
func BenchmarkOwner(b *testing.B) {
	s := taggedCatalogue(b)
	ctx := b.Context()
	photos := make([]library.PhotoID, 15_000)
	for i := range photos {
		photos[i] = library.PhotoID(1 + i*13)
	}
	run := func(name string, fn func() error) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := fn(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	run("Tags", func() error { _, err := s.Tags(ctx); return err })
	run("TagShares15k", func() error { _, err := s.TagShares(ctx, photos); return err })
	run("TagShares1", func() error { _, err := s.TagShares(ctx, photos[:1]); return err })
	run("Statements1M", func() error { return s.Statements(ctx, func(library.TagEdit) {}) })
	run("ImportOffers", func() error { _, err := s.ImportOffers(ctx); return err })
	run("TagAndUntag1", func() error { return tagAndBack(s, b, photos[:1]) })
	run("TagAndUntag15k", func() error { return tagAndBack(s, b, photos) })
	run("RenameAndBack", func() error {
		undo, err := s.RenameTag(ctx, tag("kind 0"), tag("sort 0"))
		if err == nil {
			_, err = s.ApplyEdit(ctx, undo)
		}
		return err
	})
}

// tagAndBack tags photos and undoes it.
func tagAndBack(s *sqlite.Store, b *testing.B, photos []library.PhotoID) error {
	undo, err := s.TagPhotos(b.Context(), photos, []library.Tag{tag("trip to Norway")}, nil)
	if err == nil {
		_, err = s.ApplyEdit(b.Context(), undo)
	}
	return err
}
