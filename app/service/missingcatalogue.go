package service

import (
	"path/filepath"

	"descry/app/config"
	"descry/app/notice"
	"descry/app/problem"
	"descry/library"
	"descry/library/copies"
	"descry/library/sqlite/repair"
)

// lostCatalogue returns library.ErrDamaged where a new catalogue would replace one that is
// lost, so that nobody who still has a catalogue finds an empty library.
func lostCatalogue(paths config.Paths) error {
	switch found, words := findLost(paths); {
	case found.IsZero():
		return nil
	case words:
		return problem.Wrap("catalogue-lost-words-kept", notice.Params{"Found": found}, library.ErrDamaged)
	default:
		return problem.Wrap("catalogue-lost-words", notice.Params{"Found": found}, library.ErrDamaged)
	}
}

// findLost tells what lies beside a catalogue that is missing or empty. words reports that
// annotations are among it. The zero Notice says that no catalogue is lost.
func findLost(paths config.Paths) (found notice.Notice, words bool) {
	gone, empty := repair.Lost(paths.Catalogue)
	if !gone {
		return notice.Notice{}, false
	}
	var beside notice.Series
	for _, one := range []struct {
		what    notice.Kind
		pattern string
		words   bool
	}{
		{"catalogue-beside-copies", filepath.Join(paths.Copies, "*.jsonl.gz"), true},
		{"catalogue-beside-journal", filepath.Join(paths.Journal, "*.jsonl"), true},
		{"catalogue-beside-heads", filepath.Join(paths.Heads, "*"), false},
		{"catalogue-beside-vectors", filepath.Join(paths.Vectors, "*.vec"), false},
	} {
		if files, _ := filepath.Glob(one.pattern); len(files) > 0 {
			beside = append(beside, notice.New(one.what, nil))
			words = words || one.words
		}
	}
	switch {
	case len(beside) == 0:
		return notice.Notice{}, false
	case empty:
		return notice.New("catalogue-empty", notice.Params{"Path": paths.Catalogue, "Beside": beside}), words
	}
	return notice.New("catalogue-missing", notice.Params{"Path": paths.Catalogue, "Beside": beside}), words
}

// NewestCopy is the newest copy of the annotations, without a path if there is none.
func NewestCopy(paths config.Paths) (c copies.Copy) {
	if list, err := copies.List(paths.Copies); err == nil && len(list) > 0 {
		c = list[0]
	}
	return c
}
