package jp2

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"descry/library/container"
	"descry/library/media/colour"
)

// space is what the components of a picture are.
type space int

const (
	unknownSpace space = iota // by the number of components
	rgb
	grey
	ycc
	cmyk
)

// Config is the content of a file's header.
type Config struct {
	Width, Height int  // pixels
	Deep          bool // there are more than 8 bits a sample
	Inks          bool // components are cyan, magenta, yellow and black
	// Levels is how often decoding can halve the picture at no cost.
	Levels  int
	Colours colour.Tags
	// Cut says that the file ends before its codestream.
	Cut bool

	left, top  uint32 // place of the picture on its reference grid
	components int
	space      space
	fileSize   int64
	bare       bool // without boxes
}

// Halved is the size of the picture after a number of halvings.
func (c Config) Halved(n int) (width, height int) {
	side := func(from uint32, size int) int {
		return int((uint64(from)+uint64(size)+1<<n-1)>>n - (uint64(from)+1<<n-1)>>n)
	}
	return side(c.left, c.Width), side(c.top, c.Height)
}

// Memory estimates what decoding at full size takes in a child process, in bytes: openjpeg
// keeps all samples as 32 bits, and some of the coded data.
func (c Config) Memory() int64 {
	const overhead = 16 << 20
	return overhead + 2*c.fileSize + 6*int64(c.components)*int64(c.Width)*int64(c.Height)
}

const (
	boxSignature = "\x00\x00\x00\x0cjP  \r\n\x87\n"
	streamStart  = "\xff\x4f\xff\x51" // SOC and SIZ
	streamEnd    = "\xff\xd9"         // EOC
	// maxComponents bounds what a picture is made of: photos have up to five.
	maxComponents = 64
)

// DecodeConfig reads the header. Errors wrap ErrFormat or ErrColours.
func DecodeConfig(data []byte) (Config, error) {
	c := Config{fileSize: int64(len(data))}
	if bytes.HasPrefix(data, []byte(streamStart)) {
		c.bare = true
		return c, c.codestream(data)
	}
	if !bytes.HasPrefix(data, []byte(boxSignature)) {
		return c, ErrFormat
	}
	for b, err := range container.Memory(data).Boxes() {
		if err != nil {
			return c, ErrFormat
		}
		body, err := b.Body.All()
		if err != nil {
			return c, err
		}
		switch b.Kind {
		case "jp2h":
			if err := c.header(body); err != nil {
				return c, err
			}
		case "jp2c":
			c.Cut = !b.Whole
			return c, c.codestream(body)
		}
	}
	return c, fmt.Errorf("%w: it has no codestream", ErrFormat)
}

// header reads the boxes in the header box (ISO/IEC 15444-1, I.5.3).
func (c *Config) header(data []byte) error {
	coloured := false
	for b, err := range container.Memory(data).Boxes() {
		if err != nil {
			return ErrFormat
		}
		body, err := b.Body.All()
		if err != nil {
			return err
		}
		switch b.Kind {
		case "pclr": // number of entries, number of columns, and the bits of each column
			for i := range int(at(body, 2)) {
				c.Deep = c.Deep || at(body, 3+i)&0x7f > 7
			}
		case "colr":
			if !coloured { // the first box that can be used counts
				coloured = c.colour(body)
			}
		}
	}
	if !coloured && c.Colours.CICP.Primaries == noColours {
		return ErrColours
	}
	return nil
}

// noColours marks a file whose colours were all of no use.
const noColours = 0xffff

// at is a byte, or 0 behind the end.
func at(data []byte, i int) byte {
	if i >= len(data) {
		return 0
	}
	return data[i]
}

// Values of colr boxes: methods, and enumerated colour spaces.
const (
	methodEnumerated = 1
	methodICC        = 2
	methodAnyICC     = 3
	methodCICP       = 5

	spaceCMYK     = 12
	spaceSRGB     = 16
	spaceGrey     = 17
	spaceSYCC     = 18
	spaceROMM     = 21
	colrHeader    = 3 // method, precedence and approximation
	iccSpaceStart = 16
)

