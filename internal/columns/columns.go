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
