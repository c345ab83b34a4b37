package ui

import (
	"descry/app/service"
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
)

// resultLine is the line between search box and photos: what is on show, a button
// that keeps the search, and below it what else there would be.
type resultLine struct {
	root  *fyne.Container
	head  *selectionBar // in the place of the first line while photos are selected
	text  *line
	note  *prose
	save  *button
	said  *button // forgets what was said of the answers
	back  *button // to what this search was a step from
	relax *fyne.Container
	keys  keySink
	do    resultActions
}

// resultActions are what the line's buttons do.
type resultActions struct {
	back   func()
	save   func()            // keep the search
	forget func()            // what was said of the answers
	run    func(text string) // another query
	grown  func()
	chosen selectionActions
}

// result is what the line shows.
type result struct {
	Text, Note string
	Back       bool // there is something to go back to
	Savable    bool
	Said       bool // the owner has said something of the answers
	Relax      []service.Relaxation
}

func newResultLine(keys keySink, do resultActions) *resultLine {
	r := &resultLine{text: newLine(""), note: newProse(""), relax: newFlow(4), keys: keys, do: do}
	r.text.size = fynetheme.SizeNameSubHeadingText
	r.back = newQuietButton(keys, "Back", fynetheme.NavigateBackIcon(), do.back)
	r.save = newQuietButton(keys, "Save search", nil, do.save)
	r.said = newQuietButton(keys, "Forget", nil, do.forget)
	r.back.Hide()
	r.said.Hide()
	r.save.Hide()
	row := container.New(&statusLeft{}, r.text, r.said, r.save, r.back)
	r.note.set("", fynetheme.ColorNameWarning)
	r.note.onGrow = do.grown
	r.relax.Hide()
	r.head = newSelectionBar(keys, row, do.chosen)
	r.root = newInset(inset{left: 12, right: 12}, newColumn(0, r.head.root,
		newInset(inset{bottom: 4}, r.relax), newInset(inset{bottom: 8, most: pageWidth}, r.note)))
	return r
}

// show replaces the line.
func (r *resultLine) show(s result) {
	r.text.setText(s.Text)
	r.note.setText(s.Note)
	setVisible(r.back, s.Back)
	setVisible(r.save, s.Savable)
	setVisible(r.said, s.Said)
	r.relax.Objects = nil
	for _, offer := range s.Relax {
		r.relax.Objects = append(r.relax.Objects, newButton(r.keys, relaxText(offer), func() { r.do.run(offer.Text) }))
	}
	setVisible(r.relax, len(s.Relax) > 0)
	r.root.Refresh()
	r.do.grown()
}
