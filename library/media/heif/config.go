package heif

import (
	"fmt"
	"image"
	"math"

	"descry/library/container"
)

// Config is what a file states about its main picture.
type Config struct {
	// Width and Height are the upright size, after cropping and turning.
	Width, Height int
	// CodedWidth and CodedHeight are the size before cropping and turning.
	CodedWidth, CodedHeight int
	// Orientation is the EXIF number, 1 to 8, of the file's turning and mirroring.
	Orientation int
	// Crop is the part of the coded picture to show.
	Crop image.Rectangle
	// Deep is true for more than 8 bits a sample.
	Deep bool
	// Transparent is true where parts of the picture may not be opaque.
	Transparent bool
	Colours

	coding  coding  // of the parts
	working working // memory of decoders for the picture
}

// DecodeConfig reads the boxes of the main picture, or of the first one of a sequence.
func DecodeConfig(data []byte) (Config, error) {
	p, err := parsePicture(data)
	if err != nil {
		return Config{}, err
	}
	p.working = p.memory()
	p.forEach(func(part *picture) {
		if part.codedBy != notCoded {
			p.Config.coding = part.codedBy
		}
	})
	return p.Config, nil
}

// setSize sets the size before any transformation.
func (c *Config) setSize(width, height uint64) {
	c.CodedWidth, c.CodedHeight = int(min(width, math.MaxInt32)), int(min(height, math.MaxInt32))
	c.Width, c.Height, c.Orientation = c.CodedWidth, c.CodedHeight, 1
	c.Crop = image.Rect(0, 0, c.CodedWidth, c.CodedHeight)
}

func (c *Config) checkSize() error {
	if c.CodedWidth <= 0 || c.CodedHeight <= 0 {
		return fmt.Errorf("%w: the main picture has no size", ErrFormat)
	}
	return nil
}

// turn takes one transformation into account. Transformations follow each other in the order
// of the file.
func (c *Config) turn(p box) {
	r := container.Fields{Data: p.body}
	switch p.kind {
	case "clap":
		c.clap(&r)
	case "irot":
		for range r.Uint(1) & 3 {
			c.Orientation = turnLeft[c.Orientation]
			c.Width, c.Height = c.Height, c.Width
		}
	case "imir":
		flip := flipRows
		if r.Uint(1)&1 == 1 {
			flip = flipColumns
		}
		if !r.Cut {
			c.Orientation = flip[c.Orientation]
		}
	}
}

// The EXIF orientations that a further step makes of an orientation.
var (
	turnLeft    = [9]int{0, 8, 5, 6, 7, 4, 1, 2, 3} // a quarter turn anticlockwise
	flipColumns = [9]int{0, 2, 1, 4, 3, 6, 5, 8, 7} // left and right exchanged
	flipRows    = [9]int{0, 4, 3, 2, 1, 8, 7, 6, 5} // top and bottom exchanged
)

// clap reads the clean aperture (ISO/IEC 14496-12, 12.1.4): width, height and the distances of
// the aperture's centre from the picture's, as fractions.
func (c *Config) clap(r *container.Fields) {
	var v [4]float64
	for i := range v {
		n, d := int32(r.Uint(4)), int32(r.Uint(4))
		if d == 0 {
			return
		}
		v[i] = float64(n) / float64(d)
	}
	left := v[2] + (float64(c.Width)-v[0])/2
	top := v[3] + (float64(c.Height)-v[1])/2
	if r.Cut || left < 0 || top < 0 || v[0] < 1 || v[1] < 1 {
		return
	}
	x, y := int(math.Round(left)), int(math.Round(top))
	crop := image.Rect(x, y, x+int(v[0]), y+int(v[1]))
	if crop.In(image.Rect(0, 0, c.Width, c.Height)) {
		c.Crop = c.stored(crop)
		c.Width, c.Height = crop.Dx(), crop.Dy()
	}
}

// stored is where a part of what is shown lies in the coded picture.
func (c *Config) stored(part image.Rectangle) image.Rectangle {
	size := image.Pt(c.Width, c.Height)
	a, b := stored(c.Orientation, part.Min, size), stored(c.Orientation, part.Max.Sub(image.Pt(1, 1)), size)
	part = image.Rectangle{a, b}.Canon()
	part.Max = part.Max.Add(image.Pt(1, 1))
	return part.Add(c.Crop.Min)
}
