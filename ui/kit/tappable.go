package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Tappable makes any object answer to a click.
type Tappable struct {
	widget.BaseWidget
	content fyne.CanvasObject
	onTap   func()
}

var (
	_ fyne.Tappable      = (*Tappable)(nil)
	_ desktop.Cursorable = (*Tappable)(nil)
)

// NewTappable makes content that calls onTap when pressed.
func NewTappable(content fyne.CanvasObject, onTap func()) *Tappable {
	t := &Tappable{content: content, onTap: onTap}
	t.ExtendBaseWidget(t)
	return t
}

// Tapped is for Fyne.
func (t *Tappable) Tapped(*fyne.PointEvent) { t.onTap() }

// Cursor is for Fyne.
func (t *Tappable) Cursor() desktop.Cursor { return desktop.PointerCursor }

// CreateRenderer is for Fyne.
func (t *Tappable) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(t.content) }
