package png

import (
	"bufio"
	"compress/flate"
	"context"
	"encoding/binary"
	"errors"
	"hash"
	"hash/crc32"
	"io"
)

// pass is one of the passes of a picture: the place of its first pixel, the distances of its
// pixels, and how many pixels each of its pixels stands for.
type pass struct {
	x, y, stepX, stepY int
	fillX, fillY       int
}

var progressive = []pass{{0, 0, 1, 1, 1, 1}}

// adam7 are the passes of an interlaced picture.
var adam7 = [7]pass{
	{0, 0, 8, 8, 1, 1}, {4, 0, 8, 8, 1, 1}, {0, 4, 4, 8, 1, 1}, {2, 0, 4, 4, 1, 1},
	{0, 2, 2, 4, 1, 1}, {1, 0, 2, 2, 1, 1}, {0, 1, 1, 2, 1, 1},
}

// coarse are the first n passes, whose pixels fill the whole picture.
var coarse = func() (list [7][]pass) {
	fills := [7][2]int{1: {8, 8}, 2: {4, 8}, 3: {4, 4}, 4: {2, 4}, 5: {2, 2}, 6: {1, 2}}
	for n := 1; n < 7; n++ {
		for _, p := range adam7[:n] {
			p.fillX, p.fillY = fills[n][0], fills[n][1]
			list[n] = append(list[n], p)
		}
	}
	return list
}()

// decoder decodes a picture once.
type decoder struct {
	*File
	ctx    context.Context
	sink   Sink
	passes []pass
	in     *idat
	rows   int // that were decoded
	table  *[256]uint32
}

// decode returns how many passes are whole.
func (d *decoder) decode() (done int, err error) {
	d.table = d.lookup()
	d.in = &idat{f: d.File, at: d.data, sum: crc32.NewIEEE()}
	buffered := bufio.NewReaderSize(d.in, 64<<10)
	if !d.apple {
		var head [2]byte
		if _, err := io.ReadFull(buffered, head[:]); err != nil {
			return 0, unexpected(err)
		}
		// The window that the header claims is ignored: the reader's is the largest there can
		// be. The Adler sum behind the data is not read either.
		if head[0]&15 != 8 || head[1]&32 != 0 {
			return 0, flate.CorruptInputError(0)
		}
	}
	rows := flate.NewReader(buffered)
	defer rows.Close()
	for i, p := range d.passes {
		if err := d.pass(rows, p); err != nil {
			return i, unexpected(err)
		}
	}
	return len(d.passes), nil
}

// unexpected turns an end of the data into an unexpected end.
func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// pass decodes the rows of one pass.
func (d *decoder) pass(in io.Reader, p pass) error {
	width, height := (d.Width-p.x+p.stepX-1)/p.stepX, (d.Height-p.y+p.stepY-1)/p.stepY
	if width <= 0 || height <= 0 {
		return nil
	}
	n, distance := int(d.rowBytes(width)), max(d.samples()*d.Depth/8, 1)
	row, above := make([]byte, n+1), make([]byte, n+1)
	out := output{d: d, p: p, row8: make([]byte, 4*width)}
	if d.Depth == 16 {
		out.row16 = make([]uint16, 4*width)
	}
	for y := range height {
		if y%16 == 0 && d.ctx.Err() != nil {
			return d.ctx.Err()
		}
		if _, err := io.ReadFull(in, row); err != nil {
			return err
		}
		if err := unfilter(row[0], row[1:], above[1:], distance); err != nil {
			return err
		}
		out.add(p.y+y*p.stepY, row[1:])
		d.rows++
		row, above = above, row
	}
	return nil
}

var errFilter = errors.New("a filter that PNG does not have")

// unfilter undoes what made a row easier to compress, in place.
func unfilter(kind byte, row, above []byte, distance int) error {
	switch kind {
	case 0:
	case 1:
		for i := distance; i < len(row); i++ {
			row[i] += row[i-distance]
		}
	case 2:
		for i, b := range above[:len(row)] {
			row[i] += b
		}
	case 3:
		for i := range distance {
			row[i] += above[i] / 2
		}
		for i := distance; i < len(row); i++ {
			row[i] += byte((int(row[i-distance]) + int(above[i])) / 2)
		}
	case 4:
		paeth(row, above, distance)
	default:
		return errFilter
	}
	return nil
}

// paeth undoes the Paeth filter: each byte gets added the one of its left, upper and upper
// left neighbours that is nearest to left + upper - upper left.
func paeth(row, above []byte, distance int) {
	above = above[:len(row)]
	for start := range distance {
		a, c := 0, 0
		for i := start; i < len(row); i += distance {
			b := int(above[i])
			pa, pb := b-c, a-c
			pc := abs(pa + pb)
			pa, pb = abs(pa), abs(pb)
			nearest := c
			if pa <= pb && pa <= pc {
				nearest = a
			} else if pb <= pc {
				nearest = b
			}
			a = (int(row[i]) + nearest) & 255
			row[i] = byte(a)
			c = b
		}
	}
}

func abs(v int) int {
	mask := v >> 63
	return v ^ mask - mask
}

// idat is the contents of all IDAT chunks, one behind the other.
type idat struct {
	f       *File
	at      int64 // offset of the next chunk, or of the rest of this one
	left    int64
	checked bool // the chunk's checksum is computed
	sum     hash.Hash32
	badSum  bool
}

// readError is an error of reading the file, not of its content.
type readError struct{ err error }

func (e *readError) Error() string { return e.err.Error() }

func (r *idat) Read(p []byte) (int, error) {
	for r.left == 0 {
		if err := r.next(); err != nil {
			return 0, err
		}
	}
	p = p[:min(int64(len(p)), r.left)]
	n, err := r.f.src.ReadAt(p, r.at)
	if failed := r.f.src.Err(); n < len(p) && err != nil && failed != nil {
		return n, &readError{failed}
	}
	if n == 0 {
		return 0, io.EOF
	}
	r.sum.Write(p[:n])
	r.at, r.left = r.at+int64(n), r.left-int64(n)
	if r.left == 0 {
		r.check()
	}
	return n, nil
}

// check compares the checksum of a chunk that was read.
func (r *idat) check() {
	var stored [4]byte
	if n, _ := r.f.src.ReadAt(stored[:], r.at); r.checked && n == 4 && binary.BigEndian.Uint32(stored[:]) != r.sum.Sum32() {
		r.badSum = true
	}
	r.at += 4
}

// next goes to the next chunk that holds pixels.
func (r *idat) next() error {
	c, ok, err := r.f.src.PNGChunk(r.at)
	switch {
	case err != nil:
		return &readError{err}
	case !ok || c.Kind == "IEND":
		return io.EOF
	case c.Kind != "IDAT" || c.Body.Size() == 0:
		r.at = c.End
		return nil
	}
	r.at, r.left, r.checked = c.Body.Offset(), c.Body.Size(), c.Whole
	r.sum.Reset()
	r.sum.Write([]byte(c.Kind))
	return nil
}
