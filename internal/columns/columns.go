// Package columns sets text in columns of a terminal, where a Chinese character is two columns
// wide and an accent none.
package columns

import (
	"io"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// Width is how many columns of a terminal a text takes.
func Width(text string) int {
	n := 0
	for _, r := range text {
		n += OfRune(r)
	}
	return n
}

// OfRune is how many columns of a terminal a character takes. A character that is narrow or
// wide depending on the font counts as narrow, as most terminals draw it.
func OfRune(r rune) int {
	if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
		return 0
	}
	if k := width.LookupRune(r).Kind(); k == width.EastAsianWide || k == width.EastAsianFullwidth {
		return 2
	}
	return 1
}

// Left fills a text with spaces behind it up to a width. A wider text stays as it is.
func Left(text string, to int) string { return text + spaces(to-Width(text)) }

// Right fills a text with spaces before it up to a width. A wider text stays as it is.
func Right(text string, to int) string { return spaces(to-Width(text)) + text }

// Fold breaks a text into lines of at most so many columns: between words, and beside
// characters that are two columns wide, since Chinese has no spaces. Punctuation stays on the
// line of what it follows. A word that is wider than a line has a line of its own.
func Fold(text string, limit int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		for i, part := range parts(word) {
			joined := line + part
			if i == 0 && line != "" {
				joined = line + " " + part
			}
			if line != "" && Width(joined) > limit {
				lines, joined = append(lines, line), part
			}
			line = joined
		}
	}
	return append(lines, line)
}

// parts are the pieces of a word between which a line may end.
func parts(word string) []string {
	var list []string
	begin, before := 0, ' '
	for i, r := range word {
		wide := OfRune(r) == 2 || OfRune(before) == 2
		if i > begin && wide && !closes(r) && !opens(before) {
			list = append(list, word[begin:i])
			begin = i
		}
		before = r
	}
	return append(list, word[begin:])
}

// closes reports a character that may not begin a line.
func closes(r rune) bool {
	return unicode.In(r, unicode.Pe, unicode.Pf, unicode.Po, unicode.Mn, unicode.Me)
}

// opens reports a character that may not end a line.
func opens(r rune) bool { return unicode.In(r, unicode.Ps, unicode.Pi) }

func spaces(n int) string { return strings.Repeat(" ", max(n, 0)) }

// gap is how many columns lie between two cells of a table.
const gap = 2

// Table is rows of cells. A column is as wide as its widest cell; the last cell of a row is
// not filled.
type Table struct{ rows [][]string }

// Row adds a row.
func (t *Table) Row(cells ...string) { t.rows = append(t.rows, cells) }

// Write writes the rows, a line each.
func (t *Table) Write(w io.Writer) error {
	var widths []int
	for _, row := range t.rows {
		for i := range len(row) - 1 {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], Width(row[i]))
		}
	}
	var text strings.Builder
	for _, row := range t.rows {
		for i, cell := range row {
			if i < len(row)-1 {
				cell = Left(cell, widths[i]+gap)
			}
			text.WriteString(cell)
		}
		text.WriteByte('\n')
	}
	_, err := io.WriteString(w, text.String())
	return err
}
