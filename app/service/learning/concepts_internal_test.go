package learning

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"descry/finetune"
	"descry/library"
	"descry/library/spelling"
)

func knownNames(names ...string) (known []namedConcept) {
	for _, n := range names {
		known = append(known, namedConcept{n, []rune(spelling.Fold(n)), &finetune.Concept{}})
	}
	return known
}

func TestNamesAreFoundAsWholeWords(t *testing.T) {
	known := knownNames("Bella", "Bella Vista", "my red bike", "Zoë", "Łukasz")
	for _, c := range []struct{ text, want string }{
		{"Bella asleep on the sofa", "something asleep on the sofa"},
		{"a photo of BELLA, and bella", "a photo of something, and something"},
		{"Isabella and Bellas", "Isabella and Bellas"},
		{"hotel Bella Vista by night", "hotel something by night"},
		{"my red bike and Bella", "something and something"},
		{"zoe, ZOË and zoe\u0308", "something, something and something"},
		{"Łukasz", "a photo of something"},
		{" bella ", "a photo of something"},
		{"Bella's bowl", "something's bowl"},
		{"bella2", "bella2"},
		{"", ""},
	} {
		got, alone := spellOut(c.text, mentions(c.text, known))
		if got != c.want || alone != (strings.TrimSpace(c.text) != "" && got == "a photo of something") {
			t.Errorf("%q reads %q (alone %v), want %q", c.text, got, alone, c.want)
		}
	}
}

func TestWordOfConcept(t *testing.T) {
	for _, c := range []struct {
		tag  library.Tag
		want string
	}{
		{library.Tag{Name: "animals/dogs/Bella"}, "Bella"}, {library.Tag{Name: "Bella"}, "Bella"},
		{library.Tag{Name: "A/B", Person: true}, "A/B"},
	} {
		if got := wordOfConcept(c.tag); got != c.want {
			t.Errorf("%v: %q, want %q", c.tag, got, c.want)
		}
	}
}

func FuzzMentions(f *testing.F) {
	f.Add("Bella asleep", "Bella")
	f.Add("zoe\u0308\xff", "Zoë")
	f.Fuzz(func(t *testing.T, text, name string) {
		last := 0
		for _, m := range mentions(text, knownNames(name)) {
			if m.from < last || m.to <= m.from || m.to > len(text) {
				t.Fatalf("%q in %q: from %d to %d after %d", name, text, m.from, m.to, last)
			}
			if last = m.to; utf8.ValidString(text) && spelling.Fold(strings.TrimFunc(text[m.from:m.to], isMark)) != spelling.Fold(strings.TrimFunc(name, isMark)) && utf8.ValidString(name) {
				t.Errorf("%q was taken for %q", text[m.from:m.to], name)
			}
		}
	})
}

func isMark(r rune) bool { return !wordRune(r) }

// TestCommonNounsAreEncodedOnce has them kept for the next start.
func TestCommonNounsAreEncodedOnce(t *testing.T) {
	h := openHeads(t)
	l := h.For(h.models.ModelOf(h.models.Packs.BuiltIn), nil)
	first, err := l.commonNouns(t.Context())
	if err != nil || len(first) != len(commonNouns) {
		t.Fatalf("%d nouns, %v", len(first), err)
	}
	catalogue, key := h.models.Catalogue, nounsValue(l.model.Pack.ID)
	kept, err := catalogue.Value(t.Context(), key)
	if err != nil || kept == "" {
		t.Fatalf("kept are %d bytes, %v", len(kept), err)
	}
	again, err := l.commonNouns(t.Context())
	if err != nil || !reflect.DeepEqual(again, first) {
		t.Errorf("the second time they are others: %v", err)
	}
	if err := catalogue.SetValue(t.Context(), key, "damaged"); err != nil {
		t.Fatal(err)
	}
	if mended, err := l.commonNouns(t.Context()); err != nil || !reflect.DeepEqual(mended, first) {
		t.Errorf("damaged ones are not made anew: %v", err)
	}
}
