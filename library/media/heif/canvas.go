package heif

import (
	"fmt"
	"image"

	"descry/library/media/worker"
)

// tile is a decoded picture at a place of a row.
type tile struct {
	*frame
	x       int
	colours Colours
}

func (t tile) free() {
	if t.frame != nil && t.release != nil {
		t.release()
	}
}

// canvas puts rows of tiles together, a few rows of pixels at a time.
type canvas struct {
	bounds        image.Rectangle
	plain         bool // the bands are to be NRGBA
	opacity       *opacity
	premultiplied bool

	kind  canvasKind
	pix   []byte // pixels of the bands, which take turns
	wide  []uint16
	tiles []converter
}

// canvasKind is what bands are like.
type canvasKind int

const (
	undecided canvasKind = iota
	grayPlane
	planesOf420
	planesOf422
	planesOf444
	gray16
	nrgba
	nrgba64
)

// bandRows is how many rows are put together at a time, few enough to stay in a CPU's cache
// until they are sent.
const bandRows = 32

// choose finds the kind of the bands by the first row of tiles.
func (c *canvas) choose(tiles []tile) canvasKind {
	first := tiles[0]
	deep, alike, allMono := false, true, true
	for _, t := range tiles {
		deep = deep || t.bits > 8
		alike = alike && t.layout == first.layout && t.bits == first.bits && t.colours.sameCoding(first.colours)
		allMono = allMono && t.layout == mono
	}
	odd := len(tiles) > 1 && first.chromaShift() == 1 && first.width%2 == 1
	own := first.colours.Matrix == matrixIdentity || first.colours.Matrix == matrixYCgCo
	switch {
	case c.plain || c.opacity != nil && !deep:
		return nrgba
	case c.opacity == nil && allMono && alike && !deep:
		return grayPlane
	case c.opacity == nil && allMono:
		return gray16
	case deep:
		return nrgba64
	case !alike || odd || own || first.layout > yuv444:
		return nrgba
	}
	return grayPlane + canvasKind(first.layout)
}

