package learning

import (
	"fmt"
	"strings"
	"testing"

	"descry/app/notice"
)

// TestNoteOf reads what headNote writes.
func TestNoteOf(t *testing.T) {
	full := headNote(counted{1, tagsNoun}, counted{0, descriptionsNoun}, counted{1240, photosNoun}, counted{2, captionsNoun})
	if full != "1 tag, 1,240 photos, 2 captions" {
		t.Fatalf("the note is %q", full)
	}
	for note, want := range map[string]string{
		full:                             "head-learned-from: head-of-tags 1, photos 1240, head-of-captions 2",
		full + learnedAnew:               "head-learned-anew-from: head-of-tags 1, photos 1240, head-of-captions 2",
		"3 descriptions with feedback":   "head-learned-from: head-of-descriptions 3",
		"":                               "",
		"my own words":                   "as-it-is",
		"2 tags, my own words":           "as-it-is",
		"1 tags":                         "as-it-is",
		"2 tags, ":                       "as-it-is",
		"12,40 photos":                   "as-it-is",
		"99999999999999999999999 photos": "as-it-is",
		"-3 photos":                      "as-it-is",
	} {
		if got := shown(NoteOf(note)); got != want {
			t.Errorf("%q: %q, want %q", note, got, want)
		}
	}
}

func shown(n notice.Notice) string {
	list, ok := n.Params["Learned"].(notice.List)
	if !ok {
		return string(n.Kind)
	}
	var parts []string
	for _, c := range list {
		parts = append(parts, fmt.Sprint(c.Kind, " ", c.Count))
	}
	return string(n.Kind) + ": " + strings.Join(parts, ", ")
}
