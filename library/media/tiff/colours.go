package tiff

import "fmt"

// coloursNeeded is how many samples each interpretation needs at least.
var coloursNeeded = map[uint64]int{
	whiteIsZero: 1, blackIsZero: 1, rgb: 3, palette: 1, mask: 1, cmyk: 4, yCbCr: 3, cieLab: 3, iccLab: 3, ituLab: 3,
}

// readColours reads the interpretation and checks it against the samples.
func (l *layout) readColours(d directory) error {
	fallback := uint64(blackIsZero)
	switch {
	case l.samples >= 3:
		fallback = rgb
	case l.isFax():
		fallback = whiteIsZero
	}
	l.photometric = d.first(tagPhotometric, fallback)
	need, known := coloursNeeded[l.photometric]
	if !known {
		return fmt.Errorf("%w: colour model %d", ErrUnsupported, l.photometric)
	}
	if l.samples < need {
		return fmt.Errorf("%w: too few samples a pixel", ErrFormat)
	}
	switch l.photometric {
	case palette:
		return l.readPalette(d)
	case yCbCr:
		l.readYCC(d)
		return l.readSubsampling(d)
	}
	return nil
}

// readSubsampling reads how many pixels share a colour. The tag's default is 2x2.
func (l *layout) readSubsampling(d directory) error {
	l.sub = [2]int{2, 2}
	if s := d.list(tagSubsampling, 2); len(s) == 2 {
		l.sub = [2]int{int(min(s[0], 9)), int(min(s[1], 9))}
	}
	for _, n := range l.sub {
		if n != 1 && n != 2 && n != 4 {
			return fmt.Errorf("%w: colours for every %d x %d pixels", ErrUnsupported, l.sub[0], l.sub[1])
		}
	}
	if l.subsampled() && !l.isJPEG() && (l.bits != 8 || l.samples != 3 || l.planar) {
		return fmt.Errorf("%w: subsampled colours of this kind", ErrUnsupported)
	}
	return nil
}

// subsampled says whether several pixels share a colour.
func (l *layout) subsampled() bool { return l.photometric == yCbCr && l.sub != [2]int{1, 1} }

// readPalette reads the colour map: 2^bits reds, then greens, then blues, 16 bits each. Some
// writers store 8-bit values, of which none exceeds 255.
func (l *layout) readPalette(d directory) error {
	if l.bits > 16 {
		return fmt.Errorf("%w: palette of %d bits", ErrUnsupported, l.bits)
	}
	n := 1 << l.bits
	m := d.list(tagColorMap, 3*n)
	if len(m) < 3 {
		return fmt.Errorf("%w: the palette is missing", ErrFormat)
	}
	n = len(m) / 3 // a short map has fewer colours
	factor := uint64(257)
	for _, v := range m {
		if v > 255 {
			factor = 1
		}
	}
	l.colours = make([]uint16, 3*n)
	for i := range n {
		for c := range 3 {
			l.colours[3*i+c] = uint16(m[c*n+i] * factor)
		}
	}
	return nil
}

// alpha returns the sample that holds opacity, -1 for none, and whether the colours are
// premultiplied by the opacity.
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

func (l *layout) isLab() bool {
	return l.photometric == cieLab || l.photometric == iccLab || l.photometric == ituLab
}
