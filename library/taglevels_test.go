package library_test

import (
	"slices"
	"testing"

	"descry/library"
)

func TestLevelsOfTags(t *testing.T) {
	for name, levels := range map[string][]string{
		"":              {""},
		"sea":           {"sea"},
		"animals/dogs":  {"animals", "dogs"},
		"B∕W":           {"B/W"},
		"Music/AC∕DC":   {"Music", "AC/DC"},
		"24∕7/a∕b∕c/d":  {"24/7", "a/b/c", "d"},
		"\xff/∕":        {"\xff", "/"},
		"a//b":          {"a", "", "b"},
		"Straße 1∕2/Öl": {"Straße 1/2", "Öl"},
	} {
		if got := library.JoinLevels(levels); got != name {
			t.Errorf("%q are %q, want %q", levels, got, name)
		}
		if got := library.SplitLevels(name); !slices.Equal(got, levels) {
			t.Errorf("%q has %q, want %q", name, got, levels)
		}
	}
}
