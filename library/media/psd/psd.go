// Package psd reads the composite of Photoshop files, PSD and PSB: the picture of all layers
// together, which Photoshop keeps for other programs. The composite is read row by row, so
// that a large one need not lie in memory.
package psd

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"descry/library/container"
)

// ErrUnsupported means that the file is valid but of a kind that this package does not read.
var ErrUnsupported = errors.New("this kind of Photoshop file is not supported")

// Sink takes decoded pixels: the pixels of row y from column x on, four values each, red,
// green, blue and opacity that is not premultiplied. A Sink whose Inks is true gets cyan,
// magenta, yellow and black of a file with inks. A Sink must not keep the slices.
type Sink interface {
	// Add takes samples of 8 bits.
	Add(x, y int, nrgba []byte)
	// Add16 takes samples of 16 bits, of pictures that have more than 8.
	Add16(x, y int, nrgba []uint16)
	// Inks says that the Sink takes inks.
	Inks() bool
}

// File is a Photoshop file whose header has been read.
type File struct {
	Width, Height int // pixels
	// Depth is the bits of a sample: 1, 8, 16, or 32 for floating point, which is linear.
	Depth int
	// ICC is the profile of the colours, EXIF the block that a camera wrote. Both are nil
	// where missing.
	ICC, EXIF []byte
	// Composite is false where the file states that it was saved without a composite, with
	// "maximize compatibility" off. The picture in the composite's place is mostly blank.
	Composite bool

	r           io.ReaderAt
	size        int64
	large       bool // PSB
	mode        int
	channels    int
	palette     []byte // reds, greens, blues
	transparent int    // index that is transparent, -1 for none
	opacity     bool   // the channel behind the colours is opacity
	data        int64  // where the compression of the composite stands
}

// Modes of colours.
const (
	bitmap  = 0
	gray    = 1
	indexed = 2
	rgb     = 3
	cmyk    = 4
	duotone = 8
	lab     = 9
)

var coloursOf = map[int]int{bitmap: 1, gray: 1, indexed: 1, rgb: 3, cmyk: 4, duotone: 1, lab: 3}

// The resources that are read.
const (
	resourceICC          = 1039
	resourceTransparency = 1047
	resourceVersion      = 1057
	resourceEXIF         = 1058
)

var errCut = errors.New("it ends early")

// Open reads the header of a file of size bytes.
func Open(r io.ReaderAt, size int64) (*File, error) {
	f := &File{r: r, size: size, Composite: true, transparent: -1}
	h, err := f.bytes(0, 26)
	if err != nil {
		return nil, err
	}
	version := binary.BigEndian.Uint16(h[4:])
	if string(h[:4]) != "8BPS" || version != 1 && version != 2 {
		return nil, errors.New("it does not start with a header")
	}
	f.large = version == 2
	f.channels = int(binary.BigEndian.Uint16(h[12:]))
	height, width := binary.BigEndian.Uint32(h[14:]), binary.BigEndian.Uint32(h[18:])
	f.Depth, f.mode = int(binary.BigEndian.Uint16(h[22:])), int(binary.BigEndian.Uint16(h[24:]))
	if height < 1 || width < 1 || height > 300_000 || width > 300_000 {
		return nil, errors.New("impossible width or height")
	}
	f.Width, f.Height = int(width), int(height)
	need, known := coloursOf[f.mode]
	switch {
	case !known:
		return f, fmt.Errorf("%w: colour mode %d", ErrUnsupported, f.mode)
	case f.channels < need:
		return f, errors.New("too few channels")
	case !f.allowed():
		return f, fmt.Errorf("%w: %d bits a sample", ErrUnsupported, f.Depth)
	}
	return f, f.sections()
}

// allowed says whether the mode comes in this depth.
func (f *File) allowed() bool {
	switch f.Depth {
	case 1:
		return f.mode == bitmap
	case 8:
		return f.mode != bitmap
	case 16:
		return f.mode != bitmap && f.mode != indexed
	case 32:
		return f.mode == gray || f.mode == rgb
	}
	return false
}

