package sqlite

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"descry/library"
)

// taggedCatalogue holds 200,000 photos that have 1,000,000 uses of 2,000 tags: each use comes
// four times from files, and once from the user. One tag in ten is on a level below another.
// SQL makes the catalogue, as the indexer would take minutes.
func taggedCatalogue(b *testing.B) *Store {
	b.Helper()
	s, err := Open(context.Background(), filepath.Join(b.TempDir(), "catalogue.db"), Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	if _, err := s.AddFolder(context.Background(), "/pictures"); err != nil {
		b.Fatal(err)
	}
	for _, query := range []string{
		`WITH n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 199999)
INSERT INTO photos (hash, format, bytes, width, height, colour, added, file_time, tagged, orphaned_since, caption)
SELECT unhex(printf('%064x', i)), 'jpeg', 1, 3, 2, 0, 1, i, 1, NULL, 'caption ' || i FROM n`,
		"INSERT INTO dirs (folder_id, rel) SELECT 1, printf('%d/2019-07-%d Trip %d', id / 100, id % 30, id % 300) FROM photos WHERE id <= 1000",
		`INSERT INTO files (folder_id, rel, size, mtime_ns, inode, device, state, photo_id, dir, name)
SELECT 1, d.rel || '/' || p.id || '.jpg', 1, 1, 1, 1, 1, p.id, d.id, p.id || '.jpg' FROM photos p JOIN dirs d ON d.id = 1 + p.id % 1000`,
		`WITH n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 1999),
t (name) AS (SELECT CASE WHEN i % 10 = 0 THEN printf('kind %d/tag %d', i % 100, i) ELSE printf('tag %d', i) END FROM n)
INSERT INTO tags (kind, name, folded, leaf, words) SELECT 0, l.value, fold(l.value), fold(leaf_of(0, l.value)), words(l.value)
FROM t, json_each(names_of(0, t.name)) l WHERE true ON CONFLICT DO NOTHING`,
		`WITH n (i) AS (VALUES (0), (1), (2), (3), (4)), t (id, k) AS (SELECT id, row_number() OVER () FROM tags WHERE name LIKE '%tag%')
INSERT INTO photo_tags (tag, photo, origin) SELECT t.id, p.id, i = 4 FROM photos p, n JOIN t ON k = 1 + (p.id * 7919 + i * 611953) % 2000 WHERE true
ON CONFLICT DO NOTHING`,
		"DELETE FROM stale_mentions",
		"ANALYZE",
	} {
		if _, err := s.writer.Exec(query); err != nil {
			b.Fatal(fmt.Errorf("%s: %w", query, err))
		}
	}
	return s
}

// BenchmarkAnnotations measures what the user's words cost in a large library.
func BenchmarkAnnotations(b *testing.B) {
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
	run("Statements200k", func() error { return s.Statements(ctx, func(library.TagEdit) {}) })
	run("ImportOffers", func() error { _, err := s.ImportOffers(ctx); return err })
	run("TagAndBack1", func() error { return tagAndBack(ctx, s, photos[:1]) })
	run("TagAndBack15k", func() error { return tagAndBack(ctx, s, photos) })
	b.Run("Tag200kBySteps", func(b *testing.B) { benchmarkTagAll(b, s) })
	run("RenameAndBack", func() error {
		undo, err := s.RenameTag(ctx, library.Tag{Name: "kind 0"}, library.Tag{Name: "sort 0"})
		if err == nil {
			_, err = s.ApplyEdit(ctx, undo)
		}
		return err
	})
}

// tagAndBack tags photos and undoes it.
func tagAndBack(ctx context.Context, s *Store, photos []library.PhotoID) error {
	undo, err := s.TagPhotos(ctx, photos, []library.Tag{{Name: "trip to Norway"}}, nil)
	if err == nil {
		_, err = s.ApplyEdit(ctx, undo)
	}
	return err
}

// benchmarkTagAll tags all photos in steps and, as the peer, in one transaction. For each
// another process writes all the time: the longest that it had to wait is in ms.
func benchmarkTagAll(b *testing.B, s *Store) {
	var photos []library.PhotoID
	for id := range 200_000 {
		photos = append(photos, library.PhotoID(1+id))
	}
	path := ""
	if err := s.reader.QueryRow("SELECT file FROM pragma_database_list WHERE name = 'main'").Scan(&path); err != nil {
		b.Fatal(err)
	}
	other, err := Open(b.Context(), path, Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer other.Close()
	measure := func(how func() error) (took, waited time.Duration) {
		stop, longest := make(chan struct{}), make(chan time.Duration)
		go func() {
			var most time.Duration
			for {
				select {
				case <-stop:
					longest <- most
					return
				case <-time.After(50 * time.Millisecond):
				}
				began := time.Now()
				if err := other.SetValue(b.Context(), "a", "b"); err != nil {
					b.Error(err)
				}
				most = max(most, time.Since(began))
			}
		}()
		began := time.Now()
		if err := how(); err != nil {
			b.Error(err)
		}
		took = time.Since(began)
		close(stop)
		return took, <-longest
	}
	walk, hike := []library.Tag{{Name: "walk"}}, []library.Tag{{Name: "hike"}}
	var all, once, wait, waitOnce time.Duration
	for b.Loop() {
		t, w := measure(func() error { _, err := s.TagPhotos(b.Context(), photos, walk, nil); return err })
		all, wait = all+t, max(wait, w)
		t, w = measure(func() error { _, err := s.tagPhotos(b.Context(), photos, hike, nil); return err })
		once, waitOnce = once+t, max(waitOnce, w)
		for _, tag := range []library.Tag{walk[0], hike[0]} {
			if _, err := s.RemoveTag(b.Context(), tag); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(all.Seconds()/once.Seconds(), "of-one-transaction")
	b.ReportMetric(float64(wait.Milliseconds()), "ms-others-wait")
	b.ReportMetric(float64(waitOnce.Milliseconds()), "ms-others-wait-for-one")
	b.ReportMetric(all.Seconds()/float64(b.N), "s-tagging")
}
