package tiff

import (
	"bytes"
	"context"
	"fmt"
)

// jpegChunk decodes a chunk that is a JPEG stream of its own.
func (d *decoder) jpegChunk(ctx context.Context, i, x, y, w, h int) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if d.bits != 8 || d.planar {
		return fmt.Errorf("%w: JPEG of this depth", ErrUnsupported)
	}
	src, err := d.source(i, 0)
	if err != nil {
		return err
	}
	stream, err := d.withTables(src)
	if err != nil {
		return err
	}
	// the coded picture may be padded to whole blocks
	pix, pw, ph, err := d.jpeg(stream, d.chunk.width+16, d.chunk.height+16)
	if err != nil {
		return fmt.Errorf("decode a JPEG strip: %w", err)
	}
	w, h = min(w, pw), min(h, ph)
	for row := range h {
		d.sink.Add(x, y+row, pix[4*row*pw:4*(row*pw+w)])
	}
	return nil
}

// withTables puts the shared tables and a marker with the colour model in front
// of a JPEG stream, which by itself has neither. The marker is Adobe's APP14,
// whose last byte says 0 for RGB and 1 for YCbCr; the inks of a CMYK picture
// are marked by having none, because TIFF does not invert them.
func (d *decoder) withTables(src []byte) ([]byte, error) {
	if len(src) < 4 || src[0] != 0xff || src[1] != 0xd8 {
		return nil, fmt.Errorf("%w: a JPEG strip has no start", ErrFormat)
	}
	var b bytes.Buffer
	b.Grow(len(src) + len(d.tables) + 16)
	b.Write([]byte{0xff, 0xd8})
	if d.photometric == rgb || d.photometric == yCbCr {
		transform := byte(0)
		if d.photometric == yCbCr {
			transform = 1
		}
		b.Write([]byte{0xff, 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, transform})
	}
	if t := d.tables; len(t) > 4 && t[0] == 0xff && t[1] == 0xd8 {
		b.Write(bytes.TrimSuffix(t[2:], []byte{0xff, 0xd9}))
	}
	b.Write(src[2:])
	return b.Bytes(), nil
}
