package tiff

import "image/color"

// pixels turns one row of 8-bit samples, interleaved, into NRGBA, or into inks where they
// are to be kept.
func (l *layout) pixels(dst, samples []byte, inks bool) {
	alpha, premultiplied := l.alpha()
	for i, s := 0, 0; i+3 < len(dst); i, s = i+4, s+l.samples {
		px := samples[s : s+l.samples]
		out := dst[i : i+4 : i+4]
		if inks {
			copy(out, px)
			continue
		}
		l.colour(out, px)
		out[3] = 255
		if alpha < 0 {
			continue
		}
		out[3] = px[alpha]
		if premultiplied {
			unpremultiply(out)
		}
	}
}

// colour writes red, green and blue of one pixel.
func (l *layout) colour(out, px []byte) {
	switch l.photometric {
	case whiteIsZero:
		v := 255 - px[0]
		out[0], out[1], out[2] = v, v, v
	case blackIsZero:
		out[0], out[1], out[2] = px[0], px[0], px[0]
	case palette:
		copy(out[:3], l.colours[3*int(px[0]):])
	case cmyk:
		out[0], out[1], out[2] = color.CMYKToRGB(px[0], px[1], px[2], px[3])
	case yCbCr:
		out[0], out[1], out[2] = color.YCbCrToRGB(px[0], px[1], px[2])
	default:
		copy(out[:3], px)
	}
}

// unpremultiply divides the colours by their opacity.
func unpremultiply(px []byte) {
	a := uint32(px[3])
	if a == 0 || a == 255 {
		return
	}
	for c := range 3 {
		px[c] = byte(min((uint32(px[c])*255+a/2)/a, 255))
	}
}