// bytes reads n bytes at an offset.
func (f *File) bytes(at, n int64) ([]byte, error) {
	if at < 0 || n < 0 || at > f.size || n > f.size-at {
		return nil, errCut
	}
	b := make([]byte, n)
	if _, err := f.r.ReadAt(b, at); err != nil && err != io.EOF {
		return nil, err
	}
	return b, nil
}

// length reads a length of 4 bytes, or of 8 where large says so.
func (f *File) length(at int64, large bool) (n, next int64, err error) {
	size := int64(4)
	if large {
		size = 8
	}
	b, err := f.bytes(at, size)
	if err != nil {
		return 0, 0, err
	}
	v := uint64(binary.BigEndian.Uint32(b))
	if large {
		v = binary.BigEndian.Uint64(b)
	}
	next = at + size
	if v > uint64(f.size-next) {
		return 0, 0, errCut
	}
	return int64(v), next, nil
}

// maxKept bounds the bytes of the colour table and of each resource that is kept.
const maxKept = 16 << 20

// sections walks over what stands between the header and the composite.
func (f *File) sections() error {
	n, at, err := f.length(26, false)
	if err != nil {
		return err
	}
	if f.mode == indexed {
		if f.palette, err = f.bytes(at, min(n, 768)); err != nil || len(f.palette) < 3 {
			return errors.Join(err, errors.New("its palette is missing"))
		}
	}
	resources, at, err := f.length(at+n, false)
	if err != nil {
		return err
	}
	if err := f.resources(at, at+resources); err != nil {
		return err
	}
	layers, at, err := f.length(at+resources, f.large)
	if err != nil {
		return err
	}
	f.data = at + layers
	return f.layers(at, f.data)
}

// resources keeps the resources that are needed. A damaged resource hides those behind it.
func (f *File) resources(at, end int64) error {
	part, err := container.File(f.r, f.size).Part(at, end-at)
	if err != nil {
		return err
	}
	for r, err := range part.Resources() {
		if err != nil {
			return part.Err()
		}
		if err := f.resource(r.ID, r.Body); err != nil {
			return err
		}
	}
	return nil
}

func (f *File) resource(id uint16, body container.Source) error {
	switch id {
	case resourceICC, resourceTransparency, resourceVersion, resourceEXIF:
	default:
		return nil
	}
	n := body.Size()
	if n > maxKept {
		return nil
	}
	b, err := body.All()
	if err != nil {
		return err
	}
	switch {
	case id == resourceICC:
		f.ICC = b
	case id == resourceEXIF:
		f.EXIF = b
	case id == resourceTransparency && n >= 2 && f.mode == indexed:
		f.transparent = int(binary.BigEndian.Uint16(b))
	case id == resourceVersion && n >= 5:
		f.Composite = b[4] != 0
	}
	return nil
}

// layers looks whether the composite has an opacity of its own, which a negative number of
// layers tells. Other channels behind the colours are selections.
func (f *File) layers(at, end int64) error {
	if f.channels <= coloursOf[f.mode] || end-at < 10 {
		return nil
	}
	n, at, err := f.length(at, f.large)
	if err != nil || n < 2 {
		return nil
	}
	count, err := f.bytes(at, 2)
	if err != nil {
		return err
	}
	f.opacity = int16(binary.BigEndian.Uint16(count)) < 0
	return nil
}

// Inks says whether the picture is of cyan, magenta, yellow and black.
func (f *File) Inks() bool { return f.mode == cmyk }

// Lab says whether the picture is of CIE L*a*b*, which decoding turns into sRGB.
func (f *File) Lab() bool { return f.mode == lab }

// used is how many channels are decoded.
func (f *File) used() int {
	n := coloursOf[f.mode]
	if f.opacity {
		n++
	}
	return n
}

// rowBytes are the bytes of a row of one channel.
func (f *File) rowBytes() int { return (f.Width*f.Depth + 7) / 8 }

// Memory is what decoding takes in bytes: rows and buffers of each channel.
func (f *File) Memory() int64 {
	return int64(f.used())*(256<<10+3*int64(f.rowBytes())) + 16*int64(f.Width)
}
