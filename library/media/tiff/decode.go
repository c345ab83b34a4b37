package tiff

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// Decode hands the pixels of the first full picture to sink, not yet turned by
// the orientation tag. It returns ctx's error soon after ctx ends. jpeg
// decodes JPEG strips; nil makes them unsupported.
func Decode(ctx context.Context, data []byte, sink Sink, jpeg JPEGFunc) error {
	f, err := parse(data)
	if err != nil {
		return err
	}
	if f.raw() {
		return fmt.Errorf("%w: sensor data", ErrUnsupported)
	}
	l, err := newLayout(f, f.mainPicture())
	if err != nil {
		return err
	}
	if l.compression != compressionJPEG {
		jpeg = nil
	} else if jpeg == nil {
		return fmt.Errorf("%w: JPEG", ErrUnsupported)
	}
	d := decoder{layout: l, data: data, sink: sink, jpeg: jpeg}
	if rich, ok := sink.(RichSink); ok {
		d.rich, d.inks = rich, rich.Inks() && l.inks()
		d.wide = rich.Deep() && l.deep()
	}
	return d.chunks(ctx)
}

// decoder walks over the chunks of one picture.
type decoder struct {
	*layout
	data []byte
	sink Sink
	jpeg JPEGFunc
	rich RichSink // what takes inks and samples of 16 bits
	inks bool     // to be left as they are
	wide bool     // samples of 16 bits are wanted
}

func (d *decoder) chunks(ctx context.Context) error {
	rows := d.newRowBuffers()
	for i := range d.chunk.across * d.chunk.down {
		x := i % d.chunk.across * d.chunk.width
		y := i / d.chunk.across * d.chunk.height
		w, h := min(d.chunk.width, d.width-x), min(d.chunk.height, d.height-y)
		var err error
		if d.jpeg != nil {
			err = d.jpegChunk(ctx, i, x, y, w, h)
		} else {
			err = d.chunkRows(ctx, rows, i, x, y, w, h)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// source returns the stored bytes of chunk i in a plane.
func (d *decoder) source(i, plane int) ([]byte, error) {
	i += plane * d.chunk.across * d.chunk.down
	offset := d.offsets[i]
	if offset >= uint64(len(d.data)) {
		return nil, fmt.Errorf("%w: a strip lies outside the file", ErrFormat)
	}
	rest := d.data[offset:]
	if i < len(d.counts) && d.counts[i] > 0 && d.counts[i] < uint64(len(rest)) {
		rest = rest[:d.counts[i]]
	}
	return rest, nil
}

// rowBuffers are reused for every row of every chunk.
type rowBuffers struct {
	packed  []byte // as stored, one plane
	plane   []byte // one sample a byte, one plane
	samples []byte // interleaved
	nrgba   []byte

	// the same of 16 bits
	plane16, samples16, nrgba16 []uint16
}

func (d *decoder) newRowBuffers() *rowBuffers {
	if d.jpeg != nil {
		return nil
	}
	w := d.chunk.width
	if d.wide {
		return &rowBuffers{
			packed:    make([]byte, d.rowBytes()),
			plane16:   make([]uint16, w*d.samples/d.planes()),
			samples16: make([]uint16, w*d.samples),
			nrgba16:   make([]uint16, w*4),
		}
	}
	return &rowBuffers{
		packed:  make([]byte, d.rowBytes()),
		plane:   make([]byte, w*d.samples/d.planes()),
		samples: make([]byte, w*d.samples),
		nrgba:   make([]byte, w*4),
	}
}

// chunkRows decodes one chunk; w and h are its size inside the picture.
func (d *decoder) chunkRows(ctx context.Context, b *rowBuffers, i, x, y, w, h int) error {
	streams := make([]io.Reader, d.planes())
	for p := range streams {
		src, err := d.source(i, p)
		if err != nil {
			return err
		}
		if streams[p], err = d.open(src); err != nil {
			return err
		}
	}
	for row := range h {
		if err := ctx.Err(); err != nil {
			return err
		}
		for p, s := range streams {
			if err := d.readRow(b, s, p); err != nil {
				return err
			}
		}
		if d.wide {
			d.pixels16(b.nrgba16[:4*w], b.samples16, d.inks)
			d.rich.Add16(x, y+row, b.nrgba16[:4*w])
			continue
		}
		d.pixels(b.nrgba[:4*w], b.samples, d.inks)
		d.sink.Add(x, y+row, b.nrgba[:4*w])
	}
	return nil
}

// readRow reads one row of a plane and puts its samples into place.
func (d *decoder) readRow(b *rowBuffers, s io.Reader, plane int) error {
	if _, err := io.ReadFull(s, b.packed); err != nil {
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return fmt.Errorf("%w: the picture data ends early", ErrFormat)
		}
		return fmt.Errorf("%w: %w", ErrFormat, err)
	}
	fax := d.compression == compressionGroup3 || d.compression == compressionGroup4
	if d.lsbFirst && !fax {
		reverseBits(b.packed)
	}
	switch d.predictor {
	case 2:
		undoPredictor(b.packed, d.order, d.bits, d.samples/d.planes())
	case 3:
		return fmt.Errorf("%w: floating point predictor", ErrUnsupported)
	}
	if d.wide {
		d.unpackRow16(b, plane)
		return nil
	}
	if !d.planar {
		d.unpack(b.samples, b.packed)
		return nil
	}
	d.unpack(b.plane, b.packed)
	for i, v := range b.plane {
		b.samples[i*d.samples+plane] = v
	}
	return nil
}

// unpackRow16 puts the samples of a row of a plane into place.
func (d *decoder) unpackRow16(b *rowBuffers, plane int) {
	if !d.planar {
		d.unpack16(b.samples16, b.packed)
		return
	}
	d.unpack16(b.plane16, b.packed)
	for i, v := range b.plane16 {
		b.samples16[i*d.samples+plane] = v
	}
}
