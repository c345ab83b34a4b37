package membw_test

import (
	"encoding/binary"
	"math/rand/v2"
	"testing"

	"descry/library/vector/internal/membw"
)

func TestSumReadsEveryByte(t *testing.T) {
	for _, n := range []int{0, 255, 256, 257, 4096, 10_000} {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(rand.Uint32())
		}
		var want uint32
		for i := 0; i+4 <= n/256*256; i += 4 {
			want += binary.LittleEndian.Uint32(b[i:])
		}
		if got := membw.Sum(b); got != want {
			t.Errorf("%d bytes: %d, want %d", n, got, want)
		}
	}
}
