package media

import "image/color"

// spreadGray writes gray samples, the first byte of every size bytes.
func spreadGray(row, src []byte, size int) {
	for i, s := 0, 0; i+3 < len(row); i, s = i+4, s+size {
		v := src[s]
		row[i], row[i+1], row[i+2], row[i+3] = v, v, v, 255
	}
}

// highBytes takes the more significant byte of big-endian 16-bit samples.
func highBytes(row, src []byte) {
	for i := range row {
		row[i] = src[2*i]
	}
}

// unpremultiply divides 8-bit colours by their opacity, in place.
func unpremultiply(row []byte) {
	for i := 0; i+3 < len(row); i += 4 {
		a := uint32(row[i+3])
		if a == 255 {
			continue
		}
		for c := i; c < i+3; c++ {
			row[c] = divide(uint32(row[c]), a)
		}
	}
}

// unpremultiply16 divides big-endian 16-bit colours by their opacity.
func unpremultiply16(row, src []byte) {
	for i := 0; i+3 < len(row); i += 4 {
		s := src[2*i : 2*i+8]
		a := uint32(s[6])<<8 | uint32(s[7])
		for c := range 3 {
			row[i+c] = divide(uint32(s[2*c])<<8|uint32(s[2*c+1]), a)
		}
		row[i+3] = s[6]
	}
}

// divide is 255*v/a, rounded and clamped, and 0 for an opacity of 0.
func divide(v, a uint32) byte {
	if a == 0 {
		return 0
	}
	return byte(min((255*v+a/2)/a, 255))
}

// paletteTable holds every colour that a byte can select as NRGBA. Indices
// beyond the palette are opaque black, as browsers show them.
func paletteTable(p color.Palette) *[256][4]byte {
	var t [256][4]byte
	for i := range t {
		t[i] = [4]byte{0, 0, 0, 255}
	}
	for i, c := range p[:min(len(p), 256)] {
		n := color.NRGBAModel.Convert(c).(color.NRGBA)
		t[i] = [4]byte{n.R, n.G, n.B, n.A}
	}
	return &t
}

func lookUp(row, src []byte, table *[256][4]byte) {
	for i, s := 0, 0; i+3 < len(row); i, s = i+4, s+1 {
		copy(row[i:i+4], table[src[s]][:])
	}
}

// inksFromJPEG makes 255 full ink, in place. JPEG stores inks inverted, as Photoshop began to:
// 255 means no ink, with Adobe's marker or without. The JPEG strips of a TIFF have inks as in
// TIFF.
func inksFromJPEG(pix []byte, stripOfTIFF bool) {
	if stripOfTIFF {
		return
	}
	for i, v := range pix {
		pix[i] = 255 - v
	}
}

// inksToColours turns inks into opaque colours, in place, without a profile: each ink
// takes its complement away, and black takes all.
func inksToColours(pix []byte) {
	for i := 0; i+3 < len(pix); i += 4 {
		px := pix[i : i+4 : i+4]
		px[0], px[1], px[2] = color.CMYKToRGB(px[0], px[1], px[2], px[3])
		px[3] = 255
	}
}
