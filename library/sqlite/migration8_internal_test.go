package sqlite

import (
	"compress/gzip"
	"context"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"descry/library"
)

// storedCatalogue unpacks a catalogue as a release wrote it.
func storedCatalogue(t *testing.T, name string) (path string) {
	t.Helper()
	packed, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	r, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "catalogue.db")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// A catalogue that the release before wrote keeps every row, and a copy of the catalogue is
// beside it. Text that is written afterwards is found by its words.
func TestMigrationKeepsRows(t *testing.T) {
	ctx := context.Background()
	path := storedCatalogue(t, "schema7.db.gz")
	before, err := open(ctx, path, Options{ReadOnly: true}, firstMigrations(t, 7))
	if err != nil {
		t.Fatal(err)
	}
	want := rowsOf(t, before)
	if err := before.Close(); err != nil {
		t.Fatal(err)
	}
	if len(want["photos"]) != 9 || len(want["owner_changes"]) == 0 {
		t.Fatalf("%d photos and %d changes are stored", len(want["photos"]), len(want["owner_changes"]))
	}
	after, err := open(ctx, path, Options{}, firstMigrations(t, 8))
	if err != nil {
		t.Fatal(err)
	}
	if got := rowsOf(t, after); !reflect.DeepEqual(got, want) {
		t.Errorf("rows %v, want %v", got, want)
	}
	requireSound(t, after)
	if err := after.Close(); err != nil {
		t.Fatal(err)
	}
	if kept, err := open(ctx, path+".before-8", Options{ReadOnly: true}, firstMigrations(t, 7)); err != nil {
		t.Error(err)
	} else {
		if got := rowsOf(t, kept); !reflect.DeepEqual(got, want) {
			t.Errorf("rows of the copy %v, want %v", got, want)
		}
		_ = kept.Close()
	}
	s, err := Open(ctx, path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.TagPhotos(ctx, []library.PhotoID{1}, []library.Tag{{Name: "zebra"}, {Name: "aardvark"}}, nil); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"zebra", "Bella", "Norway trip", "red boat", "åsa"} {
		var found []library.PhotoID
		err := s.Mentions(ctx, text, []string{text}, 10, func(m library.Mention) { found = append(found, m.Photo) })
		if err != nil || len(found) == 0 {
			t.Errorf("%q is written on %v, %v", text, found, err)
		}
	}
	requireSound(t, s)
}
