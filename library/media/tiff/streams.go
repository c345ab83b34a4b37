package tiff

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"

	"golang.org/x/image/ccitt"
	"golang.org/x/image/tiff/lzw"
)

// open returns the decompressed bytes of one chunk as a stream. Whoever reads
// it takes only the rows it needs, so a bomb never unfolds.
func (l *layout) open(data []byte) (io.Reader, error) {
	switch l.compression {
	case compressionNone:
		return bytes.NewReader(data), nil
	case compressionLZW:
		return lzw.NewReader(bytes.NewReader(data), lzw.MSB, 8), nil
	case compressionDeflate, compressionOldDeflate:
		z, err := zlib.NewReader(bytes.NewReader(data))
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrFormat, err)
		}
		return z, nil
	case compressionPackBits:
		return &packBits{src: data}, nil
	case compressionGroup3, compressionGroup4:
		return l.openFax(data)
	}
	return nil, fmt.Errorf("%w: compression %d", ErrUnsupported, l.compression)
}

// openFax opens a CCITT stream of 1-bit pixels where 0 is white, as libtiff
// yields them; the interpretation tag turns that around where needed.
func (l *layout) openFax(data []byte) (io.Reader, error) {
	if l.bits != 1 || l.samples != 1 {
		return nil, fmt.Errorf("%w: fax coding of colours", ErrFormat)
	}
	format := ccitt.Group4
	if l.compression == compressionGroup3 {
		format = ccitt.Group3
		if l.t4&1 != 0 {
			return nil, fmt.Errorf("%w: two-dimensional Group 3 fax", ErrUnsupported)
		}
	}
	order := ccitt.MSB
	if l.lsbFirst {
		order = ccitt.LSB
	}
	options := &ccitt.Options{Invert: true}
	return ccitt.NewReader(bytes.NewReader(data), order, format, l.chunk.width, l.chunk.height, options), nil
}

// packBits decodes Apple's PackBits run lengths (TIFF 6.0, section 9).
type packBits struct {
	src    []byte
	run    int  // bytes left of the current run
	repeat bool // the run repeats value, else it is literal
	value  byte
}

// Read fills p as far as the source lasts.
func (r *packBits) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) {
		if r.run == 0 && !r.next() {
			break
		}
		n += r.copyRun(p[n:])
	}
	if n == 0 && len(p) > 0 {
		return 0, io.EOF
	}
	return n, nil
}

// next reads the head of the next run; false at the end of the source.
func (r *packBits) next() bool {
	for len(r.src) >= 2 {
		head := int8(r.src[0])
		r.src = r.src[1:]
		switch {
		case head >= 0:
			r.run, r.repeat = int(head)+1, false
			return true
		case head != -128:
			r.run, r.repeat, r.value = 1-int(head), true, r.src[0]
			r.src = r.src[1:]
			return true
		}
	}
	return false
}

// copyRun writes what fits of the current run.
func (r *packBits) copyRun(p []byte) int {
	n := min(r.run, len(p))
	if r.repeat {
		for i := range n {
			p[i] = r.value
		}
		r.run -= n
		return n
	}
	n = copy(p[:n], r.src)
	r.src = r.src[n:]
	if r.run -= n; len(r.src) == 0 {
		r.run = 0
	}
	return n
}
