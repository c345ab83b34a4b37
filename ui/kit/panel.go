package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"descry/ui/theme"
)

// Measures of the panel of details in Fyne units: the panel's width, and the room that the
// panel leaves around its content.
const (
	DetailsWidth float32 = 280
	DetailsPad   float32 = 12
)

// Panel puts content on a ground of a theme colour and follows changes of the theme.
type Panel struct {
	widget.BaseWidget
	content fyne.CanvasObject
	colour  fyne.ThemeColorName
	stop    *pointerStop // nil where the pointer may reach what lies behind
	// Outlined draws a line around a panel that floats in front, and rounds its corners.
	Outlined bool
	Rounded  bool // corners only
}

// NewSolidPanel puts content on a ground that takes what the pointer does where nothing in
// the content does. Photos that lie behind a panel that floats are not chosen through it.
func NewSolidPanel(colour fyne.ThemeColorName, content fyne.CanvasObject) *Panel {
	p := NewPanel(colour, content)
	p.stop = newPointerStop()
	return p
}

// NewPanel puts content on a ground of a colour of the theme.
func NewPanel(colour fyne.ThemeColorName, content fyne.CanvasObject) *Panel {
	p := &Panel{content: content, colour: colour}
	p.ExtendBaseWidget(p)
	return p
}

// CreateRenderer is for Fyne.
func (p *Panel) CreateRenderer() fyne.WidgetRenderer {
	r := &panelRenderer{panel: p, ground: canvas.NewRectangle(nil)}
	r.paint()
	return r
}

type panelRenderer struct {
	panel  *Panel
	ground *canvas.Rectangle
}

func (r *panelRenderer) paint() {
	th, variant := r.panel.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	r.ground.FillColor = th.Color(r.panel.colour, variant)
	r.ground.StrokeWidth, r.ground.CornerRadius = 0, 0
	if r.panel.Outlined {
		r.ground.StrokeColor, r.ground.StrokeWidth = th.Color(fynetheme.ColorNameInputBorder, variant), 1
	}
	if r.panel.Outlined || r.panel.Rounded {
		r.ground.CornerRadius = theme.Corner
	}
}

func (r *panelRenderer) Layout(size fyne.Size) {
	for _, o := range r.Objects() {
		o.Resize(size)
	}
}

func (r *panelRenderer) Refresh() {
	r.paint()
	r.ground.Refresh()
	r.Layout(r.panel.Size())
}

func (r *panelRenderer) MinSize() fyne.Size { return r.panel.content.MinSize() }
func (r *panelRenderer) Destroy()           {}

func (r *panelRenderer) Objects() []fyne.CanvasObject {
	if r.panel.stop == nil {
		return []fyne.CanvasObject{r.ground, r.panel.content}
	}
	return []fyne.CanvasObject{r.ground, r.panel.stop, r.panel.content}
}

// pointerStop does nothing with clicks, the wheel and the pointer's moves, and keeps them from
// what lies behind it.
type pointerStop struct{ widget.BaseWidget }

var (
	_ fyne.Tappable          = (*pointerStop)(nil)
	_ fyne.SecondaryTappable = (*pointerStop)(nil)
	_ fyne.Scrollable        = (*pointerStop)(nil)
	_ desktop.Hoverable      = (*pointerStop)(nil)
	_ desktop.Cursorable     = (*pointerStop)(nil)
)

func newPointerStop() *pointerStop {
	s := &pointerStop{}
	s.ExtendBaseWidget(s)
	return s
}

// Tapped is for Fyne.
func (*pointerStop) Tapped(*fyne.PointEvent) {}

// TappedSecondary is for Fyne.
func (*pointerStop) TappedSecondary(*fyne.PointEvent) {}

// Scrolled is for Fyne.
func (*pointerStop) Scrolled(*fyne.ScrollEvent) {}

// MouseIn is for Fyne.
func (*pointerStop) MouseIn(*desktop.MouseEvent) {}

// MouseMoved is for Fyne.
func (*pointerStop) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is for Fyne.
func (*pointerStop) MouseOut() {}

// Cursor is for Fyne.
func (*pointerStop) Cursor() desktop.Cursor { return desktop.DefaultCursor }

// CreateRenderer is for Fyne.
func (s *pointerStop) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(&fyne.Container{})
}
