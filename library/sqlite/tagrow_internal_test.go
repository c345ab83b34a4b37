package sqlite

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"descry/library"
)

// oneFilePhoto opens a catalogue of one photo.
func oneFilePhoto(t testing.TB) *Store {
	t.Helper()
	path := filepath.Join(t.TempDir(), "catalogue.db")
	oldCatalogue(t, path, 2)
	s, err := Open(context.Background(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// FuzzTagNames says a tag of any name of a photo: it is refused, or it is found under
// that name and can be renamed and taken back.
func FuzzTagNames(f *testing.F) {
	for _, name := range []string{"Bella", "animals/dogs", "a|b|c", " x / y ", "C++", "🐈", "東京／夜", "\xff\xfe", "a\x00b", "℅", "a\x1fb", "'\"", "", "/", "?", "İ", "ﬁ/ﬂ", "a\u0301"} {
		f.Add(name, false)
		f.Add(name, true)
	}
	s := oneFilePhoto(f)
	f.Fuzz(func(t *testing.T, name string, person bool) {
		ctx := context.Background()
		tag := ownTag(library.Tag{Name: name, Person: person})
		if again := ownTag(tag); again != tag {
			t.Fatalf("%q becomes %q, then %q", name, tag.Name, again.Name)
		}
		undo, err := s.TagPhotos(ctx, []library.PhotoID{1}, []library.Tag{{Name: name, Person: person}}, nil)
		if errors.Is(err, library.ErrNoName) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		renamed, err := s.RenameTag(ctx, tag, library.Tag{Name: "other/" + name})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.ApplyEdit(ctx, renamed); err != nil {
			t.Fatal(err)
		}
		shares, err := s.TagShares(ctx, []library.PhotoID{1})
		found := false
		for _, share := range shares {
			found = found || share.Tag == tag && share.Own == 1
		}
		if err != nil || !found && !strings.Contains(fold(tag.Name), "/") { // below another it may be spelled as that
			t.Fatalf("%q isn't among %v, %v", tag.Name, shares, err)
		}
		if _, err := s.ApplyEdit(ctx, undo); err != nil {
			t.Fatal(err)
		}
		if shares, err := s.TagShares(ctx, []library.PhotoID{1}); err != nil || len(shares) != 3 {
			t.Fatalf("%q: %v are left, %v", name, shares, err)
		}
	})
}
