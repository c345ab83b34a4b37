package ui

import (
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"descry/app/message"
	"descry/library"
	"descry/ui/kit"
)

// longestName is how much of a query a saved search is called by at first.
const longestName = 48

// searchName is what a search is called unless the owner says otherwise: its
// description, else its filters.
func searchName(text string, now time.Time) string {
	name := message.OneLine(described(text))
	if name == "" {
		var labels []string
		for _, c := range understand(text, now).Chips {
			labels = append(labels, c.Label)
		}
		name = message.OneLine(strings.Join(labels, ", "))
	}
	if utf8.RuneCountInString(name) > longestName {
		name = strings.TrimSpace(string([]rune(name)[:longestName-1])) + kit.Ellipsis
	}
	return name
}

// askForName asks what to call a search and saves it; then is called when that is
// done.
func (w *Window) askForName(title string, s library.SavedSearch, then func()) {
	var form *kit.Sheet
	problem := kit.NewProse("")
	problem.Say("", true)
	var name *kit.PathEntry
	confirm := func() {
		s.Name = strings.TrimSpace(name.Text)
		if s.Name == "" {
			problem.Say("Give it a name.", true)
			return
		}
		w.changeSearch(s, func(err error) {
			if err != nil {
				problem.Say(nameError(s.Name, err), true)
				return
			}
			w.closeSheet(form)
			if then != nil {
				then()
			}
		})
	}
	name = kit.NewPathEntry(w, confirm)
	name.SetPlaceHolder("Name")
	name.SetText(s.Name)
	query := kit.NewProse(s.Query)
	form = w.openSheet(title, fyne.NewSize(460, 0), kit.NewColumn(8, name, problem, kit.NewInset(kit.Inset{Top: 4}, query)),
		kit.NewButton(w, "Cancel", func() { w.closeSheet(form) }), kit.NewMainButton(w, "Save", confirm))
	w.win.Canvas().Focus(name)
	name.TypedShortcut(&fyne.ShortcutSelectAll{})
}

func nameError(name string, err error) string {
	if errors.Is(err, library.ErrNameTaken) {
		return "Another search is called “" + name + "”."
	}
	return message.OfError(err)
}
