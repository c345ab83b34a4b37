package heif

import (
	"encoding/binary"
	"fmt"
	"image"
	"math"
)

// DecodeConfig reads the boxes of the main picture.
func DecodeConfig(data []byte) (Config, error) {
	m, err := parseMeta(data)
	if err != nil {
		return Config{}, err
	}
	c := Config{Orientation: 1, matrix: 6, fullRange: true}
	for _, p := range m.properties(m.primary) {
		c.apply(p)
	}
	if c.CodedWidth <= 0 || c.CodedHeight <= 0 {
		return Config{}, fmt.Errorf("%w: the main picture has no size", ErrFormat)
	}
	c.Width, c.Height = c.Crop.Dx(), c.Crop.Dy()
	if c.Orientation >= 5 {
		c.Width, c.Height = c.Height, c.Width
	}
	return c, nil
}

// apply takes one property of the main picture into account.
func (c *Config) apply(p box) {
	r := reader{p.body, true}
	switch p.kind {
	case "ispe":
		r.uint(4)
		c.CodedWidth = int(min(r.uint(4), math.MaxInt32))
		c.CodedHeight = int(min(r.uint(4), math.MaxInt32))
		c.Crop = image.Rect(0, 0, c.CodedWidth, c.CodedHeight)
	case "pixi":
		r.uint(4)
		for n := r.uint(1); n > 0 && r.ok; n-- {
			c.Deep = r.uint(1) > 8 || c.Deep
		}
	case "clap":
		c.clap(&r)
	case "irot":
		for range r.uint(1) & 3 {
			c.Orientation = turnLeft[c.Orientation]
		}
	case "imir":
		flip := flipRows
		if r.uint(1)&1 == 1 {
			flip = flipColumns
		}
		if r.ok {
			c.Orientation = flip[c.Orientation]
		}
	case "colr":
		c.colours(&r)
	}
}

// The EXIF orientation that a further step on top of an orientation amounts to.
var (
	turnLeft    = [9]int{0, 8, 5, 6, 7, 4, 1, 2, 3} // a quarter turn anticlockwise
	flipColumns = [9]int{0, 2, 1, 4, 3, 6, 5, 8, 7} // left and right exchanged
	flipRows    = [9]int{0, 4, 3, 2, 1, 8, 7, 6, 5} // top and bottom exchanged
)

// clap reads the clean aperture (ISO/IEC 14496-12, 12.1.4): width, height and
// the offsets of its centre from the picture's, as fractions.
func (c *Config) clap(r *reader) {
	var v [4]float64
	for i := range v {
		n, d := int32(r.uint(4)), int32(r.uint(4))
		if d == 0 {
			return
		}
		v[i] = float64(n) / float64(d)
	}
	left := v[2] + (float64(c.CodedWidth)-v[0])/2
	top := v[3] + (float64(c.CodedHeight)-v[1])/2
	if !r.ok || left < 0 || top < 0 || v[0] < 1 || v[1] < 1 {
		return
	}
	x, y := int(math.Round(left)), int(math.Round(top))
	crop := image.Rect(x, y, x+int(v[0]), y+int(v[1]))
	if crop.In(c.Crop) {
		c.Crop = crop
	}
}

// colours reads a colour box: a profile, or the code points of primaries, transfer
// characteristics, matrix and range (ISO/IEC 23091-2).
func (c *Config) colours(r *reader) {
	switch string(binary.BigEndian.AppendUint32(nil, uint32(r.uint(4)))) {
	case "prof", "rICC":
		if c.ICC == nil {
			c.ICC = r.data
		}
		return
	case "nclx":
	default:
		return
	}
	primaries, transfer := r.uint(2), r.uint(2)
	matrix, full := r.uint(2), r.uint(1)>>7 == 1
	if r.ok {
		c.Primaries, c.Transfer = uint16(primaries), uint16(transfer)
		c.matrix, c.fullRange = int(matrix), full
	}
}
