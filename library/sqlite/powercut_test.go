package sqlite_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"descry/library"
	"descry/library/annotation"
	"descry/library/journal"
	"descry/library/sqlite"
)

// annotationState is every annotation and action of the user, a record a line.
func annotationState(t testing.TB, s *sqlite.Store) string {
	t.Helper()
	var lines []byte
	err := s.Records(t.Context(), func(r annotation.Record) error {
		lines = append(r.Append(lines), '\n')
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(lines)
}

// journaledChanges is how many changes the journal in a folder has, which are all from the
// first on, and none is damaged.
func journaledChanges(t testing.TB, dir string) (n int64) {
	t.Helper()
	damaged, err := journal.Read(dir, 0, func(c library.UserChange) error {
		if n++; c.N != n {
			return fmt.Errorf("change %d stands where %d should", c.N, n)
		}
		return nil
	})
	if err != nil || len(damaged) > 0 {
		t.Errorf("journal: damaged %v, %v", damaged, err)
	}
	return n
}

// afterPowerCut opens the catalogue that a power cut left in a folder, with its journal beside
// it, and returns the user's annotations. Catalogue and journal must be whole and agree.
func afterPowerCut(t testing.TB, dir string) (state string) {
	t.Helper()
	path := filepath.Join(dir, "catalogue.db")
	s, err := sqlite.Open(t.Context(), path, sqlite.Options{Journal: journalBeside(path)})
	if err != nil {
		t.Errorf("the catalogue can't be opened: %v", err)
		return ""
	}
	defer s.Close()
	checkClean(t, s)
	known, err := s.KnownChange(t.Context())
	if n := journaledChanges(t, journalBeside(path).Dir()); err != nil || n != known {
		t.Errorf("the catalogue has %d changes and the journal %d, %v", known, n, err)
	}
	if js, err := s.JournalState(t.Context()); err != nil || js.Err != nil || js.Waiting > 0 || len(js.Missing) > 0 {
		t.Errorf("the journal stands at %+v, %v", js, err)
	}
	return annotationState(t, s)
}

// difference names the lines that only one of two states has.
func difference(got, want string) string {
	var lines []string
	for line := range strings.Lines(want) {
		if !strings.Contains(got, line) {
			lines = append(lines, "lost: "+line)
		}
	}
	for line := range strings.Lines(got) {
		if !strings.Contains(want, line) {
			lines = append(lines, "more: "+line)
		}
	}
	return strings.Join(lines, "")
}
