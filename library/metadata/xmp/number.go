package xmp

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Number reads a number in the form of XMP: "2.8", or the rational "28/10".
func Number(s string) (float64, error) {
	a, b, isRatio := strings.Cut(strings.TrimSpace(s), "/")
	x, err := strconv.ParseFloat(a, 64)
	if err != nil || !isRatio {
		return x, err
	}
	y, err := strconv.ParseFloat(b, 64)
	if err != nil {
		return 0, err
	}
	if y == 0 {
		return 0, errors.New("division by zero")
	}
	return x / y, nil
}

// Coordinate reads "47,22.15N" (degrees and minutes), "47,22,9N" (and seconds) or plain signed
// degrees. letters holds the positive and the negative hemisphere. A coordinate beyond limit
// degrees is an error.
func Coordinate(s, letters string, limit float64) (float64, error) {
	s = strings.TrimSpace(s)
	sign, fields := 1.0, s
	if n := len(s) - 1; n >= 0 {
		switch strings.Index(letters, strings.ToUpper(s[n:])) {
		case 1:
			sign, fields = -1, s[:n]
		case 0:
			fields = s[:n]
		}
	}
	var deg float64
	parts := strings.Split(fields, ",")
	if len(parts) > 3 {
		return 0, errors.New("more than degrees, minutes and seconds")
	}
	for i, part := range parts {
		v, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil {
			return 0, fmt.Errorf("coordinate: %w", err)
		}
		deg += v / math.Pow(60, float64(i))
	}
	if !(math.Abs(deg) <= limit) { // also catches NaN
		return 0, errors.New("coordinate out of range")
	}
	return sign * deg, nil
}