// colour reads a colr box and tells whether the box is of use.
func (c *Config) colour(body []byte) bool {
	if len(body) <= colrHeader {
		return false
	}
	rest := body[colrHeader:]
	switch body[0] {
	case methodEnumerated:
		if len(rest) >= 4 {
			return c.enumerated(binary.BigEndian.Uint32(rest))
		}
	case methodICC, methodAnyICC:
		return c.profile(rest)
	case methodCICP:
		if len(rest) >= 7 {
			c.Colours.CICP = colour.CICP{Primaries: binary.BigEndian.Uint16(rest), Transfer: binary.BigEndian.Uint16(rest[2:])}
			if c.space = rgb; rest[5] != 0 { // of the matrix, 0 is none
				c.space = ycc
			}
			return true
		}
	}
	return false
}

func (c *Config) enumerated(code uint32) bool {
	switch code {
	case spaceSRGB:
		c.space = rgb
	case spaceGrey:
		c.space = grey
	case spaceSYCC:
		c.space = ycc
	case spaceCMYK:
		c.space, c.Inks = cmyk, true
	case spaceROMM:
		c.space = rgb
		c.Colours.Gamma = 1 / 1.8
		c.Colours.Chromaticities = [8]float64{0.3457, 0.3585, 0.7347, 0.2653, 0.1596, 0.8404, 0.0366, 0.0001}
	default:
		c.Colours.CICP.Primaries = noColours
		return false
	}
	c.Colours.CICP.Primaries = 0
	return true
}

// profile takes an ICC profile, which states what the components are.
func (c *Config) profile(icc []byte) bool {
	if len(icc) < iccSpaceStart+4 {
		return false
	}
	switch string(icc[iccSpaceStart:][:4]) {
	case "RGB ":
		c.space = rgb
	case "GRAY":
		c.space = grey
	case "CMYK":
		c.space, c.Inks = cmyk, true
	default:
		return false
	}
	c.Colours = colour.Tags{ICC: icc}
	return true
}

// codestream reads the markers before the first tile (ISO/IEC 15444-1, annex A).
func (c *Config) codestream(data []byte) error {
	if !bytes.HasPrefix(data, []byte(streamStart)) {
		return fmt.Errorf("%w: its codestream doesn't begin as one", ErrFormat)
	}
	c.Cut = c.Cut || !bytes.HasSuffix(bytes.TrimRight(data, "\x00"), []byte(streamEnd))
	c.Levels = -1
	const (
		markerSIZ = 0x51
		markerCOD = 0x52
		markerSOT = 0x90
	)
	for data = data[2:]; len(data) >= 4 && data[0] == 0xff && data[1] != markerSOT; {
		size := 2 + int(binary.BigEndian.Uint16(data[2:]))
		if size < 4 || size > len(data) {
			break
		}
		switch body := data[4:size]; data[1] {
		case markerSIZ:
			if err := c.size(body); err != nil {
				return err
			}
		case markerCOD:
			if len(body) > 5 && c.Levels < 0 {
				c.Levels = int(min(body[5], 32))
			}
		}
		data = data[size:]
	}
	if c.Levels < 0 || c.Width == 0 {
		return fmt.Errorf("%w: its header is cut off", ErrFormat)
	}
	return nil
}

// size reads a SIZ segment.
func (c *Config) size(body []byte) error {
	const perComponent = 3
	if len(body) < 36 {
		return fmt.Errorf("%w: its header is cut off", ErrFormat)
	}
	long := func(i int) uint32 { return binary.BigEndian.Uint32(body[i:]) }
	right, bottom := long(2), long(6)
	c.left, c.top = long(10), long(14)
	c.components = int(binary.BigEndian.Uint16(body[34:]))
	if c.left >= right || c.top >= bottom || c.components == 0 || c.components > maxComponents || len(body) < 36+perComponent*c.components {
		return fmt.Errorf("%w: impossible sizes or components", ErrFormat)
	}
	c.Width, c.Height = int(right-c.left), int(bottom-c.top)
	for i := range c.components {
		c.Deep = c.Deep || body[36+perComponent*i]&0x7f > 7
	}
	return nil
}
