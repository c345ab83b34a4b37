package tiff

import "math"

// deep says whether there are more than 8 bits a sample to hand to a RichSink.
func (l *layout) deep() bool {
	return l.bits > 8 && l.photometric != palette && l.photometric != yCbCr && l.compression != compressionJPEG
}

// inks says whether the picture is of cyan, magenta, yellow and black.
func (l *layout) inks() bool { return l.photometric == cmyk }

// unpack16 turns packed samples of more than 8 bits into 16 bits each.
func (l *layout) unpack16(dst []uint16, row []byte) {
	for i := range dst {
		switch {
		case l.float:
			dst[i] = unitTo16(math.Float32frombits(l.order.Uint32(row[4*i:])))
		case l.bits == 16:
			dst[i] = l.order.Uint16(row[2*i:])
		default:
			dst[i] = uint16(l.order.Uint32(row[4*i:]) >> 16)
		}
	}
}

// unitTo16 maps 0..1 to 0..65,535 as unitToByte does.
func unitTo16(v float32) uint16 {
	if !(v > 0) {
		return 0
	}
	return uint16(min(v, 1)*65535 + 0.5)
}

// pixels16 turns one row of 16-bit samples, interleaved, into NRGBA, or into inks where
// they are to be kept.
func (l *layout) pixels16(dst, samples []uint16, inks bool) {
	alpha, premultiplied := l.alpha()
	for i, s := 0, 0; i+3 < len(dst); i, s = i+4, s+l.samples {
		px, out := samples[s:s+l.samples], dst[i:i+4:i+4]
		if inks {
			copy(out, px)
			continue
		}
		l.colour16(out, px)
		out[3] = 0xffff
		if alpha < 0 {
			continue
		}
		if out[3] = px[alpha]; premultiplied && out[3] > 0 {
			for c := range 3 {
				out[c] = uint16(min(uint64(out[c])*0xffff/uint64(out[3]), 0xffff))
			}
		}
	}
}

func (l *layout) colour16(out, px []uint16) {
	switch l.photometric {
	case whiteIsZero:
		v := 0xffff - px[0]
		out[0], out[1], out[2] = v, v, v
	case blackIsZero:
		out[0], out[1], out[2] = px[0], px[0], px[0]
	case cmyk:
		for c := range 3 {
			out[c] = uint16(uint64(0xffff-px[c]) * uint64(0xffff-px[3]) / 0xffff)
		}
	default:
		copy(out[:3], px)
	}
}
