package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"descry/ui/theme"
)

// progressHeight is as thin as can be seen from a distance.
const progressHeight float32 = 4

// progressBar shows a share without words; those stand beside it.
type progressBar struct {
	widget.BaseWidget
	share float64 // 0 to 1
}

func newProgressBar() *progressBar {
	b := &progressBar{}
	b.ExtendBaseWidget(b)
	return b
}

// setShare takes what was done of a total; a total of 0 is not known.
func (b *progressBar) setShare(done, total int64) {
	share := 0.0
	if total > 0 {
		share = min(max(float64(done)/float64(total), 0), 1)
	}
	if share != b.share {
		b.share = share
		b.Refresh()
	}
}

// CreateRenderer is for Fyne.
func (b *progressBar) CreateRenderer() fyne.WidgetRenderer {
	r := &progressBarRenderer{bar: b, track: canvas.NewRectangle(nil), fill: canvas.NewRectangle(nil)}
	r.track.CornerRadius, r.fill.CornerRadius = progressHeight/2, progressHeight/2
	r.paint()
	return r
}

type progressBarRenderer struct {
	bar         *progressBar
	track, fill *canvas.Rectangle
}

func (r *progressBarRenderer) paint() {
	th, variant := r.bar.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	r.track.FillColor = th.Color(theme.ColorNameChip, variant)
	r.fill.FillColor = th.Color(fynetheme.ColorNamePrimary, variant)
}

// Layout is for Fyne.
func (r *progressBarRenderer) Layout(size fyne.Size) {
	put(r.track, 0, 0, size.Width, size.Height)
	put(r.fill, 0, 0, size.Width*float32(r.bar.share), size.Height)
}

// Refresh is for Fyne.
func (r *progressBarRenderer) Refresh() {
	r.paint()
	r.Layout(r.bar.Size())
	r.track.Refresh()
	r.fill.Refresh()
}

func (r *progressBarRenderer) MinSize() fyne.Size { return fyne.NewSize(40, progressHeight) }
func (r *progressBarRenderer) Destroy()           {}

func (r *progressBarRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.track, r.fill}
}
