package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Pages are several bodies of a sheet, of which one is shown, with a row of buttons above that
// turn to the bodies.
type Pages struct {
	Root    *fyne.Container
	Row     *fyne.Container // the buttons
	Stack   *fyne.Container // the bodies
	Buttons []*Button
	Bodies  []fyne.CanvasObject
	At      int
	OnTurn  func(page int) // may be nil
}

// NewPages puts the buttons above the bodies. No body is shown before Turn.
func NewPages(keys KeySink, names []string, bodies ...fyne.CanvasObject) *Pages {
	p := NewTurning(keys, names, bodies...)
	p.Root = container.NewBorder(p.Row, nil, nil, nil, p.Stack)
	return p
}

// NewTurning leaves the places of buttons and bodies to the caller.
func NewTurning(keys KeySink, names []string, bodies ...fyne.CanvasObject) *Pages {
	p := &Pages{Bodies: bodies, Row: container.NewHBox(), Stack: container.NewStack(bodies...)}
	for i, name := range names {
		b := NewQuietButton(keys, name, nil, func() { p.Turn(i) })
		p.Buttons = append(p.Buttons, b)
		p.Row.Add(b)
	}
	return p
}

// Turn shows a page.
func (p *Pages) Turn(page int) {
	p.At = page
	for i, b := range p.Buttons {
		SetVisible(p.Bodies[i], i == page)
		b.Importance = widget.LowImportance
		if i == page {
			b.Importance = widget.MediumImportance
		}
		b.Refresh()
	}
	if p.OnTurn != nil {
		p.OnTurn(page)
	}
}
