package learn

import (
	"context"
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"descry/library"
	"descry/ui/kit"
)

// Measures of a strip in Fyne units.
const (
	stripHigh   float32 = 84
	stripGap    float32 = 2
	stripMark   float32 = 3  // the line below a marked photo
	stripPhotos         = 10 // at most: the first row
	smallHigh   float32 = 36 // of a strip in a row of a list
	smallPhotos         = 4

	// stripWidest is the largest width to height of a photo. What is wider is cut off, so that
	// a small strip has room for three photos of any shape.
	stripWidest float32 = 2.5
	smallWidest float32 = 1.5
)

// thumbStrip is one row of photos, as many of the first as fit.
type thumbStrip struct {
	widget.BaseWidget
	p      *Page
	high   float32 // of the photos
	widest float32 // to their height
	most   int
	tiles  []library.Tile
	shots  []*stripShot
	marks  int // how many are marked
	turn   int // number of the newest tiles
}

// stripShot is a photo of the row.
type stripShot struct {
	ground  *canvas.Rectangle
	picture *canvas.Image
	line    *canvas.Rectangle // below the photo, nil for an unmarked one
	ratio   float32           // width to height
}

func newThumbStrip(p *Page) *thumbStrip {
	return newStrip(p, stripHigh-stripMark-1, stripWidest, stripPhotos)
}

// newSmallStrip is for a row of a list.
func newSmallStrip(p *Page) *thumbStrip { return newStrip(p, smallHigh, smallWidest, smallPhotos) }

func newStrip(p *Page, high, widest float32, most int) *thumbStrip {
	s := &thumbStrip{p: p, high: high, widest: widest, most: most}
	s.ExtendBaseWidget(s)
	return s
}

// index is the place of a photo in the row, -1 for a photo that isn't in the row.
func (s *thumbStrip) index(id library.PhotoID) int {
	for i, t := range s.tiles {
		if t.ID == id {
			return i
		}
	}
	return -1
}

// show replaces the photos. Marked photos get a line.
func (s *thumbStrip) show(tiles []library.Tile, marked func(library.PhotoID) bool) {
	s.turn++
	s.tiles, s.shots, s.marks = tiles[:min(len(tiles), s.most)], nil, 0
	for _, t := range s.tiles {
		shot := &stripShot{ground: canvas.NewRectangle(rgbOf(t.Colour)), picture: canvas.NewImageFromImage(nil), ratio: 1.5}
		shot.picture.ScaleMode, shot.picture.FillMode = canvas.ImageScaleSmooth, canvas.ImageFillCover
		if t.Width > 0 && t.Height > 0 {
			shot.ratio = min(max(float32(t.Width)/float32(t.Height), 0.4), s.widest)
		}
		if marked != nil && marked(t.ID) {
			shot.line = canvas.NewRectangle(nil)
			s.marks++
		}
		s.shots = append(s.shots, shot)
		s.fetch(t.ID, shot)
	}
	s.Refresh()
}

// fetch puts the picture in once it is loaded, unless other photos have come meanwhile.
func (s *thumbStrip) fetch(id library.PhotoID, shot *stripShot) {
	if img := s.p.shell.Cached(id); img != nil {
		shot.picture.Image = img
		return
	}
	turn := s.turn
	kit.Load(s.p.tasks, func(ctx context.Context) (image.Image, error) { return s.p.backend.Thumbnail(ctx, id) },
		func(img image.Image, err error) {
			if turn == s.turn && err == nil && img != nil {
				shot.picture.Image = img
				shot.picture.Refresh()
			}
		})
}

// Tapped looks at a photo in full size.
func (s *thumbStrip) Tapped(ev *fyne.PointEvent) {
	for i, shot := range s.shots {
		x := ev.Position.X - shot.ground.Position().X
		if shot.ground.Visible() && x >= 0 && x < shot.ground.Size().Width {
			s.p.shell.View(s.tiles, i)
			return
		}
	}
}

// CreateRenderer is for Fyne.
func (s *thumbStrip) CreateRenderer() fyne.WidgetRenderer {
	r := &stripRenderer{s: s}
	r.Refresh()
	return r
}

type stripRenderer struct {
	s       *thumbStrip
	objects []fyne.CanvasObject
}

// Layout places as many photos as fit whole.
func (r *stripRenderer) Layout(size fyne.Size) {
	x, high := float32(0), r.s.high
	for i, shot := range r.s.shots {
		width := high * shot.ratio
		fits := i == 0 || x+width <= size.Width
		for _, o := range shot.objects() {
			kit.SetVisible(o, fits)
		}
		kit.Put(shot.ground, x, 0, width, high)
		kit.Put(shot.picture, x, 0, width, high)
		if shot.line != nil {
			kit.Put(shot.line, x, high+1, width, stripMark)
		}
		if x += width + stripGap; !fits {
			x = size.Width + 1 // and none after this one
		}
	}
}

// Refresh is for Fyne.
func (r *stripRenderer) Refresh() {
	r.objects = nil
	for _, shot := range r.s.shots {
		if shot.line != nil {
			shot.line.FillColor = r.s.Theme().Color(fynetheme.ColorNamePrimary, fyne.CurrentApp().Settings().ThemeVariant())
		}
		r.objects = append(r.objects, shot.objects()...)
	}
	r.Layout(r.s.Size())
	canvas.Refresh(r.s)
}

// MinSize is for Fyne.
func (r *stripRenderer) MinSize() fyne.Size           { return fyne.NewSize(160, r.s.high+stripMark+1) }
func (r *stripRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *stripRenderer) Destroy()                     {}

func (s *stripShot) objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{s.ground, s.picture}
	if s.line != nil {
		objects = append(objects, s.line)
	}
	return objects
}

func rgbOf(c [3]uint8) color.NRGBA { return color.NRGBA{R: c[0], G: c[1], B: c[2], A: 255} }
