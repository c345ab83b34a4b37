package learn

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"descry/app/message"
	"descry/app/service/learning"
	"descry/ui/kit"
	"descry/ui/theme"
)

// The steps of the wizard.
const (
	chooseAt = iota
	watchAt
	compareAt
	decidedAt
)

// stepNames are what the steps are called, in their order.
func stepNames() []string {
	return []string{message.Text("learn-step-choose", nil), message.Text("learn-step-watch", nil),
		message.Text("learn-step-compare", nil), message.Text("learn-step-use", nil)}
}

// wizard leads from what to learn from to using what was learned.
type wizard struct {
	p     *Page
	root  *fyne.Container
	names []*kit.Line
	steps []wizardStep
	at    int

	choose  *chooseStep
	watch   *watchStep
	compare *compareStep
	decided *decidedStep
	running *training // nil none
}

// wizardStep is one of the four steps.
type wizardStep interface {
	kit.Part
	object() fyne.CanvasObject
}

var _ tab = (*wizard)(nil)

func newWizard(p *Page) *wizard {
	z := &wizard{p: p}
	z.choose, z.watch = newChooseStep(z), newWatchStep(z)
	z.compare, z.decided = newCompareStep(z), newDecidedStep(z)
	z.steps = []wizardStep{z.choose, z.watch, z.compare, z.decided}
	stack := container.NewStack()
	for _, s := range z.steps {
		stack.Add(s.object())
	}
	row := container.NewHBox()
	for _, name := range stepNames() {
		l := kit.NewHint(name)
		l.Whole = true
		z.names = append(z.names, l)
		row.Add(kit.NewInset(kit.Inset{Right: 16}, l))
	}
	z.root = kit.NewFramed(kit.NewInset(kit.Inset{Left: kit.PageMargin, Right: kit.PageMargin, Bottom: 8}, row), stack, kit.NewColumn(0))
	z.turn(chooseAt)
	return z
}

func (z *wizard) object() fyne.CanvasObject { return z.root }
func (z *wizard) name(learning.Page) string { return message.Text("learn-tab-teach", nil) }
func (z *wizard) takeRune(rune) bool        { return false }
func (z *wizard) Buttons() []*kit.Button    { return z.steps[z.at].Buttons() }
func (z *wizard) Stops() [][]fyne.Focusable { return z.steps[z.at].Stops() }
func (z *wizard) show(page learning.Page)   { z.choose.show(page) }
func (z *wizard) left()                     { z.compare.rest() }
func (z *wizard) shownNow() bool            { return z.p.open && z.p.tabs.At == teachTab }
func (z *wizard) scrolled() *kit.Scrolled {
	if z.at == compareAt {
		return z.compare.content
	}
	return nil
}

func (z *wizard) turned() { z.showTraining() }

// turn goes to a step. The keyboard stays on the page.
func (z *wizard) turn(step int) {
	z.at = step
	for i, s := range z.steps {
		kit.SetVisible(s.object(), i == step)
		l := z.names[i]
		l.Colour, l.Style.Bold = theme.ColorNameMuted, i == step
		if i == step {
			l.Colour = fynetheme.ColorNameForeground
		}
		l.Refresh()
	}
	z.root.Refresh()
	if z.shownNow() {
		z.p.rescroll()
	}
}

// lead turns to a step and lets the keyboard follow.
func (z *wizard) lead(step int) {
	z.turn(step)
	if !z.shownNow() {
		return
	}
	for _, row := range z.Stops() {
		if len(row) > 0 {
			z.p.shell.Canvas().Focus(row[0])
			return
		}
	}
	z.p.shell.Canvas().Unfocus()
}

// brief is the training's state for the status bar, "" for none.
func (z *wizard) brief() string {
	if z.running == nil {
		return ""
	}
	return z.running.brief()
}

// showTraining shows the training's progress where it can be seen.
func (z *wizard) showTraining() {
	if z.running != nil && z.shownNow() {
		z.watch.show(z.running)
	}
}

// decidedStep tells what was decided and where to go from there.
type decidedStep struct {
	z    *wizard
	root *fyne.Container
	text *kit.Prose

	suggested, versions, again *kit.Button
}

func newDecidedStep(z *wizard) *decidedStep {
	s := &decidedStep{z: z, text: kit.NewProse("")}
	s.text.Words.Style.SizeName = fynetheme.SizeNameText
	s.suggested = kit.NewButton(z.p, message.Text("learn-tab-suggested", nil), func() { z.p.tabs.Turn(suggestedTab) })
	s.versions = kit.NewButton(z.p, message.Text("learn-tab-versions", nil), func() { z.p.tabs.Turn(versionsTab) })
	s.again = kit.NewButton(z.p, message.Text("learn-decided-again-button", nil), func() { z.lead(chooseAt) })
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
	text := message.Text("learn-decided-kept", nil)
	if used {
		text = message.Text("learn-decided-used", nil)
	}
	z.decided.text.Set(text, fynetheme.ColorNameForeground)
	kit.SetVisible(z.decided.suggested, used)
	z.decided.root.Refresh()
	z.lead(decidedAt)
}
