package float16_test

import (
	"encoding/binary"
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"descry/internal/float16"
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

// to16 is FromFloat32, by way of Append.
func to16(f float32) uint16 {
	return binary.LittleEndian.Uint16(float16.Append(nil, []float32{f}))
}

func TestDecodeIsExactForAll(t *testing.T) {
	for h := range 1 << 16 {
		var got [1]float32
		if err := float16.Decode(got[:], []byte{byte(h), byte(h >> 8)}); err != nil {
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

func TestRounding(t *testing.T) {
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

func TestDecodeChecksLength(t *testing.T) {
	for _, n := range []int{0, 3, 5, 6} {
		err := float16.Decode(make([]float32, 2), make([]byte, n))
		if !errors.Is(err, float16.ErrLength) {
			t.Errorf("%d bytes for 2 values: %v", n, err)
		}
	}
}

// FuzzRounding compares with the search for the nearest value, and with what comes back.
func FuzzRounding(f *testing.F) {
	for _, bits := range []uint32{0, 1, 0x80000000, 0x33000000, 0x33000001, 0x387FFFFF, 0x477FEFFF, 0x477FF000, 0x7F800000, 0xFFC00000} {
		f.Add(bits)
	}
	f.Fuzz(func(t *testing.T, bits uint32) {
		x := math.Float32frombits(bits)
		h := float16.FromFloat32(x)
		back := float16.ToFloat32(h)
		if x != x {
			if back == back {
				t.Fatalf("NaN %08x became %v", bits, back)
			}
			return
		}
		if want := encode16(x); h != want {
			t.Fatalf("%v: %04x, want %04x", x, h, want)
		}
		if again := float16.FromFloat32(back); again != h {
			t.Fatalf("%v: %04x came back as %04x", x, h, again)
		}
	})
}
