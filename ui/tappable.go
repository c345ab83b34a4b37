package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// tappable makes any object answer to a click.
type tappable struct {
	widget.BaseWidget
	content fyne.CanvasObject
	onTap   func()
}

var (
	_ fyne.Tappable      = (*tappable)(nil)
	_ desktop.Cursorable = (*tappable)(nil)
)

func newTappable(content fyne.CanvasObject, onTap func()) *tappable {
	t := &tappable{content: content, onTap: onTap}
	t.ExtendBaseWidget(t)
	return t
}

// Tapped is for Fyne.
func (t *tappable) Tapped(*fyne.PointEvent) { t.onTap() }

// Cursor is for Fyne.
func (t *tappable) Cursor() desktop.Cursor { return desktop.PointerCursor }

// CreateRenderer is for Fyne.
func (t *tappable) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(t.content) }
