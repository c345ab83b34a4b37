package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"descry/ui/theme"
)

// shareRenderer draws a bar of which a share is filled: progress, or the strength of a part of
// a description.
type shareRenderer struct {
	bar         *widget.BaseWidget
	min         fyne.Size
	share       func() float32 // 0 to 1
	colour      func() fyne.ThemeColorName
	least       float32 // least width of a fill that is seen
	track, fill *canvas.Rectangle
}

func newShareRenderer(r shareRenderer) *shareRenderer {
	r.track, r.fill = canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	r.track.CornerRadius, r.fill.CornerRadius = r.min.Height/2, r.min.Height/2
	r.paint()
	return &r
}

func (r *shareRenderer) paint() {
	th, variant := r.bar.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	r.track.FillColor = th.Color(theme.ColorNameChip, variant)
	r.fill.FillColor = th.Color(r.colour(), variant)
}

// Layout is for Fyne.
func (r *shareRenderer) Layout(size fyne.Size) {
	Put(r.track, 0, 0, size.Width, size.Height)
	width := size.Width * r.share()
	if r.least > 0 {
		SetVisible(r.fill, width >= 1)
		width = max(width, min(r.least, size.Width))
	}
	Put(r.fill, 0, 0, width, size.Height)
}

// Refresh is for Fyne.
func (r *shareRenderer) Refresh() {
	r.paint()
	r.Layout(r.bar.Size())
	r.track.Refresh()
	r.fill.Refresh()
}

func (r *shareRenderer) MinSize() fyne.Size { return r.min }
func (r *shareRenderer) Destroy()           {}

func (r *shareRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.track, r.fill}
}
