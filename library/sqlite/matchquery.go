package sqlite

import (
	"slices"
	"strings"

	querylang "descry/library/query"
)

// maxUnits bounds a full-text query. A paragraph has fewer words that count.
const maxUnits = 64

// unit is a word, or a phrase of words that must stand side by side.
type unit struct {
	match     string    // in the syntax of the full-text index
	plainText [2]string // the words with blanks around, and taken apart in another way
}

// newUnits makes the units of a full-text query from plain words. A compound word ("IMG_2043")
// is a phrase of its parts. Words of a phrase count in the phrase only. Words that any text
// has are left out, except in phrases.
func newUnits(text string, phrases []string) (units []unit) {
	for _, p := range phrases {
		units = appendUnit(units, p, splitAll)
	}
	given := units
	for _, chunk := range chunks(text) {
		parts, _ := split(chunk)
		if len(parts) == 1 && querylang.FunctionWord(parts[0]) || inAny(given, parts) {
			continue
		}
		units = appendUnit(units, chunk, split)
	}
	return units[:min(len(units), maxUnits)]
}

func anyOf(units []unit) string { return joinUnits(units, " OR ") }
func allOf(units []unit) string { return joinUnits(units, " AND ") }

func joinUnits(units []unit, operator string) string {
	list := make([]string, len(units))
	for i, u := range units {
		list[i] = u.match
	}
	return strings.Join(list, operator)
}

// splitAll takes a text of several chunks apart. whole is nil if it equals parts.
func splitAll(text string) (parts, whole []string) {
	for _, chunk := range chunks(text) {
		p, w := split(chunk)
		if w == nil {
			w = p
		}
		parts, whole = append(parts, p...), append(whole, w...)
	}
	if slices.Equal(parts, whole) {
		whole = nil
	}
	return parts, whole
}

func inAny(phrases []unit, parts []string) bool {
	words := spaced(parts)
	return slices.ContainsFunc(phrases, func(p unit) bool { return strings.Contains(p.plainText[0], words) })
}

func spaced(words []string) string { return " " + strings.Join(words, " ") + " " }

// appendUnit adds a phrase once.
func appendUnit(units []unit, text string, split func(string) (parts, whole []string)) []unit {
	parts, whole := split(text)
	if len(parts) == 0 {
		return units
	}
	u := unit{quoted(parts), [2]string{spaced(parts), spaced(parts)}}
	if whole != nil {
		u = unit{"(" + u.match + " OR " + quoted(whole) + ")", [2]string{spaced(parts), spaced(whole)}}
	}
	if slices.Contains(units, u) {
		return units
	}
	return append(units, u)
}

// quoted is a phrase in the syntax of the index. Words of the index have no quotes, so that no
// word is read as syntax.
func quoted(words []string) string {
	return `"` + strings.ReplaceAll(strings.Join(words, " "), `"`, "") + `"`
}
