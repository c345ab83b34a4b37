package xmp

import (
	"errors"
	"io"
)

// guard feeds the XML decoder and stops the decoder before it gathers an element with millions
// of attributes, which the decoder would hold in memory all together.
type guard struct {
	data   []byte
	off    int
	equals int // equals signs since the last '<'
}

var errAttrs = errors.New("too many XML attributes")

// ReadByte implements io.ByteReader, through which the decoder reads.
func (g *guard) ReadByte() (byte, error) {
	if g.off >= len(g.data) {
		return 0, io.EOF
	}
	c := g.data[g.off]
	g.off++
	switch c {
	case '<':
		g.equals = 0
	case '=':
		if g.equals++; g.equals > maxAttrs {
			return 0, errAttrs
		}
	}
	return c, nil
}

// Read implements io.Reader for decoders of other encodings.
func (g *guard) Read(p []byte) (int, error) {
	for i := range p {
		c, err := g.ReadByte()
		if err != nil {
			return i, err
		}
		p[i] = c
	}
	return len(p), nil
}
