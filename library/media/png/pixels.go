package png

import "encoding/binary"

// output turns rows of samples into pixels.
type output struct {
	d     *decoder
	p     pass
	row8  []byte
	row16 []uint16
}

// add hands the pixels of a row to the sink, each at its place.
func (o *output) add(y int, row []byte) {
	if o.row16 != nil {
		o.d.expand16(o.row16, row)
		scatter(o.row16, o.p, y, o.d.File, o.d.sink.Add16)
		return
	}
	o.d.expand(o.row8, row)
	scatter(o.row8, o.p, y, o.d.File, o.d.sink.Add)
}

func scatter[T byte | uint16](row []T, p pass, y int, f *File, add func(x, y int, nrgba []T)) {
	if p.stepX == 1 && p.fillX == 1 && p.fillY == 1 {
		add(p.x, y, row)
		return
	}
	var block [4 * 8]T
	for x := p.x; len(row) > 0; x += p.stepX {
		n := min(p.fillX, f.Width-x)
		for i := range n {
			copy(block[4*i:], row[:4])
		}
		for dy := range min(p.fillY, f.Height-y) {
			add(x, y+dy, block[:4*n])
		}
		row = row[4:]
	}
}

// lookup is the colour of each value of a sample of a palette or of grey, red in the lowest
// byte. Values beyond the palette are black, as in browsers.
func (f *File) lookup() *[256]uint32 {
	const opaque = 255 << 24
	table := new([256]uint32)
	trns := f.Chunks["tRNS"]
	switch {
	case f.colour == usesColour|usesPalette:
		plte := f.Chunks["PLTE"]
		for i := range table {
			table[i] = opaque
			if 3*i+2 < len(plte) {
				table[i] |= uint32(plte[3*i]) | uint32(plte[3*i+1])<<8 | uint32(plte[3*i+2])<<16
			}
			if i < len(trns) {
				table[i] = table[i]&^opaque | uint32(trns[i])<<24
			}
		}
	case f.colour == 0 && f.Depth <= 8:
		most := 1<<f.Depth - 1
		for i := range most + 1 {
			table[i] = opaque | uint32(i*255/most)*0x010101
		}
		if len(trns) >= 2 {
			table[int(binary.BigEndian.Uint16(trns))&most] &^= opaque
		}
	}
	return table
}

// expand writes the pixels of a row of at most 8 bits.
func (d *decoder) expand(dst, row []byte) {
	switch d.colour {
	case usesColour:
		d.expandColour(dst, row)
	case usesOpacity:
		for i := 0; i+3 < len(dst); i += 4 {
			dst[i], dst[i+1], dst[i+2], dst[i+3] = row[i/2], row[i/2], row[i/2], row[i/2+1]
		}
	case usesColour | usesOpacity:
		copy(dst, row)
		if d.apple {
			straighten(dst)
		}
	default:
		if d.Depth == 8 {
			for i, v := range row {
				binary.LittleEndian.PutUint32(dst[4*i:], d.table[v])
			}
			return
		}
		mask, perByte := byte(1<<d.Depth-1), 8/d.Depth
		for i := range len(dst) / 4 {
			v := row[i/perByte] >> (8 - d.Depth*(i%perByte+1)) & mask
			binary.LittleEndian.PutUint32(dst[4*i:], d.table[v])
		}
	}
}

// key is the colour that tRNS makes transparent. Without tRNS no pixel has the key.
func (f *File) key(colours int) [3]uint32 {
	trns, key := f.Chunks["tRNS"], [3]uint32{1 << 24, 1 << 24, 1 << 24}
	if len(trns) < 2*colours {
		return key
	}
	for c := range key { // of what is wider than a sample, the low bits count
		key[c] = uint32(binary.BigEndian.Uint16(trns[2*min(c, colours-1):])) & (1<<f.Depth - 1)
	}
	return key
}

func (d *decoder) expandColour(dst, row []byte) {
	key := d.key(3)
	for i, s := 0, 0; i+3 < len(dst); i, s = i+4, s+3 {
		r, g, b := row[s], row[s+1], row[s+2]
		alpha := byte(255)
		if uint32(r) == key[0] && uint32(g) == key[1] && uint32(b) == key[2] {
			alpha = 0
		}
		if d.apple {
			r, b = b, r
		}
		dst[i], dst[i+1], dst[i+2], dst[i+3] = r, g, b, alpha
	}
}

// straighten turns Apple's premultiplied pixels with blue first into those of PNG.
func straighten(row []byte) {
	for i := 0; i+3 < len(row); i += 4 {
		row[i], row[i+2] = row[i+2], row[i]
		a := uint32(row[i+3])
		if a == 0 || a == 255 {
			continue
		}
		for c := range 3 {
			row[i+c] = byte(min((uint32(row[i+c])*255+a/2)/a, 255))
		}
	}
}

// expand16 writes the pixels of a row of 16 bits.
func (d *decoder) expand16(dst []uint16, row []byte) {
	n := d.samples()
	colours := n
	if d.colour&usesOpacity != 0 {
		colours--
	}
	key := d.key(colours)
	for i, s := 0, 0; i+3 < len(dst); i, s = i+4, s+2*n {
		px := row[s : s+2*n]
		alpha := uint16(0xffff)
		r := binary.BigEndian.Uint16(px)
		g, b := r, r
		if colours == 3 {
			g, b = binary.BigEndian.Uint16(px[2:]), binary.BigEndian.Uint16(px[4:])
		}
		if colours < n {
			alpha = binary.BigEndian.Uint16(px[2*colours:])
		} else if uint32(r) == key[0] && uint32(g) == key[1] && uint32(b) == key[2] {
			alpha = 0
		}
		dst[i], dst[i+1], dst[i+2], dst[i+3] = r, g, b, alpha
	}
}
