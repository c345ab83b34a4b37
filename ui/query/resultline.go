package query

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"descry/app/message"
	"descry/app/service"
	"descry/ui/kit"
)

// resultLine is the line between search box and photos. The line says what is on show and has
// buttons for the search; below stand offers of queries with one filter less.
type resultLine struct {
	root  *fyne.Container
	head  *selectionBar // in the place of the first line while photos are selected
	text  *kit.Line
	note  *kit.Prose
	save  *kit.Button
	said  *kit.Button // forgets what was said of the answers
	back  *kit.Button // to what this search was a step from
	relax *fyne.Container
	keys  kit.KeySink
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
	Said       bool // the user has said something of the answers
	Relax      []service.Relaxation
}

func newResultLine(keys kit.KeySink, do resultActions) *resultLine {
	r := &resultLine{text: kit.NewLine(""), note: kit.NewProse(""), relax: kit.NewFlow(4), keys: keys, do: do}
	r.text.TextSize = fynetheme.SizeNameSubHeadingText
	r.back = kit.NewQuietButton(keys, message.Text("search-back-button", nil), fynetheme.NavigateBackIcon(), do.back)
	r.save = kit.NewQuietButton(keys, message.Text("search-save-button", nil), nil, do.save)
	r.said = kit.NewQuietButton(keys, message.Text("search-forget-button", nil), nil, do.forget)
	r.back.Hide()
	r.said.Hide()
	r.save.Hide()
	row := kit.NewBehindText(r.text, r.said, r.save, r.back)
	r.note.Set("", fynetheme.ColorNameWarning)
	r.note.OnGrow = do.grown
	r.relax.Hide()
	r.head = newSelectionBar(keys, row, do.chosen)
	r.root = kit.NewInset(kit.Inset{Left: 12, Right: 12}, kit.NewColumn(0, r.head.root,
		kit.NewInset(kit.Inset{Bottom: 4}, r.relax), kit.NewInset(kit.Inset{Bottom: 8, Most: kit.PageWidth}, r.note)))
	return r
}

// show replaces the line.
func (r *resultLine) show(s result) {
	r.text.SetText(s.Text)
	r.note.SetText(s.Note)
	kit.SetVisible(r.back, s.Back)
	kit.SetVisible(r.save, s.Savable)
	kit.SetVisible(r.said, s.Said)
	r.relax.Objects = nil
	for _, offer := range s.Relax {
		r.relax.Objects = append(r.relax.Objects, kit.NewButton(r.keys, RelaxText(offer), func() { r.do.run(offer.Text) }))
	}
	kit.SetVisible(r.relax, len(s.Relax) > 0)
	r.root.Refresh()
	r.do.grown()
}
