package heif

import (
	"fmt"
	"image"

	"descry/library/media/worker"
)

// composer makes the main picture of a file from its coded parts, a row of tiles at a time. A
// picture of 200 megapixels never lies in memory as a whole.
type composer struct {
	// decode decodes one coded picture. The frame is valid until it is freed.
	decode func(*picture) (*frame, error)
}

// sender takes full rows of a picture from top to bottom. The bounds tell the rows.
type sender func(image.Image) error

// render decodes a picture, neither cropped nor turned, to bands of type image.YCbCr, Gray,
// Gray16, NRGBA or NRGBA64 that begin at even rows. With plain all bands are NRGBA.
func (c composer) render(p *picture, plain bool, send sender) error {
	if p.layers != nil {
		m, err := c.overlay(p)
		if err != nil {
			return err
		}
		return send(m)
	}
	opacity, err := c.opacity(p)
	if err != nil {
		return err
	}
	if p.cells != nil && p.rows > 1 && p.cells[0].Height%2 == 1 {
		whole := image.NewNRGBA(p.coded())
		err := c.renderRows(p, canvas{plain: true, opacity: opacity}, func(m image.Image) error {
			copy(whole.Pix[whole.PixOffset(0, m.Bounds().Min.Y):], m.(*image.NRGBA).Pix)
			return nil
		})
		if err != nil {
			return err
		}
		return send(whole)
	}
	return c.renderRows(p, canvas{plain: plain, opacity: opacity}, send)
}

