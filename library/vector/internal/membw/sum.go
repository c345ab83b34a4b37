package membw

import "encoding/binary"

// sumGo is the portable form of Sum.
func sumGo(b []byte) uint32 {
	var even, odd uint32
	for ; len(b) >= 256; b = b[256:] {
		for i := 0; i < 256; i += 8 {
			v := binary.LittleEndian.Uint64(b[i:])
			even += uint32(v)
			odd += uint32(v >> 32)
		}
	}
	return even + odd
}
