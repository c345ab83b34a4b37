package png_test

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"math/rand/v2"
)

// chunk appends a chunk with its sum.
func chunk(b []byte, kind string, content []byte) []byte {
	b = binary.BigEndian.AppendUint32(b, uint32(len(content)))
	start := len(b)
	b = append(append(b, kind...), content...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[start:]))
}

// picture is a PNG to build, with noise for samples and the filters in turn.
type picture struct {
	width, height int
	depth, colour byte
	interlaced    bool
	palette       []byte
	trns          []byte
	extra         []byte // chunks between the header and the pixels
	raw           []byte // the packed rows, noise where there are none
}

var samplesOf = map[byte]int{0: 1, 2: 3, 3: 1, 4: 2, 6: 4}

func (p picture) header() []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(p.width))
	b = binary.BigEndian.AppendUint32(b, uint32(p.height))
	interlaced := byte(0)
	if p.interlaced {
		interlaced = 1
	}
	return append(b, p.depth, p.colour, 0, 0, interlaced)
}

// rows are filtered rows of noise for all passes. Unfiltered they are as well noise.
func (p picture) rows() []byte {
	if p.raw != nil {
		return p.raw
	}
	passes := [][4]int{{0, 0, 1, 1}}
	if p.interlaced {
		passes = [][4]int{{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}}
	}
	r := rand.New(rand.NewPCG(1, uint64(p.depth)<<8|uint64(p.colour)))
	var b []byte
	filter := 0
	for _, a := range passes {
		w, h := (p.width-a[0]+a[2]-1)/a[2], (p.height-a[1]+a[3]-1)/a[3]
		if w <= 0 || h <= 0 {
			continue
		}
		for range h {
			b = append(b, byte(filter%5))
			filter++
			for range (w*samplesOf[p.colour]*int(p.depth) + 7) / 8 {
				b = append(b, byte(r.Uint32()))
			}
		}
	}
	return b
}

func deflated(data []byte) []byte {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, _ = z.Write(data) // a buffer never fails
	_ = z.Close()
	return b.Bytes()
}

// start is everything in front of the pixels.
func (p picture) start() []byte {
	b := chunk([]byte("\x89PNG\r\n\x1a\n"), "IHDR", p.header())
	b = append(b, p.extra...)
	if p.palette != nil {
		b = chunk(b, "PLTE", p.palette)
	}
	if p.trns != nil {
		b = chunk(b, "tRNS", p.trns)
	}
	return b
}

func (p picture) build() []byte {
	data := deflated(p.rows())
	b := p.start()
	half := len(data) / 2
	b = chunk(chunk(b, "IDAT", data[:half]), "IDAT", data[half:])
	return chunk(b, "IEND", nil)
}
