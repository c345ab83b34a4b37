package ui

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
)

// TestFunctionKeysWorkInTextFields: the search box has the keyboard when the window
// opens, and none of the keys that the help names may be lost on it.
func TestFunctionKeysWorkInTextFields(t *testing.T) {
	r := newRig(t, taggedFolder())
	r.waitTags(t)
	r.choose(t, 1)
	var names, done []fyne.KeyName
	for i, b := range r.bindings {
		for _, name := range b.keys {
			if name != fyne.KeyEscape { // each field has a use of its own for it
				names = append(names, name)
				r.bindings[i].do = func(*Window) { done = append(done, name) }
			}
		}
	}
	if !slices.Contains(names, fyne.KeyF7) {
		t.Fatalf("the window's keys are %q", names)
	}
	for what, field := range map[string]fyne.Focusable{
		"search box": r.box, "tags": r.words.field.entry, "caption": r.words.caption,
	} {
		r.win.Canvas().Focus(field)
		done = nil
		for _, name := range names {
			field.TypedKey(key(name))
		}
		if !slices.Equal(done, names) {
			t.Errorf("%s: of %q it hands on %q", what, names, done)
		}
	}
}
