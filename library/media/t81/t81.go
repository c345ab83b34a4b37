// Package t81 decodes the JPEGs of ITU-T T.81 that common libraries leave out: lossless ones
// of 2 to 16 bits, as of medical devices and old scanners, and sequential ones of 12 bits,
// both with Huffman coding.
package t81

import (
	"context"
	"errors"
	"fmt"

	"descry/library/container"
)

// ErrFormat means that the data is broken or ends early.
var ErrFormat = errors.New("the JPEG data is damaged")

// Picture is a decoded picture. [Picture.Row] spreads its components to full planes of Width x
// Height samples.
type Picture struct {
	Width, Height int
	Bits          int
	components    []component
	lossless      bool
	jfif          bool
	transform     int // Adobe's, -1 without
}

// component is one plane, padded to whole units.
type component struct {
	id            byte
	h, v          int // samples in a unit of the picture
	width, height int // in samples, not padded
	stride, rows  int
	samples       []uint16
	table         byte // of quantisation
	dc, ac        *huffman
	predicted     int // DC of the block before
	firstRow      int // row of the last restart, of lossless pictures
}

// Components is how many there are: 1, 3 or 4.
func (p *Picture) Components() int { return len(p.components) }

// decoder reads one picture.
type decoder struct {
	Picture
	ctx        context.Context
	data       []byte
	hMax, vMax int
	huffman    [2][4]*huffman // DC and AC
	quantiser  [4]*[64]int32
	restart    int // units between restarts, 0 without
	seen       int // components in the scans so far
}

// Decode decodes a picture of at most maxPixels. Errors wrap ErrFormat or are ctx's.
func Decode(ctx context.Context, data []byte, maxPixels int) (*Picture, error) {
	d := &decoder{ctx: ctx, data: data}
	d.transform = -1
	for seg, err := range container.Memory(data).Segments() {
		if err != nil || !seg.Whole || seg.Marker == container.MarkerEOI {
			break
		}
		body, err := seg.Body.All()
		if err != nil {
			return nil, err
		}
		if seg.Marker != container.MarkerSOS {
			if err := d.segment(seg.Marker, body, maxPixels); err != nil {
				return nil, err
			}
			continue
		}
		if err := d.scan(body, int(seg.End)); err != nil {
			return nil, err
		}
		if d.seen == len(d.components) {
			break
		}
	}
	if d.seen < len(d.components) || d.seen == 0 {
		return nil, fmt.Errorf("%w: it ends early", ErrFormat)
	}
	return &d.Picture, nil
}

func (d *decoder) segment(marker byte, body []byte, maxPixels int) error {
	switch marker {
	case 0xc0, 0xc1, 0xc3:
		return d.frame(marker == 0xc3, body, maxPixels)
	case container.MarkerDHT:
		return d.huffmanTables(body)
	case container.MarkerDQT:
		return d.quantisers(body)
	case container.MarkerDRI:
		if len(body) >= 2 {
			d.restart = int(body[0])<<8 | int(body[1])
		}
	case container.MarkerAPP0:
		d.jfif = d.jfif || len(body) >= 5 && string(body[:5]) == "JFIF\x00"
	case container.MarkerAPP14:
		if len(body) >= 12 && string(body[:5]) == "Adobe" {
			d.transform = int(body[11])
		}
	}
	return nil
}

var errFrame = fmt.Errorf("%w: its frame header is impossible", ErrFormat)

// frame reads a frame header and takes the planes.
func (d *decoder) frame(lossless bool, body []byte, maxPixels int) error {
	if d.components != nil || len(body) < 6 {
		return errFrame
	}
	n := int(body[5])
	d.lossless, d.Bits = lossless, int(body[0])
	d.Height, d.Width = int(body[1])<<8|int(body[2]), int(body[3])<<8|int(body[4])
	bitsFit := d.Bits == 12 || d.Bits == 8
	if lossless {
		bitsFit = d.Bits >= 2 && d.Bits <= 16
	}
	if len(body) < 6+3*n || !bitsFit || n != 1 && n != 3 && n != 4 || d.Width == 0 || d.Height == 0 || d.Width > maxPixels/d.Height {
		return errFrame
	}
	d.hMax, d.vMax = 1, 1
	for i := range n {
		c := component{id: body[6+3*i], h: int(body[7+3*i] >> 4), v: int(body[7+3*i] & 15), table: body[8+3*i]}
		if n == 1 {
			c.h, c.v = 1, 1 // a single component has no units
		}
		if c.h < 1 || c.h > 4 || c.v < 1 || c.v > 4 || c.table > 3 {
			return errFrame
		}
		d.hMax, d.vMax = max(d.hMax, c.h), max(d.vMax, c.v)
		d.components = append(d.components, c)
	}
	block := d.blockSide()
	for i := range d.components {
		c := &d.components[i]
		c.width, c.height = ceil(d.Width*c.h, d.hMax), ceil(d.Height*c.v, d.vMax)
		c.stride = ceil(d.Width, d.hMax*block) * c.h * block
		c.rows = ceil(d.Height, d.vMax*block) * c.v * block
		c.samples = make([]uint16, c.stride*c.rows)
	}
	return nil
}

// blockSide is how many samples a side of what is coded together has.
func (d *decoder) blockSide() int {
	if d.lossless {
		return 1
	}
	return 8
}

func ceil(a, b int) int { return (a + b - 1) / b }

// Row writes row y as samples of 16 bits, four a pixel: red, green, blue and 65535. For four
// components, the samples are cyan, magenta, yellow and black, where 65535 is full ink.
func (p *Picture) Row(y int, row []uint16) {
	most := uint32(1)<<p.Bits - 1
	for x := range p.Width {
		px := row[4*x : 4*x+4]
		for i := range p.components {
			c := &p.components[i]
			sx, sy := x, y
			if c.width != p.Width {
				sx = x * c.width / p.Width
			}
			if c.height != p.Height {
				sy = y * c.height / p.Height
			}
			px[i] = uint16((min(uint32(c.samples[sy*c.stride+sx]), most)*65535 + most/2) / most)
		}
		switch {
		case len(p.components) == 1:
			px[1], px[2], px[3] = px[0], px[0], 65535
			continue
		case p.brightness():
			fromYCC(px)
		}
		if len(p.components) == 3 {
			px[3] = 65535
			continue
		}
		for i := range px { // JPEG has inks inverted
			px[i] = 65535 - px[i]
		}
	}
}

// brightness tells whether the first three components are brightness and colour differences.
// Lossless files mostly have plain colours.
func (p *Picture) brightness() bool {
	switch c := p.components; {
	case p.transform >= 0:
		return p.transform > 0
	case len(c) == 4:
		return false
	case p.lossless:
		return p.jfif
	default:
		return c[0].id != 'R' || c[1].id != 'G' || c[2].id != 'B'
	}
}

// fromYCC turns brightness and colour differences into colours (ITU-T T.871).
func fromYCC(px []uint16) {
	y, cb, cr := float64(px[0]), float64(px[1])-32768, float64(px[2])-32768
	for i, v := range [3]float64{y + 1.402*cr, y - 0.344136*cb - 0.714136*cr, y + 1.772*cb} {
		px[i] = uint16(min(max(v+0.5, 0), 65535))
	}
}
