package sqlite_test

import (
	"context"
	"path/filepath"
	"testing"

	"descry/library"
	"descry/library/sqlite"
)

// BenchmarkPurgeOfManyKept is what a start costs with 100,000 annotated photos without a file.
func BenchmarkPurgeOfManyKept(b *testing.B) {
	c := newClock()
	s := openStore(b, filepath.Join(b.TempDir(), "catalogue.db"), sqlite.Options{Now: c.Now})
	const n = 100_000
	scan(b, s, addFolder(b, s, "/a"), benchFiles(0, n)...)
	commitAll(b, s, "", func(f library.PendingFile) library.IndexedPhoto {
		return library.IndexedPhoto{File: f, Photo: testPhoto(int(f.Size))}
	})
	ids := make([]library.PhotoID, n)
	for i := range ids {
		ids[i] = library.PhotoID(i + 1)
	}
	if err := s.SetFeedback(context.Background(), "a dog", ids, library.Yes); err != nil {
		b.Fatal(err)
	}
	if err := s.RemoveFolder(context.Background(), 1); err != nil {
		b.Fatal(err)
	}
	if list, err := s.Purge(context.Background(), c.At.Add(1)); err != nil || len(list) != n {
		b.Fatal(len(list), err)
	}
	scan(b, s, addFolder(b, s, "/b"), benchFiles(n, n)...)
	commitAll(b, s, "", func(f library.PendingFile) library.IndexedPhoto {
		return library.IndexedPhoto{File: f, Photo: testPhoto(int(f.Size))}
	})
	for name, run := range map[string]func() error{
		"purge": func() error {
			_, err := s.Purge(context.Background(), c.At.Add(1))
			return err
		},
		"without file": func() error { return s.PhotosWithoutFile(context.Background(), func(library.PhotoID) {}) },
		"mentions": func() error {
			return s.Mentions(context.Background(), "album", nil, 100, func(library.Mention) {})
		},
		"tags": func() error {
			_, err := s.Tags(context.Background())
			return err
		},
		"statements": func() error { return s.Statements(context.Background(), func(library.TagEdit) {}) },
		"totals": func() error {
			_, err := s.Totals(context.Background(), "")
			return err
		},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := run(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
