package tiff

import (
	"context"
	"errors"
	"fmt"
	"io"

	"descry/library/container"
)

// Decode hands the pixels of the first full picture to sink, not yet turned by the orientation
// tag. The error is ctx's soon after ctx ends. jpeg decodes JPEG and WebP strips. A nil jpeg
// makes such strips unsupported. warning is empty, or one clause that says what is missing of
// a picture of which a part could be decoded.
func Decode(ctx context.Context, data []byte, sink Sink, jpeg JPEGFunc) (warning string, err error) {
	return decodeFile(ctx, container.Memory(data), sink, jpeg)
}

// DecodeAt is Decode for a file of size bytes that isn't in memory.
func DecodeAt(ctx context.Context, r io.ReaderAt, size int64, sink Sink, jpeg JPEGFunc) (warning string, err error) {
	return decodeFile(ctx, container.File(r, size), sink, jpeg)
}

func decodeFile(ctx context.Context, s container.Source, sink Sink, jpeg JPEGFunc) (warning string, err error) {
	f, err := parseSource(s)
	if err != nil {
		return "", err
	}
	if f.raw() {
		return "", fmt.Errorf("%w: sensor data", ErrUnsupported)
	}
	l, err := newLayout(f, f.mainPicture())
	if err != nil {
		return "", err
	}
	return newDecoder(f, l, sink, jpeg).decode(ctx)
}

// decoder walks over the chunks of one picture.
type decoder struct {
	*layout
	file       *file
	sink       Sink
	rich       RichSink // the sink, if it takes more than bytes of colour
	inks, wide bool     // what the sink gets
	jpeg       JPEGFunc
	rows       int // handed to the sink
}

func newDecoder(f *file, l *layout, sink Sink, jpeg JPEGFunc) *decoder {
	d := &decoder{layout: l, file: f, sink: sink, jpeg: jpeg}
	if rich, ok := sink.(RichSink); ok {
		d.rich = rich
		d.inks, d.wide = rich.Inks() && l.inks(), rich.Deep()
	}
	return d
}

// errMissing is of what the file doesn't have.
var errMissing = fmt.Errorf("%w: the picture data ends early", ErrFormat)

// decode goes on with the next chunk where one is damaged, since chunks are independent.
func (d *decoder) decode(ctx context.Context) (warning string, err error) {
	if d.isCoded() && d.jpeg == nil {
		return "", fmt.Errorf("%w: JPEG", ErrUnsupported)
	}
	if d.compression == compressionOldJPEG {
		return "", d.oldPicture(ctx)
	}
	var chunk func(ctx context.Context, i, x, y, w, h int) error
	switch {
	case d.isCoded():
		chunk = d.codedChunk
	case d.subsampled():
		chunk = d.subsampledRows
	case d.deep():
		rows := newRowBuffers[uint16](d)
		chunk = func(ctx context.Context, i, x, y, w, h int) error { return sampleRows(ctx, d, rows, i, x, y, w, h) }
	default:
		rows := newRowBuffers[byte](d)
		chunk = func(ctx context.Context, i, x, y, w, h int) error { return sampleRows(ctx, d, rows, i, x, y, w, h) }
	}
	var first error
	for i := range d.chunk.across * d.chunk.down {
		x := i % d.chunk.across * d.chunk.width
		y := i / d.chunk.across * d.chunk.height
		err := chunk(ctx, i, x, y, min(d.chunk.width, d.width-x), min(d.chunk.height, d.height-y))
		switch {
		case ctx.Err() != nil:
			return "", ctx.Err()
		case d.file.Err() != nil:
			return "", d.file.Err()
		case errors.Is(err, ErrUnsupported):
			return "", err
		case err != nil && first == nil:
			first = err
		}
	}
	switch {
	case first == nil:
		return "", nil
	case d.rows == 0:
		return "", first
	case errors.Is(first, errMissing):
		return "it ends early", nil
	}
	return "part of the picture is damaged", nil
}

