package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"descry/library"
	"descry/ui/theme"
)

// barHigh is the height of a strength bar in Fyne units.
const barHigh float32 = 6

// strengthBar is as long as a part of a description is strong in a photo.
type strengthBar struct {
	widget.BaseWidget
	share  float32
	colour fyne.ThemeColorName
}

func newStrengthBar(p Part) *strengthBar {
	b := &strengthBar{share: min(max(p.Strength, 0), 1), colour: fynetheme.ColorNamePrimary}
	switch {
	case p.Match == library.Weak:
		b.colour = theme.ColorNameMuted
	case p.Negative:
		b.colour = fynetheme.ColorNameWarning
	}
	b.ExtendBaseWidget(b)
	return b
}

// CreateRenderer is for Fyne.
func (b *strengthBar) CreateRenderer() fyne.WidgetRenderer {
	r := &strengthRenderer{bar: b, track: canvas.NewRectangle(nil), fill: canvas.NewRectangle(nil)}
	r.track.CornerRadius, r.fill.CornerRadius = barHigh/2, barHigh/2
	r.paint()
	return r
}

type strengthRenderer struct {
	bar         *strengthBar
	track, fill *canvas.Rectangle
}

func (r *strengthRenderer) paint() {
	th, variant := r.bar.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	r.track.FillColor = th.Color(theme.ColorNameChip, variant)
	r.fill.FillColor = th.Color(r.bar.colour, variant)
}

func (r *strengthRenderer) Layout(size fyne.Size) {
	r.track.Resize(size)
	width := size.Width * r.bar.share
	setVisible(r.fill, width >= 1)
	r.fill.Resize(fyne.NewSize(max(width, min(barHigh, size.Width)), size.Height))
}

func (r *strengthRenderer) Refresh() {
	r.paint()
	r.track.Refresh()
	r.fill.Refresh()
}

func (r *strengthRenderer) MinSize() fyne.Size { return fyne.NewSize(24, barHigh) }
func (r *strengthRenderer) Destroy()           {}

func (r *strengthRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.track, r.fill}
}
