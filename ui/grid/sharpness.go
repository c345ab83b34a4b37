package grid

import (
	"context"
	"image"
	"math"
	"time"

	"descry/library"
	"descry/ui/pyramid"
)

// A tile's picture comes in one of three sharpnesses: at once the thumbnail of every photo,
// and where the tile has more pixels than the thumbnail, a sharper picture in its place.

// sharpness is how many pixels the longer side of a picture has at the least, if the photo has
// as many, 0 for no picture.
type sharpness int

const (
	usual   sharpness = 256
	sharp   sharpness = 512
	sharper sharpness = 1024
)

// want is a picture of a photo.
type want struct {
	id library.PhotoID
	as sharpness
}

// enlarged is how much a picture may be enlarged before it looks soft.
const enlarged = 1.1

// ease is how long a tile must have been in view before the tile is worth a sharper picture,
// which may mean reading the photo itself. While the user scrolls, no tile is.
const ease = 120 * time.Millisecond

// sharpeners is how many sharper pictures are fetched at a time, apart from the other loads,
// which never wait for sharper ones.
const sharpeners = 2

// sharpnessFor is what a tile of some device pixels needs for a photo.
func sharpnessFor(width, height float64, t *library.Tile) sharpness {
	longer, has := math.Max(width, height)/enlarged, max(t.Width, t.Height)
	switch {
	case longer <= float64(usual), has > 0 && has <= int32(usual):
		return usual
	case longer <= float64(sharp):
		return sharp
	}
	return sharper
}

// loadSharp fetches a sharper picture for photos that stay in view, no larger than
// their tiles need.
func (g *Grid) loadSharp(ctx context.Context, w want) (image.Image, error) {
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-time.After(g.ease):
	}
	img, err := g.o.LoadLarge(ctx, w.id)
	if err != nil || img == nil {
		return img, err
	}
	size := img.Bounds().Size()
	longer := max(size.X, size.Y)
	return pyramid.Shrink(img, size.X*int(w.as)/longer, size.Y*int(w.as)/longer), nil
}

// sharpen requests the sharper pictures of the tiles on screen.
func (g *Grid) sharpen() {
	if g.sharpener == nil {
		return
	}
	var wants []want
	for _, c := range g.view.shown {
		as := g.needs(c)
		if as > usual && as > c.as && !c.failed && !g.isBlunt(c.id) {
			wants = append(wants, want{c.id, as})
		}
	}
	g.sharpener.want(wants)
}

// needs is the sharpness that a cell should have.
func (g *Grid) needs(c *cell) sharpness {
	return sharpnessFor(c.place.width*g.scale, c.place.height*g.scale, c.tile)
}

// sharpened takes a sharper picture, or the reason why there is none. Without one, the shown
// picture stays.
func (g *Grid) sharpened(r loaded) {
	if r.err != nil {
		g.blunt[r.id] = time.Now()
		return
	}
	delete(g.blunt, r.id)
	g.cache.put(r.id, r.img, r.as)
	if c := g.view.cells[r.id]; c != nil && r.as > c.as {
		c.show(r.img, r.as)
		g.view.collect()
	}
}

// isBlunt reports whether a sharper picture failed so lately that another try is pointless.
func (g *Grid) isBlunt(id library.PhotoID) bool {
	at, failed := g.blunt[id]
	return failed && time.Since(at) < retryAfter
}
