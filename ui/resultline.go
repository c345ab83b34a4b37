package ui

import (
	"fmt"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
)

// longestQuoted is how much of a query the result line repeats.
const longestQuoted = 60

// resultText says what is on show: how many, of what, where, and how fast.
func resultText(l listing, scopeName string) string {
	n := len(l.Tiles)
	where := ""
	if scopeName != "" {
		where = " in " + scopeName
	}
	switch l.Place.Kind {
	case searching:
		if n == 0 {
			return "No matches for " + quoted(l.Place.Text) + where
		}
		return fmt.Sprintf("%s for %s%s · %s", Plural(n, "match", "best matches"), quoted(l.Place.Text), where, formatTook(l.Took))
	case similarTo:
		return "Similar to " + l.Name + where
	}
	if scopeName == "" {
		scopeName = "All photos"
	}
	return scopeName + " · " + Plural(n, "photo", "photos")
}

func quoted(text string) string {
	text = oneLine(text)
	if utf8.RuneCountInString(text) > longestQuoted {
		text = string([]rune(text)[:longestQuoted-1]) + ellipsis
	}
	return "“" + text + "”"
}

// resultLine is the line between search box and photos.
type resultLine struct {
	root  *fyne.Container
	text  *line
	note  *prose
	close *button
}

func newResultLine(keys keySink, leave, onGrow func()) *resultLine {
	r := &resultLine{text: newHint(""), note: newProse("")}
	r.close = newQuietButton(keys, "", fynetheme.CancelIcon(), leave)
	r.close.Hide()
	row := container.New(&statusLeft{}, r.text, r.close)
	r.note.set("", fynetheme.ColorNameWarning)
	r.note.onGrow = onGrow
	r.root = newInset(inset{left: 12, right: 12}, newColumn(0, row, newInset(inset{bottom: 8, most: pageWidth}, r.note)))
	return r
}

// show replaces the line; closable adds the × that goes back.
func (r *resultLine) show(text, note string, closable bool) {
	r.text.setText(text)
	r.note.setText(note)
	setVisible(r.close, closable)
	r.root.Refresh()
	r.note.onGrow()
}
