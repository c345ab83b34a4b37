package tiff

import (
	"bytes"
	"context"
	"fmt"
)

// WholeJPEG is the stream of a picture that is one JPEG in a single strip, which a decoder of
// JPEG can reduce. The bool is false for all other pictures.
func WholeJPEG(data []byte) ([]byte, bool) {
	f, err := parse(data)
	if err != nil || f.raw() {
		return nil, false
	}
	l, err := newLayout(f, f.mainPicture())
	if err != nil || !l.isJPEG() || l.chunk.across*l.chunk.down != 1 || l.planar || l.bits != 8 {
		return nil, false
	}
	d := newDecoder(f, l, nil, nil)
	if !d.jpegColours() {
		return nil, false
	}
	var stream []byte
	if l.compression == compressionOldJPEG {
		stream, err = d.oldStream()
	} else if stream, err = d.bytes(0, 0); err == nil {
		stream, err = d.withTables(stream)
	}
	return stream, err == nil
}

// codedChunk decodes a chunk that is a JPEG stream or a WebP file by itself.
func (d *decoder) codedChunk(ctx context.Context, i, x, y, w, h int) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if d.bits != 8 || !d.uniform {
		return fmt.Errorf("%w: JPEG of this depth", ErrUnsupported)
	}
	var planes [][]byte
	pw, ph := 0, 0
	for p := range d.planes() {
		src, err := d.bytes(i, p)
		if err == nil && d.isJPEG() {
			src, err = d.withTables(src)
		}
		if err != nil {
			return err
		}
		// the coded picture may be padded to whole blocks
		pix, cw, ch, err := d.jpeg(src, d.chunk.width+16, d.chunk.height+16)
		if err != nil {
			return fmt.Errorf("decode a JPEG strip: %w", err)
		}
		if p > 0 && (cw != pw || ch != ph) {
			return fmt.Errorf("%w: planes of different size", ErrFormat)
		}
		planes, pw, ph = append(planes, pix), cw, ch
	}
	w, h = min(w, pw), min(h, ph)
	samples, out := make([]byte, d.samples*w), make([]byte, 4*w)
	for row := range h {
		pix := planes[0][4*row*pw : 4*(row*pw+w)]
		if d.planar || !d.jpegColours() {
			d.jpegSamples(samples, planes, row*pw)
			pixels(d.layout, out, samples, d.inks)
			pix = out
		}
		d.rows++
		d.sink.Add(x, y+row, pix)
	}
	return nil
}

// jpegColours says whether the decoder of the stream makes colours.
func (d *decoder) jpegColours() bool {
	switch d.photometric {
	case rgb, yCbCr, cmyk:
		return true
	case blackIsZero:
		return d.samples == 1
	}
	return d.compression == compressionWebP
}

// jpegSamples takes the samples of a row before their interpretation.
func (d *decoder) jpegSamples(dst []byte, planes [][]byte, at int) {
	for px := range len(dst) / d.samples {
		for s := range d.samples {
			v := byte(255)
			switch {
			case d.planar:
				v = planes[s][4*(at+px)]
			case s < 4:
				v = planes[0][4*(at+px)+s]
			}
			dst[px*d.samples+s] = v
		}
	}
}

// withTables puts the shared tables and a marker with the colour model in front of a JPEG
// stream, which has neither. The marker is Adobe's APP14, whose last byte is 0 for RGB and 1
// for YCbCr. A CMYK picture gets no marker, because TIFF does not invert inks.
func (d *decoder) withTables(src []byte) ([]byte, error) {
	if len(src) < 4 || src[0] != 0xff || src[1] != 0xd8 {
		return nil, fmt.Errorf("%w: a JPEG strip has no start", ErrFormat)
	}
	var b bytes.Buffer
	b.Grow(len(src) + len(d.tables) + 16)
	b.Write([]byte{0xff, 0xd8})
	if !d.planar && d.photometric != cmyk && d.samples >= 3 {
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
