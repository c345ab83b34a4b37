package query

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// keyNames are the filters, in the order of the list for the user.
var keyNames = []string{"date", "in", "folder", "name", "camera", "lens", "iso", "tag", "person", "rating", "near",
	"type", "orientation", "has", "like", "is"}

// Filters are the English names of the filters, in the order of the list for the user.
func Filters() []string { return slices.Clone(keyNames) }

// otherNames are words that users may try for a filter.
var otherNames = map[string]string{
	"path": "folder", "dir": "folder", "people": "person", "who": "person", "face": "person", "stars": "rating",
	"place": "near", "gps": "near", "file": "name", "filename": "name", "format": "type", "ext": "type", "year": "date",
	"taken": "date", "when": "date", "keyword": "tag", "keywords": "tag", "album": "in", "similar": "like",
}

// hintKey adds a hint for a word that looks like a filter and is none.
func (l *lexer) hintKey(at int) {
	name, value := keyAt(l.source, at)
	if name == "" {
		return
	}
	if key, known := l.words.filter(name); known {
		l.hints = append(l.hints, Hint{Span{at, value}, *remark(NothingBehind, Params{"Filter": Filter(key)})})
		return
	}
	end := wordEnd(l.source, at)
	if end <= value || strings.HasPrefix(l.source[value:], "//") {
		return
	}
	if meant := l.words.nearest(name); meant != "" {
		l.hints = append(l.hints, Hint{Span{at, end}, *remark(NoFilter, Params{"Word": name, "Filter": Filter(meant)})})
	}
}

// nearest is the filter that a mistyped name may mean, "" for none. Two slips are forgiven in a
// long name only: filters of three letters are too much alike.
func (w *Words) nearest(typed string) string {
	if meant, ok := otherNames[typed]; ok {
		return meant
	}
	best, meant := 3, ""
	for _, key := range keyNames {
		for _, name := range w.namesOf(key) {
			allowed := 0
			switch letters := utf8.RuneCountInString(name); {
			case strings.ContainsFunc(name, isUnspaced): // each character is a word
			case letters >= 6:
				allowed = 2
			case letters >= 3:
				allowed = 1
			}
			if d := slips([]rune(typed), []rune(name)); d <= allowed && d < best {
				best, meant = d, key
			}
		}
	}
	return meant
}

// slips is the number of letters to insert, drop, change or swap with their neighbour to make
// one word of the other.
func slips(a, b []rune) int {
	if len(a) > len(b)+2 || len(b) > len(a)+2 {
		return 3
	}
	var rows [3][]int // the row before the last, the last, the present one
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
	}
	for j := range rows[2] {
		rows[2][j] = j
	}
	for i := 1; i <= len(a); i++ {
		rows[0], rows[1], rows[2] = rows[1], rows[2], rows[0]
		rows[2][0] = i
		for j := 1; j <= len(b); j++ {
			change := rows[1][j-1]
			if a[i-1] != b[j-1] {
				change++
			}
			d := min(change, rows[1][j]+1, rows[2][j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, rows[0][j-2]+1)
			}
			rows[2][j] = d
		}
	}
	return rows[2][len(b)]
}
