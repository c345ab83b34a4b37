// Package vectormath has the products and lengths of embedding vectors for search, training
// and evaluation. Every sum is taken in float64 and in one fixed order, so that equal vectors
// have exactly equal scores.
package vectormath

import (
	"errors"
	"math"
)

// Errors that callers tell apart with errors.Is.
var (
	// ErrNotFinite means that a vector holds NaN or an infinity.
	ErrNotFinite = errors.New("vector is not finite")
	// ErrZero means that a vector has no direction.
	ErrZero = errors.New("vector is zero")
)

// Float is what vectors are made of.
type Float interface{ float32 | float64 }

// Dot is the dot product of two vectors of one length, which is their cosine where both have
// length 1. A shorter b panics. No product of float32 values overflows.
func Dot[F Float](a, b []F) float64 {
	b = b[:len(a)]
	var s0, s1, s2, s3 float64 // four sums don't wait for each other's additions
	for len(a) >= 4 && len(b) >= 4 {
		s0 += float64(a[0]) * float64(b[0])
		s1 += float64(a[1]) * float64(b[1])
		s2 += float64(a[2]) * float64(b[2])
		s3 += float64(a[3]) * float64(b[3])
		a, b = a[4:], b[4:]
	}
	for i, x := range a {
		s0 += float64(x) * float64(b[i])
	}
	return (s0 + s1) + (s2 + s3)
}

// Norm is the Euclidean length of a vector. The norm of a float32 vector neither overflows nor
// underflows.
func Norm[F Float](v []F) float64 { return math.Sqrt(squares(v)) }

// squares is Dot of a vector with itself, to the bit, and widens each number once.
func squares[F Float](v []F) float64 {
	var s0, s1, s2, s3 float64
	for len(v) >= 4 {
		a, b, c, d := float64(v[0]), float64(v[1]), float64(v[2]), float64(v[3])
		s0 += a * a
		s1 += b * b
		s2 += c * c
		s3 += d * d
		v = v[4:]
	}
	for _, x := range v {
		s0 += float64(x) * float64(x)
	}
	return (s0 + s1) + (s2 + s3)
}

// CheckedNorm is Norm of a vector that must have a direction. Errors: ErrNotFinite, also
// where the sum of the squares overflows, and ErrZero.
func CheckedNorm[F Float](v []F) (float64, error) {
	n := Norm(v)
	switch {
	case math.IsNaN(n) || math.IsInf(n, 0):
		return 0, ErrNotFinite
	case n == 0:
		return 0, ErrZero
	}
	return n, nil
}

// Normalize scales v in place to length 1. Errors are those of CheckedNorm. After an error v
// is unchanged.
func Normalize[F Float](v []F) error {
	n, err := CheckedNorm(v)
	if err != nil {
		return err
	}
	for i, x := range v {
		v[i] = F(float64(x) / n)
	}
	return nil
}

// Cosine is the cosine of the angle between two vectors of one length, NaN where one of the
// vectors is zero.
func Cosine[F Float](a, b []F) float64 { return Dot(a, b) / math.Sqrt(squares(a)*squares(b)) }
