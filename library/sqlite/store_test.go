package sqlite_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"descry/library"
	"descry/library/cataloguetest"
	"descry/library/sqlite"
)

// TestContract holds the store to what library.Catalogue promises. The full-text index is
// compared with one that is made anew whenever the suite checks the store.
func TestContract(t *testing.T) { cataloguetest.Run(t, openChecked) }

// TestContractOfRecords does the same for what annotation.RecordStore promises.
func TestContractOfRecords(t *testing.T) { cataloguetest.RunRecords(t, openChecked) }

func openChecked(t testing.TB, dir string, now func() time.Time) library.Catalogue {
	return checkedStore{openStore(t, filepath.Join(dir, "catalogue.db"), sqlite.Options{Now: now})}
}

// checkedStore has Check find also what is wrong with the full-text index.
type checkedStore struct{ *sqlite.Store }

func (s checkedStore) Check(ctx context.Context) ([]string, error) {
	findings, err := s.Store.Check(ctx)
	if err != nil {
		return findings, err
	}
	difference, err := sqlite.MentionsDiffer(ctx, s.Store)
	if difference != "" {
		findings = append(findings, "the full-text index is wrong: "+difference)
	}
	return findings, err
}

// What the suite makes up is what the store's own tests use, too.
const model = cataloguetest.Model

type clock = cataloguetest.Clock

var (
	newClock     = cataloguetest.NewClock
	addFolder    = cataloguetest.AddFolder
	scan         = cataloguetest.Scan
	newFile      = cataloguetest.File
	benchFiles   = cataloguetest.Files
	testPhoto    = cataloguetest.Photo
	testVector   = cataloguetest.Vector
	testHashName = cataloguetest.Name
	commitAll    = cataloguetest.CommitAll
	indexAll     = cataloguetest.IndexAll
	totals       = cataloguetest.Totals
	folderPaths  = cataloguetest.FolderPaths
	written      = cataloguetest.Written
	filterOf     = cataloguetest.FilterOf
	tag          = cataloguetest.Tag
	person       = cataloguetest.Person
	say          = cataloguetest.Say
	statements   = cataloguetest.Statements
	edit         = cataloguetest.Edit
	equal        = cataloguetest.Equal
	requireNil   = cataloguetest.Must
)

func openStore(t testing.TB, path string, o sqlite.Options) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(context.Background(), path, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// newStore opens an empty catalogue that must be sound when the test ends.
func newStore(t *testing.T) (*sqlite.Store, *clock) {
	t.Helper()
	c := newClock()
	s := openStore(t, filepath.Join(t.TempDir(), "catalogue.db"), sqlite.Options{Now: c.Now})
	t.Cleanup(func() { checkClean(t, s) })
	return s, c
}

func checkClean(t testing.TB, s *sqlite.Store) {
	t.Helper()
	cataloguetest.CheckClean(t, checkedStore{s})
}