// draw sends the rows that a row of tiles covers.
func (c *canvas) draw(tiles []tile, row int, send sender) error {
	if c.kind == undecided {
		c.kind = c.choose(tiles)
	}
	top := row * tiles[0].height
	bottom := min(top+tiles[0].height, c.bounds.Max.Y)
	if c.kind >= gray16 {
		c.tiles = c.tiles[:0]
		for _, t := range tiles {
			c.tiles = append(c.tiles, newConverter(t))
		}
	}
	for y := top; y < bottom; y += bandRows {
		m, err := c.band(tiles, top, y, min(y+bandRows, bottom))
		if err == nil {
			err = send(m)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// band puts the rows from y to before end together. top is the first row of the tiles.
func (c *canvas) band(tiles []tile, top, y, end int) (image.Image, error) {
	rect := image.Rect(0, y, c.bounds.Max.X, end)
	if c.kind < gray16 {
		return c.planes(tiles, top, rect)
	}
	size := map[canvasKind]int{gray16: 2, nrgba: 4, nrgba64: 8}[c.kind]
	stride := size * rect.Dx()
	c.pix = grown(c.pix, stride*rect.Dy())
	for ; y < end; y++ {
		row := c.pix[(y-rect.Min.Y)*stride:][:stride]
		for i, t := range tiles {
			if t.x < rect.Max.X {
				part := row[size*t.x : size*min(t.x+t.width, rect.Max.X)]
				c.tiles[i].convert(part, c.kind, y-top)
			}
		}
		c.addOpacity(row, y)
	}
	switch c.kind {
	case gray16:
		return &image.Gray16{Pix: c.pix, Stride: stride, Rect: rect}, nil
	case nrgba64:
		return &image.NRGBA64{Pix: c.pix, Stride: stride, Rect: rect}, nil
	default:
		return &image.NRGBA{Pix: c.pix, Stride: stride, Rect: rect}, nil
	}
}

func grown(buffer []byte, size int) []byte {
	if cap(buffer) < size {
		return make([]byte, size)
	}
	return buffer[:size]
}

// planes puts rows of planes together, which need only a conversion of range and matrix.
func (c *canvas) planes(tiles []tile, top int, rect image.Rectangle) (image.Image, error) {
	first := tiles[0]
	width, chromaWidth := rect.Dx(), 0
	chromaTop, chromaEnd := rect.Min.Y-top, rect.Max.Y-top
	if first.layout != mono {
		chromaWidth = first.chroma(width)
	}
	if first.layout == yuv420 {
		chromaTop, chromaEnd = chromaTop/2, (chromaEnd+1)/2
	}
	luma, chroma := width*rect.Dy(), chromaWidth*(chromaEnd-chromaTop)
	c.pix = grown(c.pix, luma+2*chroma)
	m := &image.YCbCr{
		Y: c.pix[:luma:luma], Cb: c.pix[luma:][:chroma:chroma], Cr: c.pix[luma+chroma:],
		YStride: width, CStride: chromaWidth, Rect: rect,
	}
	for _, t := range tiles {
		if t.layout != first.layout || t.bits != 8 || c.kind != grayPlane+canvasKind(t.layout) {
			return nil, fmt.Errorf("%w: its tiles are coded in several ways", worker.ErrDecode)
		}
		if t.x >= width {
			continue
		}
		copyRows(m.Y[t.x:], width, t.frame.planes[0], t.row, min(t.width, width-t.x), rect.Min.Y-top, rect.Max.Y-top)
		if first.layout == mono {
			continue
		}
		x := t.x >> t.chromaShift()
		w := min(t.chroma(t.width), chromaWidth-x)
		copyRows(m.Cb[x:], chromaWidth, t.frame.planes[1], t.chromaRow, w, chromaTop, chromaEnd)
		copyRows(m.Cr[x:], chromaWidth, t.frame.planes[2], t.chromaRow, w, chromaTop, chromaEnd)
	}
	if first.layout == mono {
		if !first.colours.FullRange {
			stretch(m.Y, 16, 219, 0)
		}
		return &image.Gray{Pix: m.Y, Stride: width, Rect: rect}, nil
	}
	m.SubsampleRatio = [...]image.YCbCrSubsampleRatio{
		yuv420: image.YCbCrSubsampleRatio420, yuv422: image.YCbCrSubsampleRatio422, yuv444: image.YCbCrSubsampleRatio444,
	}[first.layout]
	toJFIF(m, first.colours)
	return m, nil
}

// copyRows copies the rows from top to before end of a plane.
func copyRows(to []byte, toRow int, from []byte, fromRow, width, top, end int) {
	for y := top; y < end; y++ {
		copy(to[(y-top)*toRow:][:width], from[y*fromRow:][:width])
	}
}

// addOpacity gives a row its opacity.
func (c *canvas) addOpacity(row []byte, y int) {
	if c.opacity == nil {
		return
	}
	o := c.opacity
	from := o.pix[y*o.height/c.bounds.Dy()*o.width:][:o.width]
	for x := range c.bounds.Dx() {
		a := from[x]
		if o.width != c.bounds.Dx() {
			a = from[x*o.width/c.bounds.Dx()]
		}
		switch c.kind {
		case nrgba:
			px := row[4*x : 4*x+4 : 4*x+4]
			px[3] = a
			if c.premultiplied {
				for i, v := range px[:3] {
					px[i] = byte(divided(uint32(v)*257, a) >> 8)
				}
			}
		case nrgba64:
			px := row[8*x : 8*x+8 : 8*x+8]
			px[6], px[7] = a, a
			if c.premultiplied {
				for i := 0; i < 6; i += 2 {
					v := divided(uint32(px[i])<<8|uint32(px[i+1]), a)
					px[i], px[i+1] = byte(v>>8), byte(v)
				}
			}
		default: // the others have no opacity
		}
	}
}

// divided divides a colour of 16 bits by the opacity that it was multiplied by.
func divided(v uint32, a byte) uint32 {
	if a == 0 {
		return 0
	}
	return min(v*255/uint32(a), 0xffff)
}
