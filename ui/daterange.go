package ui

import (
	"errors"

	"fyne.io/fyne/v2"

	"descry/app/message"
	"descry/library/query"
)

// askForDates asks for a span of time to search in.
func (w *Window) askForDates() {
	var s *sheet
	problem := newProse("")
	problem.say("", true)
	var from, to *pathEntry
	confirm := func() {
		text := dateRange(from.Text, to.Text)
		if text == "" {
			problem.say("Fill in at least one of the two.", true)
			return
		}
		if _, err := query.Parse(text, w.now()); err != nil {
			problem.say(plainError(text, err), true)
			return
		}
		w.closeSheet(s)
		w.addFilter(text)
	}
	from, to = newPathEntry(w, confirm), newPathEntry(w, confirm)
	from.SetPlaceHolder("2019, 2019-07 or 2019-07-14")
	to.SetPlaceHolder("the same; included")
	body := newColumn(8, newField("From", from), newField("To", to), problem)
	s = w.openSheet("Photos taken", fyne.NewSize(420, 0), body,
		newButton(w, "Cancel", func() { w.closeSheet(s) }), newMainButton(w, "Show", confirm))
	w.win.Canvas().Focus(from)
}

// plainError says what is wrong with a part of the query language.
func plainError(source string, err error) string {
	var wrong *query.Error
	if errors.As(err, &wrong) {
		return remarkOn(source, wrong.Span, wrong.Text)
	}
	return message.OfError(err)
}
