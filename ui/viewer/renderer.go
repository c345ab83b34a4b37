package viewer

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// ground is what photos stand on, in every theme.
var ground = color.NRGBA{R: 0x10, G: 0x10, B: 0x11, A: 0xff}

// CreateRenderer is for Fyne.
func (v *Viewer) CreateRenderer() fyne.WidgetRenderer {
	return &renderer{v: v, ground: canvas.NewRectangle(ground)}
}

// renderer draws the objects of sheet and bar. Fyne may drop a renderer and make another one.
type renderer struct {
	v       *Viewer
	ground  *canvas.Rectangle
	objects []fyne.CanvasObject
}

func (r *renderer) Objects() []fyne.CanvasObject {
	clear(r.objects)
	r.objects = append(r.objects[:0], r.ground)
	r.objects = append(r.objects, r.v.sheet.objects...)
	r.objects = append(r.objects, r.v.bar.root, r.v.bar.message)
	return r.objects
}

func (r *renderer) MinSize() fyne.Size { return r.v.MinSize() }
func (r *renderer) Destroy()           {}

func (r *renderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	r.v.measure()
	r.v.bar.layout(size)
	r.v.refetch()
	r.v.draw()
}

func (r *renderer) Refresh() { r.v.draw() }

func (v *Viewer) canvas() fyne.Canvas {
	return fyne.CurrentApp().Driver().CanvasForObject(v)
}

// screenScale is device pixels per unit. Before the viewer was ever drawn Fyne doesn't know
// the viewer's canvas, and any window's is a better guess than none.
func (v *Viewer) screenScale() float64 {
	c := v.canvas()
	if c == nil {
		for _, w := range fyne.CurrentApp().Driver().AllWindows() {
			c = w.Canvas()
		}
	}
	if c == nil || c.Scale() <= 0 {
		return 1
	}
	return float64(c.Scale())
}

// measure gives the lens the sizes of window and photo. For a photo of unknown size, the size
// of its picture stands in.
func (v *Viewer) measure() {
	l, size := &v.lens, v.Size()
	l.viewW, l.viewH, l.scale = float64(size.Width), float64(size.Height), v.screenScale()
	if v.at < 0 {
		return
	}
	t := v.tiles[v.at]
	l.photoW, l.photoH = float64(t.Width), float64(t.Height)
	if t.Width > 0 && t.Height > 0 {
		return
	}
	l.photoW, l.photoH = l.viewW*l.scale, l.viewH*l.scale
	if p := v.pictures[t.ID]; p != nil {
		b := p.levels[0].Bounds()
		l.photoW, l.photoH = float64(b.Dx()), float64(b.Dy())
	} else if v.thumb != nil {
		b := v.thumb.Bounds()
		fill := max(l.photoW/float64(b.Dx()), l.photoH/float64(b.Dy()), 1)
		l.photoW, l.photoH = float64(b.Dx())*fill, float64(b.Dy())*fill
	}
}

// draw shows the present state.
func (v *Viewer) draw() {
	v.sheet.draw()
	if v.at >= 0 {
		v.bar.update()
	}
	canvas.Refresh(v) // new objects don't make the canvas draw anew by themselves
}
