package app

import (
	"fmt"
	"path/filepath"
	"strings"

	"descry/library"
	"descry/library/copies"
	"descry/library/sqlite/repair"
)

// missingError says that there is no catalogue, or an empty file, beside what belongs to
// one. It is library.ErrDamaged.
type missingError struct {
	catalogue string
	beside    []string // what there is
	empty     bool
}

// Error says what is there and what is not.
func (e *missingError) Error() string {
	state := "is missing"
	if e.empty {
		state = "is empty"
	}
	return fmt.Sprintf("the catalogue %s %s, though %s beside it; descry doctor brings back what you said", e.catalogue, state, listOf(e.beside))
}

// Is makes it library.ErrDamaged.
func (e *missingError) Is(err error) bool { return err == library.ErrDamaged }

// listOf puts things with their verb into a sentence.
func listOf(things []string) string {
	last := len(things) - 1
	if last == 0 {
		return things[0] + " lie"
	}
	return strings.Join(things[:last], ", ") + " and " + things[last] + " lie"
}

// lostCatalogue gives a missingError where a new catalogue would stand in for one that
// was there: nobody who still has one is to find an empty library.
func lostCatalogue(paths Paths) error {
	gone, empty := repair.Lost(paths.Catalogue)
	if !gone {
		return nil
	}
	lost := &missingError{catalogue: paths.Catalogue, empty: empty}
	for _, one := range []struct{ what, pattern string }{
		{"copies of what you said", filepath.Join(paths.Copies, "*.jsonl.gz")},
		{"a journal of edits", filepath.Join(paths.Journal, "*.jsonl")},
		{"learned heads", filepath.Join(paths.Heads, "*")},
		{"vectors", filepath.Join(paths.Vectors, "*.vec")},
	} {
		if found, _ := filepath.Glob(one.pattern); len(found) > 0 {
			lost.beside = append(lost.beside, one.what)
		}
	}
	if len(lost.beside) == 0 {
		return nil
	}
	return lost
}

// newestCopy is the newest copy of what was said, without a path if there is none.
func newestCopy(paths Paths) (c copies.Copy) {
	if list, err := copies.List(paths.Copies); err == nil && len(list) > 0 {
		c = list[0]
	}
	return c
}
