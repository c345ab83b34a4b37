package vector_test

import (
	"encoding/binary"
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"descry/library/vector"
)

// decode16 follows the definition of binary16 word for word.
func decode16(h uint16) float64 {
	sign, exp, frac := 1-2*float64(h>>15), int(h>>10&31), float64(h&1023)
	switch exp {
	case 0:
		return sign * frac * 0x1p-24
	case 31:
		if frac != 0 {
			return math.NaN()
		}
		return sign * math.Inf(1)
	}
	return sign * (1024 + frac) * math.Ldexp(1, exp-25)
}

// encode16 searches for the nearest binary16, ties to the even one. The value
// after the largest finite one counts as 65536 and means infinity.
func encode16(f float32) uint16 {
	sign := uint16(math.Float32bits(f) >> 16 & 0x8000)
	abs := math.Abs(float64(f))
	lo, hi := uint16(0), uint16(0x7C00)
	value := func(h uint16) float64 {
		if h == 0x7C00 {
			return 65536
		}
		return decode16(h)
	}
	for hi-lo > 1 {
		if mid := (lo + hi) / 2; value(mid) <= abs {
			lo = mid
		} else {
			hi = mid
		}
	}
	below, above := abs-value(lo), value(hi)-abs
	if above < below || above == below && hi%2 == 0 {
		lo = hi
	}
	return sign | lo
}

func to16(f float32) uint16 {
	return binary.LittleEndian.Uint16(vector.AppendFloat16(nil, []float32{f}))
}

func TestFloat16To32IsExactForAll(t *testing.T) {
	for h := range 1 << 16 {
		var got [1]float32
		if err := vector.Float16To32(got[:], []byte{byte(h), byte(h >> 8)}); err != nil {
			t.Fatal(err)
		}
		want := decode16(uint16(h))
		same := float64(got[0]) == want && math.Signbit(float64(got[0])) == math.Signbit(want)
		if !same && !(math.IsNaN(want) && got[0] != got[0]) {
			t.Fatalf("%04x is %v, want %v", h, got[0], want)
		}
		if back := to16(got[0]); back != uint16(h) && want == want {
			t.Fatalf("%04x came back as %04x", h, back)
		}
	}
}

func TestFloat16Rounding(t *testing.T) {
	check := func(f float32) {
		if got, want := to16(f), encode16(f); got != want {
			t.Errorf("%v (%08x): %04x, want %04x", f, math.Float32bits(f), got, want)
		}
	}
	for h := range uint16(0x7C00) {
		mid := float32((decode16(h) + min(decode16(h+1), 65536)) / 2)
		for _, f := range []float32{mid, math.Nextafter32(mid, 0), math.Nextafter32(mid, 1e9)} {
			check(f)
			check(-f)
		}
	}
	for range 100_000 {
		if f := math.Float32frombits(rand.Uint32()); f == f {
			check(f)
		}
	}
	check(float32(math.Inf(1)))
	check(math.MaxFloat32)
	check(math.SmallestNonzeroFloat32)
	if h := to16(float32(math.NaN())); decode16(h) == decode16(h) {
		t.Errorf("NaN became %04x", h)
	}
}

func TestFloat16To32ChecksLength(t *testing.T) {
	for _, n := range []int{0, 3, 5, 6} {
		err := vector.Float16To32(make([]float32, 2), make([]byte, n))
		if !errors.Is(err, vector.ErrDimension) {
			t.Errorf("%d bytes for 2 values: %v", n, err)
		}
	}
}

func TestNormalize(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(-1))
	for _, c := range []struct {
		name string
		v    []float32
		err  error
	}{
		{"plain", []float32{3, 4, 0}, nil},
		{"huge", []float32{math.MaxFloat32, math.MaxFloat32}, nil},
		{"tiny", []float32{math.SmallestNonzeroFloat32, 0}, nil},
		{"zero", []float32{0, 0}, vector.ErrZero},
		{"empty", nil, vector.ErrZero},
		{"nan", []float32{1, nan, 2}, vector.ErrNotFinite},
		{"infinite", []float32{1, inf}, vector.ErrNotFinite},
	} {
		err := vector.Normalize(c.v)
		if !errors.Is(err, c.err) {
			t.Errorf("%s: %v, want %v", c.name, err, c.err)
		}
		var sum float64
		for _, e := range c.v {
			sum += float64(e) * float64(e)
		}
		if c.err == nil && math.Abs(sum-1) > 1e-6 {
			t.Errorf("%s: length² %v", c.name, sum)
		}
	}
}
