package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// pages are several bodies of a sheet of which one is to be seen, with a row of
// buttons above that turn to them.
type pages struct {
	root    *fyne.Container
	row     *fyne.Container // the buttons
	stack   *fyne.Container // the bodies
	buttons []*button
	bodies  []fyne.CanvasObject
	at      int
	onTurn  func(page int) // may be nil
}

func newPages(keys keySink, names []string, bodies ...fyne.CanvasObject) *pages {
	p := newTurning(keys, names, bodies...)
	p.root = container.NewBorder(p.row, nil, nil, nil, p.stack)
	return p
}

// newTurning leaves it to the caller where buttons and bodies stand.
func newTurning(keys keySink, names []string, bodies ...fyne.CanvasObject) *pages {
	p := &pages{bodies: bodies, row: container.NewHBox(), stack: container.NewStack(bodies...)}
	for i, name := range names {
		b := newQuietButton(keys, name, nil, func() { p.turn(i) })
		p.buttons = append(p.buttons, b)
		p.row.Add(b)
	}
	return p
}

// turn shows a page.
func (p *pages) turn(page int) {
	p.at = page
	for i, b := range p.buttons {
		setVisible(p.bodies[i], i == page)
		b.Importance = widget.LowImportance
		if i == page {
			b.Importance = widget.MediumImportance
		}
		b.Refresh()
	}
	if p.onTurn != nil {
		p.onTurn(page)
	}
}
