package colour

import (
	"encoding/binary"
	"math"
)

// curve maps 0..1 to 0..1.
type curve func(x float64) float64

func identity(x float64) float64 { return x }

// unit clamps to 0..1. NaN becomes 0.
func unit(v float64) float64 {
	if !(v > 0) {
		return 0
	}
	return min(v, 1)
}

// maxPoints bounds the points of a curve. 4,096 is the most that profiles have.
const maxPoints = 1 << 16

// readCurve reads a curve tag, "curv" or "para" (ICC.1:2022, 10.6 and 10.18). size is the
// number of bytes of the tag.
func readCurve(data []byte) (c curve, size int, ok bool) {
	if len(data) < 12 {
		return nil, 0, false
	}
	switch string(data[:4]) {
	case "curv":
		return readSampled(data)
	case "para":
		return readParametric(data)
	}
	return nil, 0, false
}

func readSampled(data []byte) (curve, int, bool) {
	n := int(binary.BigEndian.Uint32(data[8:]))
	if n < 0 || n > maxPoints || len(data) < 12+2*n {
		return nil, 0, false
	}
	size := 12 + 2*n
	switch n {
	case 0:
		return identity, size, true
	case 1:
		gamma := float64(binary.BigEndian.Uint16(data[12:])) / 256
		return power(gamma), size, gamma > 0
	}
	return interpolated(samples16(data[12:size])), size, true
}

func samples16(data []byte) []float64 {
	points := make([]float64, len(data)/2)
	for i := range points {
		points[i] = float64(binary.BigEndian.Uint16(data[2*i:])) / 65535
	}
	return points
}

func samples8(data []byte) []float64 {
	points := make([]float64, len(data))
	for i := range points {
		points[i] = float64(data[i]) / 255
	}
	return points
}

func power(gamma float64) curve {
	if gamma == 1 {
		return identity
	}
	return func(x float64) float64 { return math.Pow(x, gamma) }
}

// interpolated is a curve through points at even distances. There are at least two points.
func interpolated(points []float64) curve {
	last := len(points) - 1
	return func(x float64) float64 {
		at := unit(x) * float64(last)
		i := min(int(at), last-1)
		return points[i] + (points[i+1]-points[i])*(at-float64(i))
	}
}

// parameters is how many numbers each type of parametric curve has.
var parameters = [5]int{1, 3, 4, 5, 7}

func readParametric(data []byte) (curve, int, bool) {
	kind := int(binary.BigEndian.Uint16(data[8:]))
	if kind >= len(parameters) {
		return nil, 0, false
	}
	size := 12 + 4*parameters[kind]
	if len(data) < size {
		return nil, 0, false
	}
	var p [7]float64
	for i := range parameters[kind] {
		p[i] = fixed(data[12+4*i:])
	}
	c := parametric(kind, p)
	return func(x float64) float64 { return unit(c(x)) }, size, p[0] > 0
}

// parametric is (a*x + b)^g + e from d on, and c*x + f below, by the types of ICC.1:2022,
// table 68.
func parametric(kind int, p [7]float64) curve {
	g, a, b, c, d, e, f := p[0], p[1], p[2], p[3], p[4], p[5], p[6]
	switch kind {
	case 0:
		a, b, c, d = 1, 0, 0, 0
	case 1, 2:
		e, f = c, c // 0 for type 1
		c, d = 0, math.Inf(-1)
		if a != 0 {
			d = -b / a
		}
	}
	return func(x float64) float64 {
		if x < d {
			return c*x + f
		}
		return math.Pow(max(a*x+b, 0), g) + e
	}
}

// fixed is an s15Fixed16Number.
func fixed(b []byte) float64 { return float64(int32(binary.BigEndian.Uint32(b))) / 65536 }

// encode is sRGB's curve from linear light (IEC 61966-2-1).
func encode(v float64) float64 {
	if v <= 0.0031308 {
		return 12.92 * v
	}
	return 1.055*math.Pow(v, 1/2.4) - 0.055
}

// decode is encode backwards.
func decode(v float64) float64 {
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}
