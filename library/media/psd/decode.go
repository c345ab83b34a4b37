package psd

import (
	"bufio"
	"compress/zlib"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// Compressions of the composite.
const (
	raw          = 0
	runs         = 1
	zipped       = 2
	zipPredicted = 3
)

// channel reads the rows of one channel.
type channel interface{ next(row []byte) error }

// Decode hands the rows of the composite to sink. The error is ctx's soon after ctx ends.
// warning is empty, or one clause that says what is missing of a picture of which a part could
// be decoded.
func (f *File) Decode(ctx context.Context, sink Sink) (warning string, err error) {
	channels := make([]channel, f.used())
	for c := range channels {
		if channels[c], err = f.channel(c); err != nil {
			return "", err
		}
	}
	rows := make([][]byte, len(channels))
	for c := range rows {
		rows[c] = make([]byte, f.rowBytes())
	}
	out := output{File: f, inks: f.Inks() && sink.Inks(), narrow: make([]byte, 4*f.Width)}
	if f.Depth > 8 {
		out.wide = make([]uint16, 4*f.Width)
	}
	for y := range f.Height {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		for c, channel := range channels {
			if err := channel.next(rows[c]); err != nil {
				return f.cut(y, err)
			}
		}
		if f.Depth > 8 {
			out.deep(rows)
			sink.Add16(0, y, out.wide)
			continue
		}
		out.shallow(rows)
		sink.Add(0, y, out.narrow)
	}
	return "", nil
}

// fileError is an error of reading the file, not of its content.
type fileError struct{ error }

// cut judges an error behind some rows.
func (f *File) cut(rows int, err error) (warning string, _ error) {
	var system fileError
	if errors.As(err, &system) {
		return "", system.error
	}
	early := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
	switch {
	case rows == 0 && early:
		return "", errCut
	case rows == 0:
		return "", err
	case early:
		return "it ends early", nil
	}
	return "part of its picture data is damaged", nil
}

// section reads the file from an offset on.
func (f *File) section(at int64) io.Reader {
	return io.NewSectionReader(marking{f.r}, at, max(f.size-at, 0))
}

// marking marks the errors of a file.
type marking struct{ r io.ReaderAt }

func (m marking) ReadAt(p []byte, at int64) (int, error) {
	n, err := m.r.ReadAt(p, at)
	if err != nil && err != io.EOF {
		err = fileError{err}
	}
	return n, err
}

// channel opens the rows of a channel.
func (f *File) channel(c int) (channel, error) {
	head, err := f.bytes(f.data, 2)
	if err != nil {
		return nil, err
	}
	plane := int64(f.rowBytes()) * int64(f.Height)
	switch kind := binary.BigEndian.Uint16(head); kind {
	case raw:
		return &plainRows{bufio.NewReaderSize(f.section(f.data+2+int64(c)*plane), 64<<10)}, nil
	case runs:
		return f.packedRows(c)
	case zipped, zipPredicted:
		// All channels are one stream. Each channel reads its own part.
		z, err := zlib.NewReader(bufio.NewReader(f.section(f.data + 2)))
		if err != nil {
			return nil, err
		}
		rows := &zippedRows{r: z, skip: int64(c) * plane, spare: make([]byte, f.rowBytes())}
		if kind == zipPredicted {
			rows.depth = f.Depth
		}
		return rows, nil
	default:
		return nil, fmt.Errorf("%w: compression %d", ErrUnsupported, kind)
	}
}

type plainRows struct{ r io.Reader }

func (p *plainRows) next(row []byte) error {
	_, err := io.ReadFull(p.r, row)
	return err
}

// zippedRows skips what belongs to other channels, and undoes the differences of rows
// where a depth is given.
type zippedRows struct {
	r     io.Reader
	skip  int64
	depth int
	spare []byte
}

func (z *zippedRows) next(row []byte) error {
	if z.skip > 0 {
		if _, err := io.CopyN(io.Discard, z.r, z.skip); err != nil {
			return err
		}
		z.skip = 0
	}
	if _, err := io.ReadFull(z.r, row); err != nil {
		return err
	}
	switch z.depth {
	case 8:
		for i := 1; i < len(row); i++ {
			row[i] += row[i-1]
		}
	case 16:
		for i := 2; i+1 < len(row); i += 2 {
			binary.BigEndian.PutUint16(row[i:], binary.BigEndian.Uint16(row[i:])+binary.BigEndian.Uint16(row[i-2:]))
		}
	case 32: // all first bytes, then all second ones, and so on
		for i := 1; i < len(row); i++ {
			row[i] += row[i-1]
		}
		copy(z.spare, row)
		n := len(row) / 4
		for i := range n {
			for b := range 4 {
				row[4*i+b] = z.spare[b*n+i]
			}
		}
	}
	return nil
}

// packedRows are rows of PackBits. The lengths of all rows stand in front of the rows.
type packedRows struct {
	lengths io.Reader
	size    int // bytes of a length
	data    *bufio.Reader
	packed  []byte
}

// packedRows finds the rows of a channel by adding up the lengths of the rows before.
func (f *File) packedRows(c int) (channel, error) {
	size := 2
	if f.large {
		size = 4
	}
	table := f.data + 2
	p := &packedRows{size: size}
	at := table + int64(size)*int64(f.channels)*int64(f.Height)
	before := bufio.NewReaderSize(f.section(table), 64<<10)
	for range c * f.Height {
		n, err := p.length(before)
		if err != nil {
			return nil, err
		}
		at += int64(n)
	}
	p.lengths = bufio.NewReaderSize(f.section(table+int64(size)*int64(c)*int64(f.Height)), 16<<10)
	p.data = bufio.NewReaderSize(f.section(at), 64<<10)
	return p, nil
}

func (p *packedRows) length(r io.Reader) (int, error) {
	var b [4]byte
	if _, err := io.ReadFull(r, b[4-p.size:]); err != nil {
		return 0, err
	}
	return int(binary.BigEndian.Uint32(b[:])), nil
}

var errLength = errors.New("a row has an impossible length")

func (p *packedRows) next(row []byte) error {
	n, err := p.length(p.lengths)
	if err != nil {
		return err
	}
	if n > 2*len(row)+128 {
		return errLength
	}
	if cap(p.packed) < n {
		p.packed = make([]byte, 2*len(row)+128)
	}
	packed := p.packed[:n]
	if _, err := io.ReadFull(p.data, packed); err != nil {
		return err
	}
	unpack(row, packed)
	return nil
}

// unpack decodes PackBits. Missing bytes stay 0.
func unpack(row, packed []byte) {
	for len(packed) > 1 && len(row) > 0 {
		head := int8(packed[0])
		packed = packed[1:]
		switch {
		case head >= 0:
			n := min(int(head)+1, len(packed), len(row))
			copy(row[:n], packed)
			row, packed = row[n:], packed[n:]
		case head != -128:
			n := min(1-int(head), len(row))
			for i := range n {
				row[i] = packed[0]
			}
			row, packed = row[n:], packed[1:]
		}
	}
	clear(row)
}

// real is a number of a picture of 32 bits, from 0 to 1, with the curve of sRGB, which
// Photoshop leaves out in such pictures.
func (f *File) real(b []byte) uint16 {
	v := float64(math.Float32frombits(binary.BigEndian.Uint32(b)))
	switch {
	case !(v > 0):
		return 0
	case v >= 1:
		return math.MaxUint16
	case f.ICC != nil: // the profile gives the numbers their meaning
	case v <= 0.0031308:
		v *= 12.92
	default:
		v = 1.055*math.Pow(v, 1/2.4) - 0.055
	}
	return uint16(v*math.MaxUint16 + 0.5)
}
