package tiff

import (
	"bufio"
	"bytes"
	"fmt"
	"io"

	"github.com/ulikunitz/xz/lzma"
)

// maxDictionary is the largest dictionary of LZMA and Zstandard, in bytes. libtiff's greatest
// preset takes 64 MB.
const maxDictionary = 64 << 20

var errXZ = fmt.Errorf("%w: a strip is no xz stream", ErrFormat)

// openXZ opens the first block of an xz container, since a strip of a TIFF has no more.
// Package xz knows no delta filter, which libtiff always sets in front.
func openXZ(src io.Reader, unpacked int64) (io.Reader, error) {
	in := bufio.NewReader(src)
	var head [13]byte // of the stream, and the size of the block's own
	if _, err := io.ReadFull(in, head[:]); err != nil || !bytes.HasPrefix(head[:], []byte("\xfd7zXZ\x00")) || head[12] == 0 {
		return nil, errXZ
	}
	block := make([]byte, 4*int(head[12])+3)
	if _, err := io.ReadFull(in, block); err != nil {
		return nil, errXZ
	}
	b := xzFields{b: block[1:]}
	for bit := byte(0x40); bit != 0; bit <<= 1 { // the sizes of what follows
		if block[0]&bit != 0 {
			b.number()
		}
	}
	delta, capacity := 0, uint64(0)
	for range block[0]&3 + 1 {
		id, size := b.number(), b.number()
		properties := b.take(size)
		switch {
		case b.failed:
			return nil, errXZ
		case id == 3 && size == 1:
			delta = int(properties[0]) + 1
		case id == 0x21 && size == 1 && properties[0] <= 40:
			capacity = (2 | uint64(properties[0]&1)) << (properties[0]/2 + 11)
		default:
			return nil, fmt.Errorf("%w: LZMA with filter %d", ErrUnsupported, id)
		}
	}
	// No distance is larger than the unpacked size.
	capacity = min(capacity, max(uint64(unpacked), lzma.MinDictCap))
	if capacity > maxDictionary {
		return nil, fmt.Errorf("%w: LZMA with a dictionary of %d MB", ErrUnsupported, capacity>>20)
	}
	r, err := lzma.Reader2Config{DictCap: int(capacity)}.NewReader2(in)
	if err != nil {
		return nil, errXZ
	}
	if delta == 0 {
		return r, nil
	}
	return &deltaReader{r: r, past: make([]byte, delta)}, nil
}

// xzFields reads the fields of a block's header.
type xzFields struct {
	b      []byte
	failed bool
}

func (f *xzFields) number() (v uint64) {
	for shift := 0; shift < 63; shift += 7 {
		b := f.take(1)
		if f.failed {
			return 0
		}
		v |= uint64(b[0]&0x7f) << shift
		if b[0] < 0x80 {
			return v
		}
	}
	f.failed = true
	return 0
}

func (f *xzFields) take(n uint64) []byte {
	if n > uint64(len(f.b)) {
		f.failed = true
		return nil
	}
	b := f.b[:n]
	f.b = f.b[n:]
	return b
}

// deltaReader adds to each byte the byte a fixed distance before.
type deltaReader struct {
	r    io.Reader
	past []byte
	at   int
}

func (d *deltaReader) Read(p []byte) (int, error) {
	n, err := d.r.Read(p)
	for i := range p[:n] {
		p[i] += d.past[d.at]
		d.past[d.at] = p[i]
		d.at = (d.at + 1) % len(d.past)
	}
	return n, err
}
