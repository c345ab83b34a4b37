package grid

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
)

// CreateRenderer is for Fyne.
func (g *Grid) CreateRenderer() fyne.WidgetRenderer {
	g.view.collect()
	return &renderer{g: g}
}

// renderer passes on the objects of view. Fyne may drop a renderer and make another one.
type renderer struct{ g *Grid }

func (r *renderer) Objects() []fyne.CanvasObject { return r.g.view.objects }
func (r *renderer) MinSize() fyne.Size           { return r.g.MinSize() }
func (r *renderer) Destroy()                     {}

// Layout follows a new size, with the photos on screen staying there. Fyne also calls Layout
// when another object in the window changed its size. Then there is nothing to do, and
// arranging 100,000 photos would be felt.
func (r *renderer) Layout(size fyne.Size) {
	g := r.g
	if g.laid == size {
		return
	}
	arranged := g.sized && g.laid.Width == size.Width
	hold := g.holdView()
	g.laid = size
	g.scrubber.layout()
	if arranged {
		g.scrollTo(g.offset)
		return
	}
	g.arrange(g.arr.tiles)
	g.release(hold)
}

// Refresh takes over new colours.
func (r *renderer) Refresh() {
	r.g.scrubber.Refresh()
	r.g.update()
}

func (g *Grid) colour(name fyne.ThemeColorName) color.Color {
	return fynetheme.ColorForWidget(name, g)
}

func (g *Grid) measure(name fyne.ThemeSizeName) float32 {
	return fynetheme.SizeForWidget(name, g)
}

func (g *Grid) canvas() fyne.Canvas {
	return fyne.CurrentApp().Driver().CanvasForObject(g)
}

// rescale takes over the scale of the screen and picks the thumbnails' sizes anew when the
// scale changed. Before the grid was ever drawn Fyne doesn't know the grid's canvas, and any
// window's is a better guess than none.
func (g *Grid) rescale() {
	c := g.canvas()
	if c == nil {
		for _, w := range fyne.CurrentApp().Driver().AllWindows() {
			c = w.Canvas()
		}
	}
	if c == nil || c.Scale() <= 0 || float64(c.Scale()) == g.scale {
		return
	}
	g.scale = float64(c.Scale())
	for _, cell := range g.view.cells {
		if cell.picture != nil {
			cell.fit()
		}
	}
}

// heldModifiers asks the desktop driver. Other drivers know no modifiers.
func heldModifiers() fyne.KeyModifier {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return 0
}
