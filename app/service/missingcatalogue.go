package service

import (
	"path/filepath"

	"descry/app/config"
	"descry/app/problem"
	"descry/library/copies"
	"descry/library/sqlite/repair"
)

// lostCatalogue gives a missingError where a new catalogue would stand in for one that
// was there: nobody who still has one is to find an empty library.
func lostCatalogue(paths config.Paths) error {
	if lost := findLost(paths); lost != nil {
		return lost
	}
	return nil
}

// findLost is lostCatalogue's error, nil if there is none.
func findLost(paths config.Paths) *problem.MissingError {
	gone, empty := repair.Lost(paths.Catalogue)
	if !gone {
		return nil
	}
	lost := &problem.MissingError{Catalogue: paths.Catalogue, Empty: empty}
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
			lost.Beside = append(lost.Beside, one.what)
			lost.Words = lost.Words || one.words
		}
	}
	if len(lost.Beside) == 0 {
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
