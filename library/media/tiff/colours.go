package tiff

import "fmt"

// coloursNeeded is how many samples each interpretation needs at least.
var coloursNeeded = map[uint64]int{
	whiteIsZero: 1, blackIsZero: 1, rgb: 3, palette: 1, cmyk: 4, yCbCr: 3,
}

// readColours reads the interpretation and checks it against the samples.
func (l *layout) readColours(d directory) error {
	fallback := uint64(blackIsZero)
	if l.samples >= 3 {
		fallback = rgb
	}
	l.photometric = d.first(tagPhotometric, fallback)
	need, known := coloursNeeded[l.photometric]
	if !known {
		return fmt.Errorf("%w: colour model %d", ErrUnsupported, l.photometric)
	}
	if l.samples < need {
		return fmt.Errorf("%w: too few samples a pixel", ErrFormat)
	}
	if l.photometric == yCbCr && l.compression != compressionJPEG && !unsubsampled(d) {
		return fmt.Errorf("%w: subsampled colours without JPEG", ErrUnsupported)
	}
	if l.photometric == palette {
		return l.readPalette(d)
	}
	return nil
}

// unsubsampled says whether YCbCr samples are stored for every pixel; the
// default of the tag is 2x2.
func unsubsampled(d directory) bool {
	s := d.list(tagSubsampling, 2)
	return len(s) == 2 && s[0] == 1 && s[1] == 1
}

// readPalette reads the colour map: 2^bits reds, then greens, then blues, 16
// bits each. Some writers store 8-bit values; then no value exceeds 255.
func (l *layout) readPalette(d directory) error {
	if l.bits > 8 {
		return fmt.Errorf("%w: palette of more than 256 colours", ErrUnsupported)
	}
	n := 1 << l.bits
	m := d.list(tagColorMap, 3*n)
	if len(m) < 3*n {
		return fmt.Errorf("%w: the palette is too short", ErrFormat)
	}
	shift := 0
	for _, v := range m {
		if v > 255 {
			shift = 8
		}
	}
	l.colours = make([]byte, 3*n)
	for i := range n {
		for c := range 3 {
			l.colours[3*i+c] = byte(m[c*n+i] >> shift)
		}
	}
	return nil
}

// alpha returns the sample that holds opacity (-1 where none does) and whether
// the colours are premultiplied by it.
func (l *layout) alpha() (sample int, premultiplied bool) {
	base := coloursNeeded[l.photometric]
	for i, kind := range l.extra {
		if base+i >= l.samples {
			break
		}
		if kind == 1 || kind == 2 {
			return base + i, kind == 1
		}
	}
	return -1, false
}