// renderRows decodes one row of tiles after the other.
func (c composer) renderRows(p *picture, to canvas, send sender) error {
	cells, rows, columns := p.cells, p.rows, p.columns
	if cells == nil {
		cells, rows, columns = []*picture{p}, 1, 1
	}
	to.bounds = p.coded()
	to.premultiplied = p.premultiplied
	for row := range rows {
		tiles, err := c.tiles(cells[row*columns:][:columns], p.cells != nil)
		if err == nil {
			err = to.draw(tiles, row, send)
		}
		for _, t := range tiles {
			t.free()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// tiles decodes a row of tiles. The tiles are to be freed, after an error too.
func (c composer) tiles(cells []*picture, shown bool) (list []tile, err error) {
	for i, cell := range cells {
		t := tile{x: i * cell.Width, colours: cell.Colours}
		if cell.codedBy == notCoded || shown && !cell.asCoded() {
			t.frame, err = c.flat(cell)
		} else {
			t.frame, err = c.decode(cell)
		}
		if err != nil {
			return list, err
		}
		list = append(list, t)
		if err := t.check(cell); err != nil {
			return list, err
		}
	}
	return list, nil
}

// asCoded tells whether all of a coded picture is shown without changes.
func (p *picture) asCoded() bool {
	return p.Orientation == 1 && p.Crop == p.coded() && p.alpha == nil
}

// coded is the rectangle of a picture before cropping and turning.
func (c *Config) coded() image.Rectangle { return image.Rect(0, 0, c.CodedWidth, c.CodedHeight) }

// flat is a tile that is more than a coded picture.
func (c composer) flat(p *picture) (*frame, error) {
	m, err := c.shown(p)
	if err != nil {
		return nil, err
	}
	return &frame{layout: rgba8, bits: 8, width: p.Width, height: p.Height, planes: [3][]byte{m.Pix}, row: m.Stride}, nil
}

// shown decodes a picture, cropped and turned.
func (c composer) shown(p *picture) (*image.NRGBA, error) {
	m := image.NewNRGBA(p.coded())
	err := c.render(p, true, func(band image.Image) error {
		copy(m.Pix[m.PixOffset(0, band.Bounds().Min.Y):], band.(*image.NRGBA).Pix)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return turned(m, &p.Config), nil
}

// turned crops and turns.
func turned(m *image.NRGBA, c *Config) *image.NRGBA {
	if c.Orientation == 1 && c.Crop == m.Rect {
		return m
	}
	out := image.NewNRGBA(image.Rect(0, 0, c.Width, c.Height))
	for y := range c.Height {
		for x := range c.Width {
			from := c.Crop.Min.Add(stored(c.Orientation, image.Pt(x, y), image.Pt(c.Width, c.Height)))
			copy(out.Pix[out.PixOffset(x, y):][:4], m.Pix[m.PixOffset(from.X, from.Y):])
		}
	}
	return out
}

// stored is the place of a pixel of an upright picture in the stored picture. size is the
// stored picture's.
func stored(orientation int, p, size image.Point) image.Point {
	switch orientation {
	case 2, 3, 6, 7:
		p.X = size.X - 1 - p.X
	}
	switch orientation {
	case 3, 4, 7, 8:
		p.Y = size.Y - 1 - p.Y
	}
	if orientation >= 5 {
		p.X, p.Y = p.Y, p.X
	}
	return p
}

// opacity is the opacity of a whole picture, 8 bits a pixel.
type opacity struct {
	pix           []byte
	width, height int // of the opacity, which may be smaller than the picture
}

// opacity decodes the opacity of a picture, nil where the picture has none.
func (c composer) opacity(p *picture) (*opacity, error) {
	if p.alpha == nil {
		return nil, nil
	}
	o := &opacity{make([]byte, p.alpha.CodedWidth*p.alpha.CodedHeight), p.alpha.CodedWidth, p.alpha.CodedHeight}
	return o, c.render(p.alpha, false, func(m image.Image) error {
		b := m.Bounds()
		for y := b.Min.Y; y < b.Max.Y; y++ {
			row := o.pix[y*o.width:][:o.width]
			switch m := m.(type) {
			case *image.Gray:
				copy(row, m.Pix[m.PixOffset(0, y):])
			case *image.YCbCr:
				copy(row, m.Y[m.YOffset(0, y):])
			case *image.Gray16:
				takeEach(row, m.Pix[m.PixOffset(0, y):], 2)
			case *image.NRGBA:
				takeEach(row, m.Pix[m.PixOffset(0, y):], 4)
			case *image.NRGBA64:
				takeEach(row, m.Pix[m.PixOffset(0, y):], 8)
			default:
				return fmt.Errorf("%w: unknown colours", worker.ErrDecode)
			}
		}
		return nil
	})
}

// takeEach takes the first byte of every size bytes.
func takeEach(to, from []byte, size int) {
	for i := range to {
		to[i] = from[size*i]
	}
}

// overlay lays pictures over each other.
func (c composer) overlay(p *picture) (*image.NRGBA, error) {
	m := image.NewNRGBA(p.coded())
	for i := range m.Pix {
		m.Pix[i] = byte(p.background[i%4] >> 8)
	}
	for _, l := range p.layers {
		above, err := c.shown(l.picture)
		if err != nil {
			return nil, err
		}
		layOver(m, above, l.at)
	}
	return m, nil
}

// layOver lays a picture over another one.
func layOver(m, above *image.NRGBA, at image.Point) {
	part := above.Rect.Add(at).Intersect(m.Rect)
	for y := part.Min.Y; y < part.Max.Y; y++ {
		to := m.Pix[m.PixOffset(part.Min.X, y):][:4*part.Dx()]
		from := above.Pix[above.PixOffset(part.Min.X-at.X, y-at.Y):][:4*part.Dx()]
		for i := 0; i < len(to); i += 4 {
			blend(to[i:i+4:i+4], from[i:i+4:i+4])
		}
	}
}

// blend lays one pixel over another.
func blend(to, above []byte) {
	a, below := uint32(above[3]), uint32(to[3])
	switch {
	case a == 255 || below == 0:
		copy(to, above)
		return
	case a == 0:
		return
	}
	rest := below * (255 - a) / 255
	sum := a + rest
	for i := range 3 {
		to[i] = byte((uint32(above[i])*a + uint32(to[i])*rest + sum/2) / sum)
	}
	to[3] = byte(sum)
}
