package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
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
	// Outlined draws a line around a panel that floats in front, and rounds its corners.
	Outlined bool
	Rounded  bool // corners only
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
	r.ground.Resize(size)
	r.panel.content.Resize(size)
}

func (r *panelRenderer) Refresh() {
	r.paint()
	r.ground.Refresh()
	r.Layout(r.panel.Size())
}

func (r *panelRenderer) MinSize() fyne.Size { return r.panel.content.MinSize() }
func (r *panelRenderer) Destroy()           {}

func (r *panelRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.panel.content}
}
