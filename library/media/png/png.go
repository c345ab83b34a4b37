// Package png reads PNG files row by row, so that a large scan of 16 bits never lies in memory
// as a whole. Like viewers and browsers, package png accepts wrong checksums, chunks that are
// out of order, surplus data and palettes that are too short, and shows a file that is cut off
// as far as the file goes.
package png

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"io"

	"descry/library/container"
)

// ErrFormat means that the bytes break the rules of PNG so far that no picture can be shown.
var ErrFormat = errors.New("the PNG structure is damaged")

// Sink takes decoded pixels: the pixels of row y from column x on, four values each, red,
// green, blue and opacity that is not premultiplied. A Sink must not keep the slices. Pixels
// come in the order of the file, each once.
type Sink interface {
	// Add takes samples of 8 bits.
	Add(x, y int, nrgba []byte)
	// Add16 takes samples of 16 bits, of pictures that have as many.
	Add16(x, y int, nrgba []uint16)
}

// File is a PNG whose chunks have been looked through.
type File struct {
	Width, Height int // pixels
	// Depth is the bits of a sample: 1, 2, 4, 8 or 16.
	Depth int
	// Chunks are the contents of the first chunk of each ancillary kind and of the palette,
	// except for texts, as far as they are below 16 MiB together.
	Chunks map[string][]byte

	src        container.Source
	colour     byte
	interlaced bool
	apple      bool  // CgBI: no zlib header, blue first, premultiplied
	data       int64 // where the first IDAT begins, 0 for none
	whole      bool  // IEND was met
}

// Colour types: bits that say what a pixel has.
const (
	usesPalette = 1
	usesColour  = 2
	usesOpacity = 4
)

// maxKept bounds the bytes of chunks that are kept.
const maxKept = 16 << 20

// Open reads all but the pixels of a file of size bytes.
func Open(r io.ReaderAt, size int64) (*File, error) {
	f := &File{src: container.File(r, size), Chunks: map[string][]byte{}}
	if !f.src.IsPNG() {
		return nil, cmp.Or(f.src.Err(), ErrFormat)
	}
	if err := f.walk(); err != nil {
		return nil, err
	}
	switch {
	case f.Width == 0:
		return nil, errors.New("it does not start with a header")
	case f.data == 0:
		return nil, errors.New("it has no picture data")
	case f.colour == usesColour|usesPalette && len(f.Chunks["PLTE"]) < 3:
		return nil, errors.New("its palette is missing")
	}
	return f, nil
}

// walk looks at every chunk up to the end of the picture.
func (f *File) walk() error {
	kept := int64(0)
	for c, err := range f.src.PNGChunks() {
		if err != nil {
			return err
		}
		switch c.Kind {
		case "IEND":
			f.whole = true
			continue
		case "CgBI":
			f.apple = f.Width == 0
			continue
		case "IDAT":
			if f.data == 0 {
				f.data = c.Start
			}
			continue
		case "IHDR":
			if f.Width == 0 {
				if err := f.header(c); err != nil {
					return err
				}
			}
			continue
		case "tEXt", "zTXt", "iTXt", "fdAT", "fcTL":
			continue
		}
		size := c.Body.Size()
		if _, seen := f.Chunks[c.Kind]; seen || !c.Whole || kept+size > maxKept {
			continue
		}
		if f.Chunks[c.Kind], err = c.Body.All(); err != nil {
			return err
		}
		kept += size + 64
	}
	return nil
}

func (f *File) header(c container.Chunk) error {
	if f.data != 0 || c.Body.Size() < 13 {
		return ErrFormat
	}
	b, err := c.Body.Bytes(0, 13)
	if err != nil {
		return err
	}
	w, h := binary.BigEndian.Uint32(b), binary.BigEndian.Uint32(b[4:])
	if w == 0 || h == 0 || w > 1<<31-1 || h > 1<<31-1 {
		return errors.New("impossible width or height")
	}
	f.Width, f.Height, f.Depth, f.colour, f.interlaced = int(w), int(h), int(b[8]), b[9], b[12] == 1
	if !f.allowed() || b[10] != 0 || b[11] != 0 || b[12] > 1 {
		return errors.New("impossible colours")
	}
	return nil
}

// allowed says whether the depth is one that the colour type may have.
func (f *File) allowed() bool {
	switch f.colour {
	case 0:
		return f.Depth == 1 || f.Depth == 2 || f.Depth == 4 || f.Depth == 8 || f.Depth == 16
	case usesColour | usesPalette:
		return f.Depth == 1 || f.Depth == 2 || f.Depth == 4 || f.Depth == 8
	case usesColour, usesOpacity, usesColour | usesOpacity:
		return f.Depth == 8 || f.Depth == 16
	}
	return false
}

// samples is how many a pixel has.
func (f *File) samples() int {
	n := 1
	if f.colour&usesColour != 0 && f.colour&usesPalette == 0 {
		n = 3
	}
	if f.colour&usesOpacity != 0 {
		n++
	}
	return n
}

// rowBytes are the bytes of a row of width pixels, without the filter byte.
func (f *File) rowBytes(width int) int64 {
	return (int64(width)*int64(f.samples()*f.Depth) + 7) / 8
}

// Memory is what decoding takes in bytes: a few rows and the window of the
// decompressor.
func (f *File) Memory() int64 {
	return 256<<10 + 2*f.rowBytes(f.Width) + 8*int64(f.Width)
}

// Decode hands the pixels to the sink that begin returns. When an interlaced picture turns out
// to be damaged, Decode calls begin again and hands out the picture anew, with every pixel as
// large as needed. The first sink is to be thrown away then. warning is one clause that says
// what is missing. The error is ctx's soon after ctx ends.
func (f *File) Decode(ctx context.Context, begin func() Sink) (warning string, err error) {
	d := decoder{File: f, ctx: ctx, sink: begin(), passes: progressive}
	if f.interlaced {
		d.passes = adam7[:]
	}
	done, err := d.decode()
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	var system *readError
	if errors.As(err, &system) {
		return "", system.err
	}
	switch {
	case err == nil && d.in.badSum:
		return "a checksum of its picture data is wrong", nil
	case err == nil:
		return "", nil
	case f.interlaced && done > 0:
		d.sink = nil // the sink's memory is needed
		d = decoder{File: f, ctx: ctx, sink: begin(), passes: coarse[done]}
		if _, err := d.decode(); err != nil {
			return "", err
		}
	case d.rows == 0 || f.interlaced:
		return "", err
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return "it ends early", nil
	}
	return "part of its picture data is damaged", nil
}
