package cli

import (
	"io"
	"slices"
	"strings"

	"descry/internal/columns"
)

// figureTable is a table of figures. A row has a name and figures, which stand below the right
// ends of their headings. A column is as wide as its widest cell in any language.
type figureTable struct {
	name      string // heading of the names
	nameWidth int    // at least
	groups    []figureGroup
	rows      []figureRow
}

// figureGroup is columns that stand together, below a label of their own if they have one.
type figureGroup struct {
	label    string
	headings []string
}

type figureRow struct {
	name    string
	figures []string
}

// figureWidth is how wide a column of figures is at least.
const figureWidth = 6

// betweenGroups is how many columns of the terminal lie between two groups, besides the one
// before each figure.
const betweenGroups = 2

// row adds a row. It may have fewer figures than there are headings, none for a line between
// rows.
func (t *figureTable) row(name string, figures ...string) {
	t.rows = append(t.rows, figureRow{name, figures})
}

// write writes the labels of the groups if there are any, the headings and the rows.
func (t *figureTable) write(w io.Writer) error {
	nameWidth := max(t.nameWidth, columns.Width(t.name))
	for _, row := range t.rows {
		if len(row.figures) > 0 {
			nameWidth = max(nameWidth, columns.Width(row.name))
		}
	}
	widths, labelled := t.widths()
	var text strings.Builder
	line := func(name string, cell func(column int) string) {
		var b strings.Builder
		b.WriteString(columns.Left(name, nameWidth))
		column := 0
		for i, group := range t.groups {
			if i > 0 {
				b.WriteString(strings.Repeat(" ", betweenGroups))
			}
			for range group.headings {
				b.WriteString(" " + columns.Right(cell(column), widths[column]))
				column++
			}
		}
		text.WriteString(strings.TrimRight(b.String(), " ") + "\n")
	}
	if labelled {
		text.WriteString(strings.TrimRight(columns.Left("", nameWidth)+t.labels(widths), " ") + "\n")
	}
	var headings []string
	for _, group := range t.groups {
		headings = append(headings, group.headings...)
	}
	line(t.name, func(column int) string { return headings[column] })
	for _, row := range t.rows {
		line(row.name, func(column int) string {
			if column < len(row.figures) {
				return row.figures[column]
			}
			return ""
		})
	}
	_, err := io.WriteString(w, text.String())
	return err
}

// widths are those of the columns. A label that is wider than its group widens the first column.
func (t *figureTable) widths() (widths []int, labelled bool) {
	for _, group := range t.groups {
		first, whole := len(widths), -1
		for _, heading := range group.headings {
			width := max(figureWidth, columns.Width(heading))
			for _, row := range t.rows {
				if len(widths) < len(row.figures) {
					width = max(width, columns.Width(row.figures[len(widths)]))
				}
			}
			widths = append(widths, width)
			whole += width + 1
		}
		widths[first] += max(columns.Width(group.label)-whole, 0)
	}
	return widths, slices.ContainsFunc(t.groups, func(g figureGroup) bool { return g.label != "" })
}

// labels is the line above the headings, without what is above the names.
func (t *figureTable) labels(widths []int) string {
	var text string
	column := 0
	for i, group := range t.groups {
		whole := -1
		for range group.headings {
			whole += widths[column] + 1
			column++
		}
		if i > 0 {
			text += strings.Repeat(" ", betweenGroups)
		}
		text += " " + columns.Left(group.label, whole)
	}
	return text
}
