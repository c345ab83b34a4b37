package t81

import "fmt"

// huffman decodes codes of up to 16 bits (T.81, annex F.2.2.3).
type huffman struct {
	values      []byte
	least, most [17]int32 // codes of each length; most is -1 for a length without codes
	first       [17]int   // index of the least code's value
	short       [256]byte // lengths of codes of up to 8 bits by the next 8 bits; 0: longer
	shortValue  [256]byte
}

var errTable = fmt.Errorf("%w: a table is impossible", ErrFormat)

// huffmanTables reads a DHT segment.
func (d *decoder) huffmanTables(body []byte) error {
	for len(body) > 0 {
		if len(body) < 17 || body[0]&0x0f > 3 || body[0]>>4 > 1 {
			return errTable
		}
		total := 0
		for _, n := range body[1:17] {
			total += int(n)
		}
		if total > 256 || len(body) < 17+total {
			return errTable
		}
		h := &huffman{values: body[17 : 17+total]}
		if !h.build(body[1:17]) {
			return errTable
		}
		d.huffman[body[0]>>4][body[0]&0x0f] = h
		body = body[17+total:]
	}
	return nil
}

func (h *huffman) build(counts []byte) bool {
	code, at := int32(0), 0
	for length := 1; length <= 16; length++ {
		n := int(counts[length-1])
		h.least[length], h.most[length], h.first[length] = code, -1, at
		for i := range n {
			if code >= 1<<length {
				return false
			}
			if length <= 8 {
				for fill := range int32(1) << (8 - length) {
					h.short[code<<(8-length)|fill], h.shortValue[code<<(8-length)|fill] = byte(length), h.values[at+i]
				}
			}
			h.most[length] = code
			code++
		}
		at += n
		code <<= 1
	}
	return true
}

// quantisers reads a DQT segment.
func (d *decoder) quantisers(body []byte) error {
	for len(body) > 0 {
		size := 1
		if body[0]>>4 == 1 {
			size = 2
		}
		if body[0]&0x0f > 3 || len(body) < 1+64*size {
			return errTable
		}
		q := new([64]int32)
		for i := range q {
			if q[i] = int32(body[1+size*i]); size == 2 {
				q[i] = q[i]<<8 | int32(body[2+2*i])
			}
		}
		d.quantiser[body[0]&0x0f] = q
		body = body[1+64*size:]
	}
	return nil
}

// bits reads the coded data of a scan. Behind a marker or the end come zeros, which are
// counted.
type bits struct {
	data  []byte
	pos   int
	held  uint32
	n     int
	extra int // bytes made up
}

func (b *bits) fill() {
	for b.n <= 24 {
		v := uint32(0)
		switch {
		case b.pos >= len(b.data):
			b.extra++
		case b.data[b.pos] != 0xff:
			v = uint32(b.data[b.pos])
			b.pos++
		case b.pos+1 < len(b.data) && b.data[b.pos+1] == 0:
			v = 0xff
			b.pos += 2
		default: // a marker
			b.extra++
		}
		b.held |= v << (24 - b.n)
		b.n += 8
	}
}

func (b *bits) take(n int) int32 {
	if n == 0 {
		return 0
	}
	if b.n < n {
		b.fill()
	}
	v := b.held >> (32 - n)
	b.held <<= n
	b.n -= n
	return int32(v)
}

// signed reads a number of n bits, of which the first tells the sign (T.81, F.12).
func (b *bits) signed(n int) int32 {
	v := b.take(n)
	if n > 0 && v < 1<<(n-1) {
		v += -1<<n + 1
	}
	return v
}

// value decodes a code. ok is false for bits that are no code.
func (b *bits) value(h *huffman) (v byte, ok bool) {
	if b.n < 16 {
		b.fill()
	}
	next := b.held >> 24
	if n := int(h.short[next]); n > 0 {
		b.held <<= n
		b.n -= n
		return h.shortValue[next], true
	}
	for length := 9; length <= 16; length++ {
		if code := int32(b.held >> (32 - length)); code <= h.most[length] {
			b.held <<= length
			b.n -= length
			return h.values[h.first[length]+int(code-h.least[length])], true
		}
	}
	return 0, false
}

// passRestart goes behind the next restart marker. The result is false where there is none.
func (b *bits) passRestart() bool {
	if b.extra > maxExtra {
		return false
	}
	b.held, b.n, b.extra = 0, 0, 0
	for ; b.pos+1 < len(b.data); b.pos++ {
		if m := b.data[b.pos+1]; b.data[b.pos] == 0xff && m != 0 && m != 0xff {
			if m < 0xd0 || m > 0xd7 {
				return false
			}
			b.pos += 2
			return true
		}
	}
	return false
}