// source is the stored bytes of chunk i in a plane.
func (d *decoder) source(i, plane int) (*io.SectionReader, error) {
	i += plane * d.chunk.across * d.chunk.down
	if i >= len(d.offsets) {
		return nil, errMissing
	}
	offset, size := d.offsets[i], d.file.end()
	if offset >= size {
		return nil, errMissing
	}
	n := size - offset
	if i < len(d.counts) && d.counts[i] > 0 {
		n = min(n, d.counts[i])
	}
	return io.NewSectionReader(d.file, int64(offset), int64(n)), nil
}

// bytes reads the whole of a chunk that is a file of its own.
func (d *decoder) bytes(i, plane int) ([]byte, error) {
	src, err := d.source(i, plane)
	if err != nil {
		return nil, err
	}
	if src.Size() > maxCoded {
		return nil, fmt.Errorf("%w: a strip of %d MB", ErrUnsupported, src.Size()>>20)
	}
	b := make([]byte, src.Size())
	_, err = io.ReadFull(src, b)
	return b, err
}

// maxCoded bounds the bytes of a JPEG or WebP stream in a TIFF, which is read as a whole.
const maxCoded = 256 << 20

// rowBuffers are reused for every row of a chunk.
type rowBuffers[T sample] struct {
	packed  []byte // as stored, one plane
	spare   []byte
	plane   []T // of one plane
	samples []T // interleaved
	out     []T
	narrow  []byte // row for a sink that takes bytes
}

func newRowBuffers[T sample](d *decoder) *rowBuffers[T] {
	w, longest := d.chunk.width, 0
	for p := range d.planes() {
		longest = max(longest, d.rowBytes(p))
	}
	return &rowBuffers[T]{
		packed:  make([]byte, longest),
		spare:   make([]byte, longest),
		plane:   make([]T, w*d.samples/d.planes()),
		samples: make([]T, w*d.samples),
		out:     make([]T, w*4),
		narrow:  make([]byte, w*4),
	}
}

// sampleRows decodes one chunk. w and h are the chunk's size inside the picture.
func sampleRows[T sample](ctx context.Context, d *decoder, b *rowBuffers[T], i, x, y, w, h int) error {
	streams := make([]io.Reader, d.planes())
	for p := range streams {
		src, err := d.source(i, p)
		if err != nil {
			return err
		}
		stream, done, err := d.open(src)
		if err != nil {
			return err
		}
		defer done()
		streams[p] = stream
	}
	for row := range h {
		if err := ctx.Err(); err != nil {
			return err
		}
		for p, s := range streams {
			if err := readRow(d, b, s, p); err != nil {
				return err
			}
		}
		pixels(d.layout, b.out[:4*w], b.samples, d.inks)
		give(d, b, x, y+row, b.out[:4*w])
	}
	return nil
}

// readRow reads one row of a plane and puts its samples into place.
func readRow[T sample](d *decoder, b *rowBuffers[T], s io.Reader, plane int) error {
	packed := b.packed[:d.rowBytes(plane)]
	if _, err := io.ReadFull(s, packed); err != nil {
		return damage(err)
	}
	if !d.planar {
		d.undoPredictor(packed, b.spare, d.samples)
		unpack(d.layout, b.samples, packed, 0, d.samples)
		return nil
	}
	d.undoPredictor(packed, b.spare, 1)
	unpack(d.layout, b.plane, packed, plane, 1)
	for i, v := range b.plane {
		b.samples[i*d.samples+plane] = v
	}
	return nil
}

// damage marks an error of a decompressor as damage of the file.
func damage(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errMissing
	}
	return fmt.Errorf("%w: %w", ErrFormat, err)
}

// give hands pixels to the sink, in the sink's depth.
func give[T sample](d *decoder, b *rowBuffers[T], x, y int, row []T) {
	d.rows++
	switch row := any(row).(type) {
	case []byte:
		d.sink.Add(x, y, row)
	case []uint16:
		if d.wide {
			d.rich.Add16(x, y, row)
			return
		}
		for i, v := range row {
			b.narrow[i] = byte((uint32(v)*255 + 32895) >> 16) // rounded v/257, exact for every v
		}
		d.sink.Add(x, y, b.narrow[:len(row)])
	}
}
