package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// veilAlpha is the opacity of the veil: 40 % of what lies behind stays.
const veilAlpha = 255 * 60 / 100

// Veil lies over photos that don't answer the text in the box. The photos can still be chosen:
// the veil takes neither clicks nor the wheel.
type Veil struct{ widget.BaseWidget }

// NewVeil makes a veil that is hidden.
func NewVeil() *Veil {
	v := &Veil{}
	v.ExtendBaseWidget(v)
	v.Hide()
	return v
}

// CreateRenderer is for Fyne.
func (v *Veil) CreateRenderer() fyne.WidgetRenderer {
	r := &veilRenderer{veil: v, ground: canvas.NewRectangle(nil)}
	r.Refresh()
	return r
}

type veilRenderer struct {
	veil   *Veil
	ground *canvas.Rectangle
}

// Refresh takes the ground of the present theme.
func (r *veilRenderer) Refresh() {
	ground := r.veil.Theme().Color(fynetheme.ColorNameBackground, fyne.CurrentApp().Settings().ThemeVariant())
	c := color.NRGBAModel.Convert(ground).(color.NRGBA)
	c.A = veilAlpha
	r.ground.FillColor = c
	r.ground.Refresh()
}

func (r *veilRenderer) Layout(size fyne.Size)        { r.ground.Resize(size) }
func (r *veilRenderer) MinSize() fyne.Size           { return fyne.Size{} }
func (r *veilRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.ground} }
func (r *veilRenderer) Destroy()                     {}
