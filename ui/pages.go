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
	buttons []*button
	bodies  []fyne.CanvasObject
	at      int
}

func newPages(keys keySink, names []string, bodies ...fyne.CanvasObject) *pages {
	p := &pages{bodies: bodies}
	row := container.NewHBox()
	for i, name := range names {
		b := newQuietButton(keys, name, nil, func() { p.turn(i) })
		p.buttons = append(p.buttons, b)
		row.Add(b)
	}
	p.root = container.NewBorder(row, nil, nil, nil, container.NewStack(bodies...))
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
}
