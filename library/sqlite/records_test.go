package sqlite_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"descry/library"
	"descry/library/annotation"
	"descry/library/cataloguetest"
	"descry/library/sqlite"
)

var merge = annotation.Options{Mode: annotation.Merge}

// newPets opens a catalogue of the suite's pets.
func newPets(t *testing.T) *sqlite.Store {
	t.Helper()
	s, _ := newStore(t)
	written(t, s, cataloguetest.PetPhotos()...)
	return s
}

// requireRebuilt applies the changes that a catalogue has recorded to another one, which
// then says the same.
func requireRebuilt(t *testing.T, what string, s *sqlite.Store, want string, without ...string) {
	t.Helper()
	changes, err := sqlite.UserChanges(t.Context(), s)
	requireNil(t, err)
	again := newPets(t)
	_, err = again.ApplyRecords(t.Context(), cataloguetest.Parsed(t, strings.Join(changes, "\n")), merge)
	requireNil(t, err)
	equal(t, what, cataloguetest.Records(t, again, without...), want)
}

// The changes that were recorded make the same of a fresh catalogue.
func TestChangesOfRandomCatalogues(t *testing.T) {
	for seed := range uint64(8) {
		rng := rand.New(rand.NewPCG(seed, 9))
		s := newPets(t)
		for range 40 {
			cataloguetest.AnnotateSomething(t, rng, s)
		}
		requireRebuilt(t, fmt.Sprint("from the changes, seed ", seed), s, cataloguetest.Records(t, s))
		if t.Failed() {
			t.FailNow()
		}
	}
}

// What this version doesn't know is recorded, too, and so is that it goes.
func TestChangesOfUnknownRecords(t *testing.T) {
	s := newPets(t)
	text := cataloguetest.UnknownRecords()
	_, err := s.ApplyRecords(t.Context(), cataloguetest.Parsed(t, text), merge)
	requireNil(t, err)
	requireRebuilt(t, "from the changes", s, text, annotation.Folder)
	edit(t, s, statements(say(1, tag("boat"), library.No)))
	edit(t, s, statements(say(1, tag("boat"), library.Yes)))
	known := `{"kind":"tag","photo":"` + string(testPhoto(0).Hash) + `","name":"boat","say":"yes"}`
	_, err = s.ApplyRecords(t.Context(), cataloguetest.Parsed(t, known), annotation.Options{Mode: annotation.Replace})
	requireNil(t, err)
	requireRebuilt(t, "from all changes", s, cataloguetest.Records(t, s, annotation.Folder), annotation.Folder)
}

func TestRecordsOfAReadOnlyCatalogue(t *testing.T) {
	path := filepath.Join(t.TempDir(), "catalogue.db")
	openStore(t, path, sqlite.Options{})
	closed := openStore(t, path, sqlite.Options{ReadOnly: true})
	if _, err := closed.ApplyRecords(t.Context(), cataloguetest.Parsed(t, ""), merge); !errors.Is(err, library.ErrReadOnly) {
		t.Errorf("read-only: %v", err)
	}
}
