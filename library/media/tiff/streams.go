package tiff

import (
	"bufio"
	"compress/flate"
	stdlzw "compress/lzw"
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"
	"golang.org/x/image/tiff/lzw"
)

// unreadable names codings that are known and not read.
var unreadable = map[uint64]string{
	9: "JBIG", 10: "JBIG", 32766: "NeXT", 32809: "ThunderScan", 34661: "JBIG", 34676: "SGI LogLuv", 34677: "SGI LogLuv",
	34712: "JPEG 2000", 33003: "JPEG 2000", 33005: "JPEG 2000", 34887: "LERC", 50002: "JPEG XL", 52546: "JPEG XL",
}

// open returns the decompressed bytes of one chunk as a stream. Readers take only the rows
// they need, so a bomb never unfolds. The second function frees the stream's resources.
func (l *layout) open(section *io.SectionReader) (io.Reader, func(), error) {
	src := io.Reader(section)
	none := func() {}
	if l.lsbFirst && !l.isFax() {
		src = bitReverser{src}
	}
	in := bufio.NewReaderSize(src, int(min(section.Size(), 32<<10)))
	switch l.compression {
	case compressionNone:
		return in, none, nil
	case compressionLZW:
		if head, _ := in.Peek(2); len(head) == 2 && head[0] == 0 && head[1]&1 == 1 {
			// libtiff before 1990: the lowest bit first, as in GIF
			return stdlzw.NewReader(in, stdlzw.LSB, 8), none, nil
		}
		return lzw.NewReader(in, lzw.MSB, 8), none, nil
	case compressionDeflate, compressionOldDeflate:
		return openDeflate(in)
	case compressionPackBits:
		return &packBits{src: in}, none, nil
	case compressionFaxRLE, compressionFaxRLEW, compressionGroup3, compressionGroup4:
		return l.openFax(src)
	case compressionLZMA:
		r, err := openXZ(in, int64(l.chunk.height)*int64(l.rowBytes(0)))
		return r, none, err
	case compressionZstd:
		z, err := zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(maxDictionary))
		if err != nil {
			return nil, nil, err
		}
		return z, z.Close, nil
	}
	return nil, nil, l.unsupported()
}

func (l *layout) unsupported() error {
	if name, known := unreadable[l.compression]; known {
		return fmt.Errorf("%w: %s in a TIFF", ErrUnsupported, name)
	}
	return fmt.Errorf("%w: compression %d", ErrUnsupported, l.compression)
}

// openDeflate passes over the head of zlib. The checksum at the end isn't compared, since the
// pixels would have been shown by then.
func openDeflate(in *bufio.Reader) (io.Reader, func(), error) {
	head, _ := in.Peek(2)
	if len(head) < 2 || head[0]&15 != 8 || head[1]&32 != 0 {
		return nil, nil, fmt.Errorf("%w: a strip is not deflated", ErrFormat)
	}
	_, _ = in.Discard(2)
	return flate.NewReader(in), func() {}, nil
}

func (l *layout) isFax() bool {
	switch l.compression {
	case compressionFaxRLE, compressionFaxRLEW, compressionGroup3, compressionGroup4:
		return true
	}
	return false
}

// openFax opens a fax stream of 1-bit pixels where 0 is white, as in libtiff. The
// interpretation tag inverts the pixels where needed.
func (l *layout) openFax(src io.Reader) (io.Reader, func(), error) {
	if l.bits != 1 || !l.planar && l.samples != 1 {
		return nil, nil, fmt.Errorf("%w: fax coding of colours", ErrFormat)
	}
	var mode faxMode
	switch l.compression {
	case compressionFaxRLE:
		mode.alignBytes = 1
	case compressionFaxRLEW:
		mode.alignBytes = 2
	case compressionGroup3:
		mode.lines, mode.twoD = true, l.t4&1 != 0
	case compressionGroup4:
		mode.everyRow = true
	}
	return newFax(src, l.chunk.width, mode, l.lsbFirst), func() {}, nil
}

// bitReverser turns the bit order of FillOrder 2 into the usual one.
type bitReverser struct{ r io.Reader }

func (r bitReverser) Read(p []byte) (int, error) {
	n, err := r.r.Read(p)
	reverseBits(p[:n])
	return n, err
}

// packBits decodes Apple's PackBits run lengths (TIFF 6.0, section 9).
type packBits struct {
	src    *bufio.Reader
	run    int  // bytes left of the current run
	repeat bool // a run repeats value; otherwise the bytes are literal
	value  byte
}

// Read fills p as far as the source lasts.
func (r *packBits) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) {
		if r.run == 0 {
			if err := r.next(); err != nil {
				return n, err
			}
		}
		m, err := r.copyRun(p[n:])
		n += m
		if err != nil {
			return n, err
		}
	}
	return n, nil
}

// next reads the head of the next run.
func (r *packBits) next() error {
	for {
		b, err := r.src.ReadByte()
		if err != nil {
			return err
		}
		switch head := int8(b); {
		case head >= 0:
			r.run, r.repeat = int(head)+1, false
			return nil
		case head != -128:
			r.run, r.repeat = 1-int(head), true
			r.value, err = r.src.ReadByte()
			return err
		}
	}
}

// copyRun writes what fits of the current run.
func (r *packBits) copyRun(p []byte) (n int, err error) {
	n = min(r.run, len(p))
	if r.repeat {
		for i := range n {
			p[i] = r.value
		}
	} else {
		n, err = r.src.Read(p[:n])
	}
	r.run -= n
	return n, err
}
