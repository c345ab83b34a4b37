package query

import (
	"strings"
	"unicode"
)

// Split parts a description into the statements to score one by one: at the ends of sentences,
// and at pauses and conjunctions where both sides have enough content. The spans are in order
// and hold every letter and digit but those of the words that join statements ("and"). Only a
// text without letters and digits has no spans.
func Split(text string) []Span { return split(text, nil) }

// statement is a part of a text with the number of its words, and of those that carry meaning.
type statement struct {
	Span
	words, meaning int
}

// fragment reports that the statement is too short, or has no content.
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

// appendStatement joins a fragment to its neighbour. Statements beyond the limit become part
// of the last one.
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

// trimmed leaves out blanks and pauses around a statement, and the word that joins the
// statement to the one before.
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
