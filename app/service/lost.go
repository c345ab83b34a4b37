package service

import (
	"fmt"
	"path/filepath"
	"strings"

	"descry/app/config"
	"descry/library"
	"descry/library/copies"
	"descry/library/sqlite/repair"
)

// MissingError says that there is no catalogue, or an empty file, beside what belongs to
// one. It is library.ErrDamaged.
type MissingError struct {
	catalogue string
	beside    []string // what there is
	empty     bool
	words     bool // what the owner said is among it
}

// Error says what is there and what is not, and what doctor can do.
func (e *MissingError) Error() string {
	if e.words {
		return e.found() + "; descry doctor brings back what you said"
	}
	return e.found() + "; descry doctor makes a new one, but there is no copy of what you said: if you have a backup, descry restore FILE then takes it in"
}

// found says what is there and what is not.
func (e *MissingError) found() string {
	state := "is missing"
	if e.empty {
		state = "is empty"
	}
	return fmt.Sprintf("the catalogue %s %s, though %s beside it", e.catalogue, state, listOf(e.beside))
}

// Is makes it library.ErrDamaged.
func (e *MissingError) Is(err error) bool { return err == library.ErrDamaged }

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
func lostCatalogue(paths config.Paths) error {
	if lost := findLost(paths); lost != nil {
		return lost
	}
	return nil
}

// findLost is lostCatalogue's error, nil if there is none.
func findLost(paths config.Paths) *MissingError {
	gone, empty := repair.Lost(paths.Catalogue)
	if !gone {
		return nil
	}
	lost := &MissingError{catalogue: paths.Catalogue, empty: empty}
	for _, one := range []struct {
		what, pattern string
		words         bool
	}{
		{"copies of what you said", filepath.Join(paths.Copies, "*.jsonl.gz"), true},
		{"a journal of edits", filepath.Join(paths.Journal, "*.jsonl"), true},
		{"learned heads", filepath.Join(paths.Heads, "*"), false},
		{"vectors", filepath.Join(paths.Vectors, "*.vec"), false},
	} {
		if found, _ := filepath.Glob(one.pattern); len(found) > 0 {
			lost.beside = append(lost.beside, one.what)
			lost.words = lost.words || one.words
		}
	}
	if len(lost.beside) == 0 {
		return nil
	}
	return lost
}

// NewestCopy is the newest copy of what was said, without a path if there is none.
func NewestCopy(paths config.Paths) (c copies.Copy) {
	if list, err := copies.List(paths.Copies); err == nil && len(list) > 0 {
		c = list[0]
	}
	return c
}
