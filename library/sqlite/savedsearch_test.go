package sqlite_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"descry/library"
)

func TestSavedSearches(t *testing.T) {
	ctx := t.Context()
	s, _ := newStore(t)
	save := func(one library.SavedSearch) library.SavedSearchID {
		t.Helper()
		id, err := s.SaveSearch(ctx, one)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	boats := save(library.SavedSearch{Name: "boats", Query: `red boat in:"Norway"`})
	ada := save(library.SavedSearch{Name: " Ärger  mit A ", Query: "tag:a"})
	if id := save(library.SavedSearch{ID: boats, Name: "Boats", Query: "blue boat"}); id != boats {
		t.Errorf("the changed search has the id %d, want %d", id, boats)
	}
	for _, bad := range []struct {
		one  library.SavedSearch
		want error
	}{
		{library.SavedSearch{Name: "BOATS"}, library.ErrNameTaken},
		{library.SavedSearch{ID: ada, Name: "boats"}, library.ErrNameTaken},
		{library.SavedSearch{Name: "ÄRGER mit a"}, library.ErrNameTaken},
		{library.SavedSearch{ID: 99, Name: "gone"}, library.ErrNotFound},
	} {
		if _, err := s.SaveSearch(ctx, bad.one); !errors.Is(err, bad.want) {
			t.Errorf("%+v: %v, want %v", bad.one, err, bad.want)
		}
	}
	if _, err := s.SaveSearch(ctx, library.SavedSearch{Name: " \t", Query: "x"}); err == nil {
		t.Error("a search without a name was saved")
	}
	other := save(library.SavedSearch{Name: "arger mit a", Query: "accents tell names apart"})
	for range 2 {
		if err := s.DeleteSearch(ctx, other); err != nil {
			t.Error(err)
		}
	}
	if again := save(library.SavedSearch{Name: "zebra"}); again == other {
		t.Error("an id was used twice")
	}
	got, err := s.SavedSearches(ctx)
	want := []library.SavedSearch{{ID: boats, Name: "Boats", Query: "blue boat"}, {ID: other + 1, Name: "zebra"}, {ID: ada, Name: "Ärger mit A", Query: "tag:a"}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("saved searches %+v, want %+v, %v", got, want, err)
	}
}

func TestPhotoByHashPrefix(t *testing.T) {
	ctx := t.Context()
	s, _ := newStore(t)
	id := addFolder(t, s, "/a")
	scan(t, s, id, newFile("x.jpg", 1), newFile("y.jpg", 2))
	indexAll(t, s)
	hash := string(testPhoto(1).Hash)
	want := photoAt(t, s, "/a/x.jpg")
	for _, prefix := range []string{hash, hash[:8], strings.ToUpper(hash[:9])} {
		got, err := s.PhotoByHashPrefix(ctx, prefix)
		if got != want || err != nil {
			t.Errorf("%q: %d, want %d, %v", prefix, got, want, err)
		}
	}
	for _, prefix := range []string{hash + "0", "ffffffff", "xyz", "%", hash[:8] + "_"} {
		if _, err := s.PhotoByHashPrefix(ctx, prefix); !errors.Is(err, library.ErrNotFound) {
			t.Errorf("%q: %v", prefix, err)
		}
	}
	if _, err := s.PhotoByHashPrefix(ctx, ""); err == nil || errors.Is(err, library.ErrNotFound) {
		t.Errorf("several photos: %v", err)
	}
}
