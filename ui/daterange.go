package ui

import (
	"errors"

	"fyne.io/fyne/v2"

	"descry/app/message"
	"descry/library/query"
	"descry/ui/kit"
)

// askForDates asks for a span of time to search in.
func (w *Window) askForDates() {
	var s *kit.Sheet
	problem := kit.NewProse("")
	problem.Say("", true)
	var from, to *kit.PathEntry
	confirm := func() {
		text := dateRange(from.Text, to.Text)
		if text == "" {
			problem.Say("Fill in at least one of the two.", true)
			return
		}
		if _, err := query.Parse(text, w.now()); err != nil {
			problem.Say(plainError(text, err), true)
			return
		}
		w.closeSheet(s)
		w.addFilter(text)
	}
	from, to = kit.NewPathEntry(w, confirm), kit.NewPathEntry(w, confirm)
	from.SetPlaceHolder("2019, 2019-07 or 2019-07-14")
	to.SetPlaceHolder("the same; included")
	body := kit.NewColumn(8, kit.NewField("From", from), kit.NewField("To", to), problem)
	s = w.openSheet("Photos taken", fyne.NewSize(420, 0), body,
		kit.NewButton(w, "Cancel", func() { w.closeSheet(s) }), kit.NewMainButton(w, "Show", confirm))
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
