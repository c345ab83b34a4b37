package viewer

import (
	"image"
	"image/draw"

	"descry/ui/pyramid"
)

const (
	// cutSize is the side of the squares a picture is drawn in, in pixels. A large picture in
	// one piece would exceed the limits of graphics cards, and moving the picture would cost
	// as much as showing it.
	cutSize = 512
	// smallestLevel ends the pyramid.
	smallestLevel = 256
)

// picture is a decoded photo with its halved copies. A picture is built off the UI goroutine
// and belongs to the UI goroutine afterwards.
type picture struct {
	levels []image.Image // each half the size of the one before
	full   bool          // levels[0] has all pixels
	cuts   map[cutAt]*image.RGBA
}

// cutAt names a square of a level.
type cutAt struct{ level, column, row int }

// newPicture builds the levels, and cuts the level that is shown at the given width in device
// pixels, so that showing the picture costs the UI only the upload.
func newPicture(img image.Image, full bool, width float64) *picture {
	p := &picture{levels: []image.Image{img}, full: full, cuts: map[cutAt]*image.RGBA{}}
	for size := img.Bounds().Size(); max(size.X, size.Y) > smallestLevel; size = img.Bounds().Size() {
		img = pyramid.Half(img)
		p.levels = append(p.levels, img)
	}
	l := p.level(width)
	size := p.levels[l].Bounds().Size()
	for row := 0; row*cutSize < size.Y; row++ {
		for column := 0; column*cutSize < size.X; column++ {
			p.cut(cutAt{l, column, row})
		}
	}
	return p
}

// width is the width of the largest level, in pixels.
func (p *picture) width() float64 { return float64(p.levels[0].Bounds().Dx()) }

// level returns the smallest level that is at least width pixels wide.
func (p *picture) level(width float64) int {
	l := 0
	for l+1 < len(p.levels) && float64(p.levels[l+1].Bounds().Dx()) >= width {
		l++
	}
	return l
}

// cut returns a square of a level, made now or before.
func (p *picture) cut(at cutAt) *image.RGBA {
	if c := p.cuts[at]; c != nil {
		return c
	}
	src := p.levels[at.level]
	b := src.Bounds()
	r := image.Rect(at.column*cutSize, at.row*cutSize, (at.column+1)*cutSize, (at.row+1)*cutSize).
		Add(b.Min).Intersect(b)
	c := image.NewRGBA(image.Rect(0, 0, r.Dx(), r.Dy()))
	draw.Draw(c, c.Rect, src, r.Min, draw.Src)
	p.cuts[at] = c
	return c
}

// keepCuts forgets the squares that are not in use, except for those of one level.
func (p *picture) keepCuts(used map[cutAt]bool, level int) {
	for at := range p.cuts {
		if !used[at] && at.level != level {
			delete(p.cuts, at)
		}
	}
}

// reduce gives up the levels that a display of the given width doesn't use: a neighbour needs
// no pixels beyond the screen's.
func (p *picture) reduce(width float64) {
	if l := p.level(width); l > 0 {
		p.levels = append([]image.Image(nil), p.levels[l:]...)
		p.full = false
		p.cuts = map[cutAt]*image.RGBA{}
	}
}
