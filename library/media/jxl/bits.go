package jxl

// bits reads fields of a codestream, the least significant bit first (ISO/IEC 18181-1, annex
// B). Behind the end all bits are 0 and ok is false.
type bits struct {
	data []byte
	at   int // of the next bit
	ok   bool
}

// u reads a number of n bits, at most 32.
func (b *bits) u(n int) uint32 {
	var v uint64
	if b.at+n > 8*len(b.data) {
		b.ok, b.at = false, 8*len(b.data)
		return 0
	}
	for i := range n {
		v |= uint64(b.data[b.at/8]>>(b.at%8)&1) << i
		b.at++
	}
	return uint32(v)
}

func (b *bits) flag() bool { return b.u(1) == 1 }

// choice is an offset and the number of bits that are added to the offset.
type choice struct {
	offset uint32
	bits   int
}

// u32 reads one of four choices.
func (b *bits) u32(a, c, d, e choice) uint32 {
	chosen := [4]choice{a, c, d, e}[b.u(2)]
	return chosen.offset + b.u(chosen.bits)
}

// enum reads a value of an enumeration.
func (b *bits) enum() uint32 {
	return b.u32(choice{0, 0}, choice{1, 0}, choice{2, 4}, choice{18, 6})
}
