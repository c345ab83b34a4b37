// Package tiff reads the first picture of a TIFF file row by row, so that a large scan never
// has to lie in memory as a whole. Package tiff also reads single tags of the TIFF structure
// that EXIF blocks and many raw photo files share.
package tiff

import (
	"bytes"
	"errors"
	"io"
	"math"

	"descry/library/container"
)

// ErrFormat means that the bytes break the rules of TIFF.
var ErrFormat = errors.New("the TIFF structure is damaged")

// ErrUnsupported means that the file is valid but uses a coding that this package does not
// read.
var ErrUnsupported = errors.New("this TIFF coding is not supported")

// Sink takes decoded pixels. Add receives len(nrgba)/4 pixels of the row y, starting at column
// x, as 8-bit red, green, blue and alpha that is not premultiplied. Add must not keep the
// slice. Pixels come in file order, each at most once, and always inside the picture.
type Sink interface {
	Add(x, y int, nrgba []byte)
}

// RichSink is a Sink that may take more than 8-bit red, green and blue.
type RichSink interface {
	Sink
	// Inks says that Add and Add16 are to get the cyan, magenta, yellow and black of pictures
	// with inks, where the greatest value is full ink.
	Inks() bool
	// Deep says that samples of more than 8 bits go to Add16.
	Deep() bool
	// Add16 is Add with 16 bits a sample.
	Add16(x, y int, samples []uint16)
}

// JPEGFunc decodes a whole JPEG stream, or a WebP file, to 8-bit NRGBA rows without padding. A
// JPEGFunc must refuse a picture that is larger than maxWidth x maxHeight.
type JPEGFunc func(data []byte, maxWidth, maxHeight int) (pix []byte, width, height int, err error)

// Config is the content of a TIFF's header about its first full picture.
type Config struct {
	Width, Height int // pixels
	// Orientation is the EXIF orientation, 1 to 8, and 1 when absent or invalid.
	Orientation int
	// Raw is true for sensor data (DNG, NEF, CR2, ...) rather than a picture.
	Raw bool
	// ChunkBytes is the memory that decoding takes beside the output: one row, or for JPEG one
	// whole strip or tile, with its working buffers.
	ChunkBytes int64
	// ICC is the profile of the colours, nil without one.
	ICC []byte
	// AdobeRGB is true where the EXIF inside marks the colours as Adobe RGB.
	AdobeRGB bool
	// Inks is true for cyan, magenta, yellow and black, Deep for more than 8 bits a sample. A
	// RichSink can take both.
	Inks, Deep bool
}

// DecodeConfig reads the header without touching picture data.
func DecodeConfig(data []byte) (Config, error) { return decodeConfig(container.Memory(data)) }

// DecodeConfigAt is DecodeConfig for a file of size bytes that isn't in memory.
func DecodeConfigAt(r io.ReaderAt, size int64) (Config, error) {
	return decodeConfig(container.File(r, size))
}

func decodeConfig(s container.Source) (Config, error) {
	f, err := parseSource(s)
	if err != nil {
		return Config{}, err
	}
	d := f.mainPicture()
	c := Config{
		Width:       int(min(d.first(tagWidth, 0), math.MaxInt32)),
		Height:      int(min(d.first(tagHeight, 0), math.MaxInt32)),
		Orientation: f.orientation(d),
		Raw:         f.raw(),
		ICC:         d.bytes(tagICCProfile),
		AdobeRGB:    f.adobeRGB(),
	}
	if c.Width <= 0 || c.Height <= 0 {
		return Config{}, ErrFormat
	}
	if l, err := newLayout(f, d); err == nil {
		c.ChunkBytes = l.memory()
		c.Inks, c.Deep = l.inks(), l.deep()
		if l.isLab() {
			c.ICC, c.AdobeRGB = nil, false // decoding turns the colours into sRGB
		}
	}
	return c, nil
}

// Orientation reads the orientation tag, 1 to 8, from the TIFF structure of an EXIF block.
// Orientation is 1 for a block that is damaged or has no valid tag, because a photo with bad
// metadata is still a photo.
func Orientation(exif []byte) int {
	f, err := parse(exif)
	if err != nil {
		return 1
	}
	return orientation(f.dirs[0])
}

// AdobeRGB says whether an EXIF block marks its picture as Adobe RGB: by the option file of
// DCF (interoperability index "R03") together with a colour space that is not sRGB, or by a
// colour space of 2, which some programs write.
func AdobeRGB(exif []byte) bool {
	f, err := parse(exif)
	return err == nil && f.adobeRGB()
}

func (f *file) adobeRGB() bool {
	d, _, ok := f.directory(f.dirs[0].first(tagExifIFD, 0))
	if !ok {
		return false
	}
	switch d.first(tagColorSpace, 1) {
	case 2:
		return true
	case 65535: // uncalibrated
	default:
		return false
	}
	interop, _, ok := f.directory(d.first(tagInteropIFD, 0))
	return ok && bytes.HasPrefix(interop.bytes(tagInteropIndex), []byte("R03"))
}

// orientation is that of a directory's picture, or where the directory has none that of the
// first.
func (f *file) orientation(d directory) int {
	if _, ok := d.entries[tagOrientation]; ok {
		return orientation(d)
	}
	return orientation(f.dirs[0])
}

func orientation(d directory) int {
	if o := d.first(tagOrientation, 1); o >= 1 && o <= 8 {
		return int(o)
	}
	return 1
}
