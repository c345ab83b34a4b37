package heif

import "descry/library/container"

// streamInfo is the content of a coded stream's head.
type streamInfo struct {
	width, height int
	chroma        int // 0 to 3: none, 4:2:0, 4:2:2, 4:4:4
	bits          int
	colours       Colours
}

const (
	nalSPS      = 33
	maxSubLayer = 7
)

// parseHEVC reads the sequence parameter set of a picture, from the configuration or, where
// that has none, from the data. lengthSize is the number of bytes of a unit's length.
func parseHEVC(config, data []byte) (info streamInfo, lengthSize int, ok bool) {
	parse := func(unit []byte) bool {
		info, ok = parseSPS(unit)
		return !ok
	}
	lengthSize = eachSet(config, parse)
	r := container.Fields{Data: data}
	for n := 0; n < 100 && !ok; n++ {
		unit := r.Bytes(int(r.Uint(lengthSize)))
		if r.Cut {
			break
		}
		parse(unit)
	}
	return info, lengthSize, ok
}

// eachSet calls visit for the parameter sets of a configuration (ISO/IEC 14496-15, 8.3.3) as
// long as visit returns true. lengthSize is the number of bytes of a unit's length.
func eachSet(config []byte, visit func(unit []byte) bool) (lengthSize int) {
	r := container.Fields{Data: config}
	head := r.Bytes(22)
	lengthSize = 4
	if !r.Cut {
		lengthSize = int(head[21]&3) + 1
	}
	for n := r.Uint(1); n > 0 && !r.Cut; n-- {
		r.Uint(1)
		for k := r.Uint(2); k > 0 && !r.Cut; k-- {
			unit := r.Bytes(int(r.Uint(2)))
			if !r.Cut && !visit(unit) {
				return lengthSize
			}
		}
	}
	return lengthSize
}

// parseSPS reads a sequence parameter set (ISO/IEC 23008-2, 7.3.2.2). ok is false for a unit
// of another kind.
func parseSPS(unit []byte) (s streamInfo, ok bool) {
	if len(unit) < 3 || unit[0]>>1&0x3f != nalSPS {
		return s, false
	}
	r := &bitReader{unescape(unit[2:]), 0, true}
	r.uint(4)
	layers := r.uint(3) + 1 // sub-layers
	r.flag()
	skipProfile(r, layers)
	r.golomb() // number of the set
	s.chroma = r.golomb()
	if s.chroma == 3 {
		r.flag() // planes apart
	}
	s.width, s.height = r.golomb(), r.golomb()
	if r.flag() {
		for range 4 {
			r.golomb() // window
		}
	}
	s.bits = r.golomb() + 8
	s.bits = max(s.bits, r.golomb()+8)
	s.colours = unspecifiedColours
	if s.chroma > 3 || s.bits > 16 || !r.ok {
		return s, false
	}
	skipCodingTools(r, layers)
	if r.ok && r.flag() {
		parseVUI(r, &s.colours)
	}
	return s, true
}

// unescape takes out the bytes that keep start codes from appearing.
func unescape(data []byte) []byte {
	data = data[:min(len(data), 4096)]
	out := make([]byte, 0, len(data))
	zeros := 0
	for _, b := range data {
		if zeros >= 2 && b == 3 {
			zeros = 0
			continue
		}
		if zeros++; b != 0 {
			zeros = 0
		}
		out = append(out, b)
	}
	return out
}

func skipProfile(r *bitReader, layers int) {
	r.skip(88 + 8)
	var profile, level [maxSubLayer]bool
	for i := range layers - 1 {
		profile[i], level[i] = r.flag(), r.flag()
	}
	if layers > 1 {
		r.skip(2 * (8 - (layers - 1)))
	}
	for i := range layers - 1 {
		if profile[i] {
			r.skip(88)
		}
		if level[i] {
			r.skip(8)
		}
	}
}

// skipCodingTools passes over what stands between the depths and the usability
// information.
func skipCodingTools(r *bitReader, layers int) {
	orderBits := r.golomb() + 4
	first := layers - 1
	if r.flag() {
		first = 0
	}
	for range layers - first {
		r.golomb()
		r.golomb()
		r.golomb()
	}
	for range 6 {
		r.golomb() // sizes of blocks
	}
	if listed := r.flag(); listed && r.flag() {
		skipScalingLists(r)
	}
	r.skip(2)
	if r.flag() { // uncompressed blocks
		r.skip(8)
		r.golomb()
		r.golomb()
		r.flag()
	}
	skipReferenceSets(r)
	if r.flag() {
		for n := r.golomb(); n > 0 && r.ok; n-- {
			r.skip(orderBits + 1)
		}
	}
	r.skip(2)
}

func skipScalingLists(r *bitReader) {
	for size := range 4 {
		step := 1
		if size == 3 {
			step = 3
		}
		for i := 0; i < 6; i += step {
			if !r.flag() {
				r.golomb()
				continue
			}
			if size > 1 {
				r.golomb()
			}
			for range min(64, 1<<(4+2*size)) {
				r.golomb()
			}
		}
	}
}

// skipReferenceSets passes over the short-term reference picture sets (7.3.7).
func skipReferenceSets(r *bitReader) {
	sets := r.golomb()
	if sets > 64 {
		r.ok = false
	}
	before := 0 // pictures in the set before
	for i := 0; i < sets && r.ok; i++ {
		if i > 0 && r.flag() { // predicted from the set before
			r.flag()
			r.golomb()
			count := 0
			for range before + 1 {
				used := r.flag()
				if used || r.flag() {
					count++
				}
			}
			before = count
			continue
		}
		negative, positive := r.golomb(), r.golomb()
		if negative > 16 || positive > 16 {
			r.ok = false
			return
		}
		for range negative + positive {
			r.golomb()
			r.flag()
		}
		before = negative + positive
	}
}

// parseVUI reads the colours of the usability information (E.2.1).
func parseVUI(r *bitReader, c *Colours) {
	if r.flag() && r.uint(8) == 255 { // aspect ratio
		r.skip(32)
	}
	if r.flag() {
		r.flag() // overscan
	}
	if !r.flag() {
		return
	}
	r.uint(3)
	full := r.flag()
	stated := unspecifiedColours
	stated.FullRange = full
	if r.flag() {
		stated.Primaries, stated.Transfer, stated.Matrix = uint16(r.uint(8)), uint16(r.uint(8)), uint16(r.uint(8))
	}
	if r.ok {
		*c = stated
	}
}
