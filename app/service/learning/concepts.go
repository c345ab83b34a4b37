package learning

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"descry/finetune"
	"descry/library"
	"descry/library/spelling"
)

// namedConcept is a name that searches understand.
type namedConcept struct {
	name    string // as the user writes it
	plain   []rune // without case and accents
	concept *finetune.Concept
}

// mention is a name in a text.
type mention struct {
	from, to int // bytes
	concept  namedConcept
}

// mentions finds names as whole words, case and accents aside, the longest first
// where several would fit.
func mentions(text string, known []namedConcept) (found []mention) {
	for from := 0; from < len(text); {
		r, size := utf8.DecodeRuneInString(text[from:])
		if !wordRune(r) || from > 0 && wordBefore(text, from) {
			from += size
			continue
		}
		best := mention{}
		for _, k := range known {
			if to, ok := nameAt(text, from, k.plain); ok && to > best.to {
				best = mention{from, to, k}
			}
		}
		if best.to > 0 {
			found = append(found, best)
			size = best.to - from
		}
		from += size
	}
	return found
}

// nameAt reports whether a name stands at a place as whole words, and where the name ends.
func nameAt(text string, from int, plain []rune) (to int, ok bool) {
	i, to := 0, from
	for to < len(text) && i < len(plain) {
		r, size := utf8.DecodeRuneInString(text[to:])
		for _, p := range spelling.Fold(string(r)) {
			if i == len(plain) || plain[i] != p {
				return 0, false
			}
			i++
		}
		to += size
	}
	for to < len(text) { // accents that are runes of their own
		r, size := utf8.DecodeRuneInString(text[to:])
		if spelling.Fold(string(r)) != "" {
			break
		}
		to += size
	}
	next, _ := utf8.DecodeRuneInString(text[to:])
	return to, i == len(plain) && i > 0 && (to == len(text) || !wordRune(next))
}

func wordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}

func wordBefore(text string, at int) bool {
	r, _ := utf8.DecodeLastRuneInString(text[:at])
	return wordRune(r)
}

// spellOut replaces names by their nouns, so that the model understands the rest: "Bella
// asleep on the sofa" becomes "a dog asleep on the sofa". A name that stands alone is replaced
// by the text of a photo of its noun.
func spellOut(text string, found []mention) (spelled string, alone bool) {
	last := 0
	for _, m := range found {
		spelled += text[last:m.from] + m.concept.concept.Word()
		last = m.to
	}
	if len(found) == 1 && strings.TrimSpace(text[:found[0].from]+text[last:]) == "" {
		return "a photo of " + found[0].concept.concept.Word(), true
	}
	return spelled + text[last:], false
}

// wordOfConcept is the name as a search reads it: a person's name in full, the last level of a
// tag.
func wordOfConcept(t library.Tag) string {
	if t.Person {
		return t.Name
	}
	levels := library.SplitLevels(t.Name)
	return levels[len(levels)-1]
}
