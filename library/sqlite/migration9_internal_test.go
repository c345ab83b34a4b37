package sqlite

import (
	"context"
	"slices"
	"testing"
	"time"

	"descry/library"
)

// TestMetadataMigration starts from a catalogue of the release before. Every photo is read
// anew once, what the user said is as before, and so are the dates.
func TestMetadataMigration(t *testing.T) {
	ctx := context.Background()
	path := storedCatalogue(t, "schema8.db.gz")
	before, err := open(ctx, path, Options{}, firstMigrations(t, 8))
	if err != nil {
		t.Fatal(err)
	}
	old := time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
	for _, change := range []string{
		"UPDATE photos SET captured_local = NULL, file_time = 4102444800 WHERE id = 1", // in the year 2100
		"UPDATE photos SET captured_local = 4102444800 WHERE id = 2",
	} {
		if _, err := before.writer.Exec(change); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := before.writer.Exec("UPDATE photos SET captured_local = NULL, file_time = ? WHERE id = 3", old); err != nil {
		t.Fatal(err)
	}
	want := rowsOf(t, before)
	if err := before.Close(); err != nil {
		t.Fatal(err)
	}
	s, err := open(ctx, path, Options{}, firstMigrations(t, 9))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	requireSound(t, s)
	got := rowsOf(t, s)
	for table := range want {
		if table != "photos" && table != "files" && !slices.Equal(got[table], want[table]) {
			t.Errorf("table %s: %v, want %v", table, got[table], want[table])
		}
	}
	if len(got["photos"]) != len(want["photos"]) || len(got["files"]) != len(want["files"]) {
		t.Errorf("%d photos, %d files", len(got["photos"]), len(got["files"]))
	}
	if kept, err := open(ctx, path+".before-9", Options{ReadOnly: true}, firstMigrations(t, 8)); err != nil {
		t.Error(err)
	} else {
		if rows := rowsOf(t, kept); !slices.Equal(rows["photos"], want["photos"]) {
			t.Errorf("photos of the copy %v", rows["photos"])
		}
		_ = kept.Close()
	}
	photo := func(id library.PhotoID) library.Photo {
		p, err := s.Photo(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	if p := photo(1); !p.FileDate.Equal(time.Unix(p.Added.Unix(), 0)) {
		t.Errorf("a file of the future is dated %s, the photo was found on %s", p.FileDate, p.Added)
	}
	if p := photo(3); !p.FileDate.IsZero() {
		t.Errorf("a file of 1980 is dated %s", p.FileDate)
	}
	tiles, err := s.Tiles(ctx, library.Scope{}, library.Filter{}, library.NewestFirst)
	if err != nil || len(tiles) == 0 {
		t.Fatal(tiles, err)
	}
	for _, tile := range tiles {
		if tile.ID <= 3 && tile.Dating != library.Undated {
			t.Errorf("photo %d is dated", tile.ID)
		}
	}
	files, err := s.OutdatedMetadata(ctx, 1, library.PendingFile{}, 100)
	if err != nil || len(files) == 0 {
		t.Errorf("nothing is read anew: %v", err)
	}
	if n, err := s.CountOutdatedMetadata(ctx, 1); err != nil || n != len(files) {
		t.Errorf("%d photos are counted, %d listed, %v", n, len(files), err)
	}
}
