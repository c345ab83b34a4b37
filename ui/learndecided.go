package ui

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// decidedStep says what was decided and where to go from there.
type decidedStep struct {
	z    *wizard
	root *fyne.Container
	text *prose

	suggested, versions, again *button
}

func newDecidedStep(z *wizard) *decidedStep {
	s := &decidedStep{z: z, text: newProse("")}
	s.text.words.Style.SizeName = fynetheme.SizeNameText
	s.suggested = newButton(z.p, "Suggested tags", func() { z.p.tabs.turn(suggestedTab) })
	s.versions = newButton(z.p, "Versions", func() { z.p.tabs.turn(versionsTab) })
	s.again = newButton(z.p, "Learn again", func() { z.lead(chooseAt) })
	in := inset{left: pageMargin, right: pageMargin, top: 8, most: pageWidth}
	s.root = newFramed(newInset(in, newColumn(16, s.text, newLeading(s.suggested, s.versions, s.again))), newColumn(0), newColumn(0))
	return s
}

func (s *decidedStep) object() fyne.CanvasObject { return s.root }
func (s *decidedStep) buttons() []*button        { return []*button{s.suggested, s.versions, s.again} }

func (s *decidedStep) stops() [][]fyne.Focusable {
	return [][]fyne.Focusable{usable(s.suggested, s.versions, s.again)}
}

// decide ends the wizard: what was learned is in use, or kept in the list.
func (z *wizard) decide(used bool) {
	text := "Kept under Versions. Searches are as they were; you can use it whenever you like."
	if used {
		text = "In use. Searches now understand your tags. Undo under Versions."
	}
	z.decided.text.set(text, fynetheme.ColorNameForeground)
	setVisible(z.decided.suggested, used)
	z.decided.root.Refresh()
	z.lead(decidedAt)
}
