package checkpoint

import (
	"math"
	"testing"
)

// TestDecodeF16 compares every binary16 number with the definition in IEEE 754.
func TestDecodeF16(t *testing.T) {
	for h := range 1 << 16 {
		exponent, fraction := h>>10&0x1f, float64(h&0x3ff)
		want := math.Ldexp(fraction, -24)
		if exponent > 0 {
			want = math.Ldexp(1+fraction/1024, exponent-15)
		}
		if exponent == 31 {
			want = math.Inf(1)
			if fraction > 0 {
				want = math.NaN()
			}
		}
		if h&0x8000 != 0 {
			want = math.Copysign(want, -1)
		}
		var numbers [1]float32
		if !F16.decode(numbers[:], []byte{byte(h), byte(h >> 8)}) {
			t.Fatal("not decoded")
		}
		got := numbers[0]
		if math.Float32bits(got) != math.Float32bits(float32(want)) && !(math.IsNaN(want) && got != got) {
			t.Fatalf("%#04x = %v, want %v", h, got, want)
		}
	}
}

func TestDTypeNames(t *testing.T) {
	for d := F32; d <= Bool; d++ {
		if got, err := parseDType(d.String()); err != nil || got != d || d.Size() == 0 {
			t.Errorf("%v: %v, %v, %d bytes", d, got, err, d.Size())
		}
	}
	if DType(0).Size() != 0 || DType(99).String() != "DType(99)" {
		t.Error("an invalid type has a size or a name")
	}
}
