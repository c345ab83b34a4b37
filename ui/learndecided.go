package ui

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"descry/ui/kit"
)

// decidedStep says what was decided and where to go from there.
type decidedStep struct {
	z    *wizard
	root *fyne.Container
	text *kit.Prose

	suggested, versions, again *kit.Button
}

func newDecidedStep(z *wizard) *decidedStep {
	s := &decidedStep{z: z, text: kit.NewProse("")}
	s.text.Words.Style.SizeName = fynetheme.SizeNameText
	s.suggested = kit.NewButton(z.p, "Suggested tags", func() { z.p.tabs.Turn(suggestedTab) })
	s.versions = kit.NewButton(z.p, "Versions", func() { z.p.tabs.Turn(versionsTab) })
	s.again = kit.NewButton(z.p, "Learn again", func() { z.lead(chooseAt) })
	in := kit.Inset{Left: kit.PageMargin, Right: kit.PageMargin, Top: 8, Most: kit.PageWidth}
	s.root = kit.NewFramed(kit.NewInset(in, kit.NewColumn(16, s.text, kit.NewLeading(s.suggested, s.versions, s.again))), kit.NewColumn(0), kit.NewColumn(0))
	return s
}

func (s *decidedStep) object() fyne.CanvasObject { return s.root }
func (s *decidedStep) Buttons() []*kit.Button    { return []*kit.Button{s.suggested, s.versions, s.again} }

func (s *decidedStep) Stops() [][]fyne.Focusable {
	return [][]fyne.Focusable{kit.Usable(s.suggested, s.versions, s.again)}
}

// decide ends the wizard: what was learned is in use, or kept in the list.
func (z *wizard) decide(used bool) {
	text := "Kept under Versions. Searches are as they were; you can use it whenever you like."
	if used {
		text = "In use. Searches now understand your tags. Undo under Versions."
	}
	z.decided.text.Set(text, fynetheme.ColorNameForeground)
	kit.SetVisible(z.decided.suggested, used)
	z.decided.root.Refresh()
	z.lead(decidedAt)
}
