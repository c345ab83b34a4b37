package heif

const obuSequence = 1

// parseAV1 reads the sequence header of a picture from the data or, where the data has none,
// from the configuration (AV1 in ISO base media files, 2.3).
func parseAV1(config, data []byte) (streamInfo, bool) {
	if s, ok := parseOBUs(data); ok {
		return s, true
	}
	return parseOBUs(config[min(4, len(config)):])
}

// parseOBUs looks for a sequence header among the units at the start of a stream (AV1
// bitstream specification, 5.3).
func parseOBUs(data []byte) (s streamInfo, ok bool) {
	for range 100 {
		if len(data) < 2 {
			return s, false
		}
		head := data[0]
		data = data[1:]
		if head&4 != 0 { // extension
			data = data[1:]
		}
		size := uint64(len(data))
		if head&2 != 0 {
			var n int
			if size, n = leb128(data); n == 0 {
				return s, false
			}
			data = data[n:]
		}
		if size > uint64(len(data)) {
			return s, false
		}
		if head>>3&15 == obuSequence {
			return parseSequence(data[:size])
		}
		data = data[size:]
	}
	return s, false
}

// leb128 reads a number. n is 0 where there is none.
func leb128(data []byte) (v uint64, n int) {
	for i, b := range data[:min(8, len(data))] {
		v |= uint64(b&0x7f) << (7 * i)
		if b < 0x80 {
			return v, i + 1
		}
	}
	return 0, 0
}

// parseSequence reads a sequence header (5.5.1).
func parseSequence(data []byte) (s streamInfo, ok bool) {
	r := &bitReader{data, 0, true}
	profile := r.uint(3)
	r.flag() // still picture
	reduced := r.flag()
	if reduced {
		r.uint(5)
	} else {
		skipOperatingPoints(r)
	}
	widthBits, heightBits := r.uint(4)+1, r.uint(4)+1
	s.width, s.height = r.uint(widthBits)+1, r.uint(heightBits)+1
	if !reduced && r.flag() { // frame numbers
		r.uint(4 + 3)
	}
	r.uint(3)
	if !reduced {
		skipInterTools(r)
	}
	r.uint(3)
	parseColourConfig(r, profile, &s)
	return s, r.ok
}

// skipOperatingPoints passes over the timing and the operating points.
func skipOperatingPoints(r *bitReader) {
	decoderModel, delayBits := false, 0
	if r.flag() {
		r.skip(64)
		if r.flag() {
			r.golomb()
		}
		if decoderModel = r.flag(); decoderModel {
			delayBits = r.uint(5) + 1
			r.skip(32 + 10)
		}
	}
	displayDelay := r.flag()
	for n := r.uint(5) + 1; n > 0 && r.ok; n-- {
		r.uint(12)
		if r.uint(5) > 7 {
			r.flag()
		}
		if decoderModel && r.flag() {
			r.skip(2*delayBits + 1)
		}
		if displayDelay && r.flag() {
			r.uint(4)
		}
	}
}

// skipInterTools passes over what only moving pictures need.
func skipInterTools(r *bitReader) {
	r.uint(4)
	orderHint := r.flag()
	if orderHint {
		r.uint(2)
	}
	const chosen = 2
	screen := chosen
	if !r.flag() {
		screen = r.uint(1)
	}
	if screen > 0 && !r.flag() {
		r.uint(1)
	}
	if orderHint {
		r.uint(3)
	}
}

// parseColourConfig reads the depth, the colours and the chroma format (5.5.2).
func parseColourConfig(r *bitReader, profile int, s *streamInfo) {
	s.bits = 8
	if r.flag() {
		s.bits = 10
		if profile == 2 && r.flag() {
			s.bits = 12
		}
	}
	mono := profile != 1 && r.flag()
	c := unspecifiedColours
	if r.flag() {
		c.Primaries, c.Transfer, c.Matrix = uint16(r.uint(8)), uint16(r.uint(8)), uint16(r.uint(8))
	}
	const bt709, srgb = 1, 13
	switch {
	case mono:
		c.FullRange = r.flag()
	case c.Primaries == bt709 && c.Transfer == srgb && c.Matrix == matrixIdentity:
		c.FullRange, s.chroma = true, 3
	default:
		c.FullRange = r.flag()
		s.chroma = parseSubsampling(r, profile, s.bits)
	}
	s.colours = c
}

func parseSubsampling(r *bitReader, profile, bits int) int {
	switch {
	case profile == 0:
		return 1
	case profile == 1:
		return 3
	case bits < 12:
		return 2
	case !r.flag(): // chroma as wide as luma
		return 3
	case !r.flag():
		return 2
	}
	return 1
}
