package viewer

import (
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// grain is the enlargement from which pixels are shown as squares: a user who zooms that far
// wants to see them.
const grain = 3

// sheet draws the photo: first its colour, then its thumbnail, then the squares of the picture
// that are in the window.
type sheet struct {
	v       *Viewer
	flat    *canvas.Rectangle
	thumb   *canvas.Image
	of      *picture // picture of the squares
	squares map[cutAt]*canvas.Image
	objects []fyne.CanvasObject
}

func newSheet(v *Viewer) *sheet {
	return &sheet{v: v, flat: canvas.NewRectangle(nil), squares: map[cutAt]*canvas.Image{}}
}

// draw places what there is of the photo.
func (s *sheet) draw() {
	s.objects = s.objects[:0]
	v := s.v
	if v.at < 0 {
		s.setThumb(nil)
		s.setPicture(nil)
		return
	}
	p := v.pictures[v.Current()]
	s.setPicture(p)
	if p != nil {
		s.setThumb(nil)
		s.drawSquares(p)
		return
	}
	s.setThumb(v.thumb)
	x, y, width, height := v.lens.place()
	if s.thumb != nil {
		s.put(s.thumb, x, y, width, height)
		return
	}
	c := v.tiles[v.at].Colour
	s.flat.FillColor = color.NRGBA{R: c[0], G: c[1], B: c[2], A: 255}
	s.put(s.flat, x, y, width, height)
	s.flat.Refresh()
}

// put places an object on whole device pixels, so that neighbours meet exactly.
func (s *sheet) put(o fyne.CanvasObject, x, y, width, height float64) {
	scale := s.v.lens.scale
	snap := func(u float64) float64 { return math.Round(u*scale) / scale }
	left, top := snap(x), snap(y)
	o.Move(fyne.NewPos(float32(left), float32(top)))
	o.Resize(fyne.NewSize(float32(snap(x+width)-left), float32(snap(y+height)-top)))
	s.objects = append(s.objects, o)
}

// setThumb shows a thumbnail. Dropping a thumbnail frees its texture at once.
func (s *sheet) setThumb(img image.Image) {
	switch {
	case img == nil && s.thumb != nil:
		free(s.thumb)
		s.thumb = nil
	case img != nil && (s.thumb == nil || s.thumb.Image != img):
		s.setThumb(nil)
		s.thumb = &canvas.Image{Image: img, ScaleMode: canvas.ImageScaleFastest}
	}
}

// setPicture makes way for the squares of another picture.
func (s *sheet) setPicture(p *picture) {
	if s.of == p {
		return
	}
	for at, img := range s.squares {
		free(img)
		delete(s.squares, at)
	}
	s.of = p
}

func free(img *canvas.Image) {
	img.Image = nil
	canvas.Refresh(img)
}

// drawSquares shows the part of a picture that is in the window, from the level
// with just enough pixels.
func (s *sheet) drawSquares(p *picture) {
	x, y, width, height := s.v.lens.place()
	level := p.level(width * s.v.lens.scale)
	size := p.levels[level].Bounds().Size()
	unitX, unitY := width/float64(size.X), height/float64(size.Y) // of a level's pixel
	mode := canvas.ImageScaleFastest
	if unitX*s.v.lens.scale >= grain {
		mode = canvas.ImageScalePixels
	}
	used := map[cutAt]bool{}
	columns := inWindow(x, unitX, s.v.lens.viewW, size.X)
	rows := inWindow(y, unitY, s.v.lens.viewH, size.Y)
	for row := rows[0]; row < rows[1]; row++ {
		for column := columns[0]; column < columns[1]; column++ {
			at := cutAt{level, column, row}
			used[at] = true
			img := s.square(p, at, mode)
			b := img.Image.Bounds()
			s.put(img, x+float64(column*cutSize)*unitX, y+float64(row*cutSize)*unitY,
				float64(b.Dx())*unitX, float64(b.Dy())*unitY)
		}
	}
	s.release(used)
	_, fitted := s.v.needs(s.v.tiles[s.v.at])
	p.keepCuts(used, p.level(fitted))
}

// inWindow is the range of squares along one axis that touch the window. Pixels are unit long,
// the picture begins at start.
func inWindow(start, unit, window float64, pixels int) [2]int {
	side := cutSize * unit
	last := (pixels + cutSize - 1) / cutSize
	from := int(math.Floor(-start / side))
	to := int(math.Ceil((window - start) / side))
	return [2]int{min(max(from, 0), last), min(max(to, 0), last)}
}

func (s *sheet) square(p *picture, at cutAt, mode canvas.ImageScale) *canvas.Image {
	img := s.squares[at]
	if img == nil {
		img = &canvas.Image{Image: p.cut(at), ScaleMode: mode}
		s.squares[at] = img
	}
	if img.ScaleMode != mode {
		img.ScaleMode = mode
		img.Refresh()
	}
	return img
}

// release frees the squares that left the window.
func (s *sheet) release(used map[cutAt]bool) {
	for at, img := range s.squares {
		if !used[at] {
			free(img)
			delete(s.squares, at)
		}
	}
}
