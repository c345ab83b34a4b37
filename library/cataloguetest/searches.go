package cataloguetest

import (
	"errors"
	"reflect"
	"slices"

	"testing"

	"descry/library"
)

func testSavedSearches(t *testing.T, open Open) {
	ctx := t.Context()
	s, _ := open.empty(t)
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

func testSwapSearch(t *testing.T, open Open) {
	s, _ := open.empty(t)
	ctx := t.Context()
	dogs := library.SavedSearch{Name: "Dogs", Query: "a dog"}
	id, err := s.SaveSearch(ctx, dogs)
	if err != nil {
		t.Fatal(err)
	}
	dogs.ID = id
	cats := library.SavedSearch{ID: id, Name: "Cats", Query: "a cat"}
	none := library.SavedSearch{}
	for i, step := range []struct {
		now, then library.SavedSearch
		err       error
	}{
		{dogs, cats, nil},
		{dogs, cats, library.ErrChanged},
		{dogs, none, library.ErrChanged},
		{none, dogs, library.ErrChanged},
		{cats, none, nil},
		{cats, none, library.ErrChanged},
		{none, dogs, nil},
	} {
		if err := s.SwapSearch(ctx, step.now, step.then); !errors.Is(err, step.err) {
			t.Errorf("step %d: %v, want %v", i, err, step.err)
		}
	}
	list, err := s.SavedSearches(ctx)
	if err != nil || !reflect.DeepEqual(list, []library.SavedSearch{dogs}) {
		t.Errorf("%+v, %v", list, err)
	}
	if err := s.SwapSearch(ctx, dogs, none); err != nil {
		t.Fatal(err)
	}
	if _, err := s.SaveSearch(ctx, library.SavedSearch{Name: "dogs", Query: "x"}); err != nil {
		t.Fatal(err)
	}
	if err := s.SwapSearch(ctx, none, dogs); !errors.Is(err, library.ErrNameTaken) {
		t.Errorf("a name was taken since: %v", err)
	}
}
