package query

import (
	"strings"
	"unicode"
)

// Split parts a description into the statements it makes, for scoring each on its
// own: at the ends of sentences, and at pauses and conjunctions where both sides
// have enough to say. The spans are in order and hold every letter and digit but those
// of the words that join them ("and"); there are none only for a text without any.
func Split(text string) []Span { return split(text, nil) }

// statement is a part of a text with the words it has, and those of them that carry
// meaning.
type statement struct {
	Span
	words, meaning int
}

// fragment reports that it is too short for a statement, or says nothing.
func (s statement) fragment() bool { return s.words < 2 || s.meaning == 0 }

// split leaves the parts of the text in keep whole.
func split(text string, keep []Span) []Span {
	units := unitsOf(text)
	var list []statement
	from := 0
	for i := 1; i <= len(units); i++ {
		end := len(text)
		if i < len(units) {
			u := units[i]
			if u.cut == none || inside(keep, u.at) || !enough(units, from, i, u.cut) {
				continue
			}
			end = u.at
		}
		s := statement{Span: Span{units[from].at, end}}
		s.words, s.meaning = count(units, from, i)
		list, from = appendStatement(list, s), i
	}
	var spans []Span
	for _, s := range list {
		spans = append(spans, trimmed(text, s.Span))
	}
	return spans
}

func inside(keep []Span, at int) bool {
	for _, s := range keep {
		if s.Start < at && at < s.End {
			return true
		}
	}
	return false
}

// appendStatement joins a fragment to its neighbour, and makes the last of all that
// are too many.
func appendStatement(list []statement, s statement) []statement {
	n := len(list)
	if n == 0 || n < maxStatements && !s.fragment() && !list[n-1].fragment() {
		return append(list, s)
	}
	last := &list[n-1]
	last.End = s.End
	last.words += s.words
	last.meaning += s.meaning
	return list
}

// trimmed leaves out blanks and pauses around a statement, and the word that joins
// it to the one before.
func trimmed(text string, s Span) Span {
	part := strings.TrimRightFunc(text[s.Start:s.End], func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(light, r) })
	s.End = s.Start + len(part)
	first := s.Start == 0
	s.Start = s.End - len(trimmedLeft(part))
	if word, rest, more := strings.Cut(text[s.Start:s.End], " "); more && !first && joiners[strings.ToLower(word)] {
		s.Start = s.End - len(trimmedLeft(rest))
	}
	return s
}

func trimmedLeft(text string) string {
	return strings.TrimLeftFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(light+heavy, r) })
}
