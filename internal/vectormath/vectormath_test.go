package vectormath_test

import (
	"encoding/binary"
	"errors"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"descry/internal/vectormath"
)

// exact is the dot product without any rounding, and the sum of the products' sizes.
func exact(a, b []float64) (sum, sizes float64) {
	all, absolute := new(big.Float).SetPrec(4000), new(big.Float).SetPrec(4000)
	for i := range a {
		product := new(big.Float).SetPrec(4000).Mul(big.NewFloat(a[i]), big.NewFloat(b[i]))
		all.Add(all, product)
		absolute.Add(absolute, product.Abs(product))
	}
	sum, _ = all.Float64()
	sizes, _ = absolute.Float64()
	return sum, sizes
}

// widened is a vector in float64.
func widened(v []float32) []float64 {
	out := make([]float64, len(v))
	for i, x := range v {
		out[i] = float64(x)
	}
	return out
}

// checkDot compares Dot with the exact sum. Each of the additions may round once.
func checkDot(t *testing.T, a, b []float32) {
	t.Helper()
	want, sizes := exact(widened(a), widened(b))
	off := float64(len(a)+1) * 0x1p-53 * sizes
	for kind, got := range map[string]float64{"float32": vectormath.Dot(a, b), "float64": vectormath.Dot(widened(a), widened(b))} {
		if !(math.Abs(got-want) <= off) {
			t.Errorf("%s, %d numbers: %v, want %v", kind, len(a), got, want)
		}
	}
	if n := vectormath.Norm(a); n*n != 0 && n != math.Sqrt(vectormath.Dot(a, a)) {
		t.Errorf("%d numbers: length %v is not that by Dot", len(a), n)
	}
	if vectormath.Dot(a, b) != vectormath.Dot(b, a) {
		t.Errorf("%d numbers: the order of the vectors matters", len(a))
	}
}

func TestDot(t *testing.T) {
	for _, c := range []struct {
		a, b []float32
		want float64
	}{
		{nil, nil, 0},
		{[]float32{3}, []float32{-2}, -6},
		{[]float32{1, 2, 3}, []float32{4, 5, 6}, 32},
		{[]float32{1, 2, 3, 4}, []float32{1, 10, 100, 1000}, 4321},
		{[]float32{1, 2, 3, 4, 5, 6, 7, 8, 9}, []float32{1, 1, 1, 1, 1, 1, 1, 1, 1, 7}, 45},
		{[]float32{math.MaxFloat32, 1}, []float32{math.MaxFloat32, 1}, math.MaxFloat32 * math.MaxFloat32},
	} {
		if got := vectormath.Dot(c.a, c.b); got != c.want {
			t.Errorf("%v · %v = %v, want %v", c.a, c.b, got, c.want)
		}
	}
	r := rand.New(rand.NewPCG(1, 2))
	for n := range 70 {
		a, b := make([]float32, n), make([]float32, n)
		for i := range a {
			a[i], b[i] = float32(r.NormFloat64()), float32(r.NormFloat64())
		}
		checkDot(t, a, b)
	}
}

func TestDotOfShorterPanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a product of vectors of different lengths")
		}
	}()
	vectormath.Dot([]float32{1, 2}, []float32{1})
}

func TestNormAndCosine(t *testing.T) {
	if n := vectormath.Norm([]float32{2, 3, 6}); n != 7 {
		t.Errorf("length %v, want 7", n)
	}
	if n := vectormath.Norm([]float32{math.SmallestNonzeroFloat32, 0}); n != math.SmallestNonzeroFloat32 {
		t.Errorf("length %v of the smallest number", n)
	}
	for _, c := range []struct {
		a, b []float64
		want float64
	}{
		{[]float64{2, 0}, []float64{5, 0}, 1},
		{[]float64{2, 0}, []float64{-5, 0}, -1},
		{[]float64{0, 2}, []float64{5, 0}, 0},
		{[]float64{3, 0}, []float64{3, 4}, 0.6},
	} {
		if got := vectormath.Cosine(c.a, c.b); math.Abs(got-c.want) > 1e-15 {
			t.Errorf("cosine of %v and %v: %v, want %v", c.a, c.b, got, c.want)
		}
	}
	if c := vectormath.Cosine([]float64{0, 0}, []float64{1, 0}); c == c {
		t.Errorf("cosine %v of a zero vector", c)
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
		{"zero", []float32{0, 0}, vectormath.ErrZero},
		{"empty", nil, vectormath.ErrZero},
		{"nan", []float32{1, nan, 2}, vectormath.ErrNotFinite},
		{"infinite", []float32{1, inf}, vectormath.ErrNotFinite},
	} {
		before := slices.Clone(c.v)
		err := vectormath.Normalize(c.v)
		if !errors.Is(err, c.err) {
			t.Errorf("%s: %v, want %v", c.name, err, c.err)
		}
		if c.err == nil {
			if sum, _ := exact(widened(c.v), widened(c.v)); math.Abs(sum-1) > 1e-6 {
				t.Errorf("%s: length² %v", c.name, sum)
			}
		} else if !slices.EqualFunc(before, c.v, func(a, b float32) bool { return math.Float32bits(a) == math.Float32bits(b) }) {
			t.Errorf("%s: refused and changed to %v", c.name, c.v)
		}
	}
}

// Squares of float64 overflow, and underflow, before the numbers themselves do.
func TestNormalizeOverflow(t *testing.T) {
	if err := vectormath.Normalize([]float64{1e200, 1}); !errors.Is(err, vectormath.ErrNotFinite) {
		t.Errorf("overflow: %v", err)
	}
	if err := vectormath.Normalize([]float64{1e-200, 0}); !errors.Is(err, vectormath.ErrZero) {
		t.Errorf("underflow: %v", err)
	}
}

// FuzzDot reads two vectors from bytes and compares their product with the exact one.
func FuzzDot(f *testing.F) {
	f.Add([]byte("a vector of some numbers, and another one"))
	f.Add(make([]byte, 80))
	f.Fuzz(func(t *testing.T, data []byte) {
		var numbers []float32
		for ; len(data) >= 4 && len(numbers) < 200; data = data[4:] {
			x := math.Float32frombits(binary.LittleEndian.Uint32(data))
			if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) {
				return
			}
			numbers = append(numbers, x)
		}
		half := len(numbers) / 2
		a, b := numbers[:half], numbers[half:2*half]
		checkDot(t, a, b)
		if vectormath.Normalize(a) == nil && math.Abs(vectormath.Norm(a)-1) > 1e-6 {
			t.Errorf("normalised to length %v", vectormath.Norm(a))
		}
	})
}

// BenchmarkDot is one product of vectors of the built-in model's length.
func BenchmarkDot(b *testing.B) {
	v := make([]float32, 512)
	for i := range v {
		v[i] = float32(i)
	}
	b.SetBytes(2 * 4 * 512)
	for b.Loop() {
		vectormath.Dot(v, v)
	}
}
