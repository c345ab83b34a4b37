package viewer

import (
	"context"
	"errors"
	"image"
	"math"

	"descry/app/problem"
	"descry/library"
)

const (
	// enough is the share of the pixels shown that a picture must have.
	enough = 0.95
	// complete is the share of the photo's width at which a picture counts as full, since a
	// decoder may round.
	complete = 0.98
)

// errNothing stands for a loader that returned neither picture nor error.
var errNothing = problem.New("photo-no-picture", nil)

// refetch orders the missing pictures of the photo shown and, once these are there, of the
// photo's neighbours.
func (v *Viewer) refetch() {
	if v.at < 0 || v.lens.viewW <= 0 {
		return
	}
	var orders []order
	ask := func(id library.PhotoID, k kind, wanted bool) {
		if o := (order{id, k}); wanted && v.failures[o] == nil {
			orders = append(orders, o)
		}
	}
	id := v.Current()
	p, named := v.pictures[id], v.names[id]
	ask(id, kindThumbnail, v.o.Thumbnail != nil && v.thumb == nil && p == nil)
	ask(id, kindName, v.o.Name != nil && named == "")
	ask(id, kindScreen, v.o.Picture != nil && (p == nil || v.lens.fitted && v.coarse(p)))
	ask(id, kindFull, v.o.Picture != nil && p != nil && !v.lens.fitted && v.coarse(p))
	if p != nil || v.failures[order{id, kindScreen}] != nil {
		for _, i := range []int{v.at + 1, v.at - 1} {
			if i >= 0 && i < len(v.tiles) {
				ask(v.tiles[i].ID, kindScreen, v.o.Picture != nil && v.pictures[v.tiles[i].ID] == nil)
			}
		}
	}
	v.fetcher.want(orders, v.work)
}

// coarse reports whether a picture has fewer pixels than are shown and the file
// has more.
func (v *Viewer) coarse(p *picture) bool {
	return !p.full && p.width() < enough*v.lens.photoW*v.lens.current()
}

// work makes the work of an order.
func (v *Viewer) work(o order) work {
	switch o.kind {
	case kindThumbnail:
		return func(ctx context.Context) func() {
			img, err := v.o.Thumbnail(ctx, o.id)
			return func() { v.gotThumbnail(o, img, err) }
		}
	case kindName:
		return func(ctx context.Context) func() {
			name, err := v.o.Name(ctx, o.id)
			return func() { v.gotName(o, name, err) }
		}
	case kindScreen, kindFull: // as follows
	}
	t := v.tile(o.id)
	minSide, width := v.needs(t)
	if o.kind == kindFull {
		minSide = 0
	}
	return func(ctx context.Context) func() {
		img, err := v.o.Picture(ctx, o.id, minSide)
		if err == nil && (img == nil || img.Bounds().Empty()) {
			err = errNothing
		}
		if err != nil {
			return func() { v.failed(o, err) }
		}
		p := newPicture(img, isFull(img, t, minSide), width)
		return func() { v.gotPicture(o, p) }
	}
}

// isFull tells whether a decoded picture has all pixels of its photo.
func isFull(img image.Image, t library.Tile, minSide int) bool {
	return minSide == 0 || (t.Width > 0 && float64(img.Bounds().Dx()) >= complete*float64(t.Width))
}

// needs returns how large a photo is shown when fitted, in device pixels: its
// shorter side and its width.
func (v *Viewer) needs(t library.Tile) (minSide int, width float64) {
	l := v.lens
	l.photoW, l.photoH, l.fitted = float64(t.Width), float64(t.Height), true
	if t.Width <= 0 || t.Height <= 0 {
		l.photoW, l.photoH = l.viewW*l.scale, l.viewH*l.scale
	}
	short := math.Min(l.photoW, l.photoH) * l.fit()
	return max(int(math.Ceil(short)), 1), l.photoW * l.fit()
}

func (v *Viewer) tile(id library.PhotoID) library.Tile {
	for i := max(v.at-1, 0); i < min(v.at+2, len(v.tiles)); i++ {
		if v.tiles[i].ID == id {
			return v.tiles[i]
		}
	}
	return library.Tile{ID: id}
}

func (v *Viewer) gotThumbnail(o order, img image.Image, err error) {
	if err != nil || img == nil {
		v.failures[o] = errors.Join(err, errNothing) // the picture will tell the reason
		return
	}
	v.thumb = img
	v.measure()
	v.draw()
}

func (v *Viewer) gotName(o order, name string, err error) {
	if err != nil || name == "" {
		v.failures[o] = errors.Join(err, errNothing)
		return
	}
	v.names[o.id] = name
	v.bar.update()
}

func (v *Viewer) failed(o order, err error) {
	v.failures[o] = err
	v.refetch()
	v.draw()
}

func (v *Viewer) gotPicture(o order, p *picture) {
	if old := v.pictures[o.id]; old != nil && p.width() <= old.width() {
		p.full = true // the second request brought nothing more: the tile's size was too large
	}
	v.pictures[o.id] = p
	v.keepNeighbours()
	if o.id == v.Current() {
		v.measure()
		v.draw()
	}
	v.refetch()
}

// keepNeighbours forgets all pictures but those of the photo shown, the next and the one
// before. Of the latter two, levels that only zooming needs are forgotten as well.
func (v *Viewer) keepNeighbours() {
	for id, p := range v.pictures {
		near := false
		for i := max(v.at-1, 0); i < min(v.at+2, len(v.tiles)); i++ {
			near = near || v.tiles[i].ID == id
		}
		switch {
		case !near:
			delete(v.pictures, id)
		case id != v.Current():
			_, width := v.needs(v.tile(id))
			p.reduce(width)
		}
	}
}

// problem is why the photo shown isn't sharp, or nil.
func (v *Viewer) problem() error {
	if v.at < 0 {
		return nil
	}
	id := v.Current()
	if err := v.failures[order{id, kindScreen}]; err != nil {
		return err
	}
	return v.failures[order{id, kindFull}]
}
