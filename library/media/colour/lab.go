package colour

import (
	"math"
	"sync"
)

// LabToSRGB converts CIE L*a*b* of the profile connection space, whose white is D50, to red,
// green and blue of sRGB from 0 to 1. l is 0 to 100. Colours outside sRGB are clamped.
func LabToSRGB(l, a, b float64) [3]float64 {
	fy := (l + 16) / 116
	x, y, z := 0.9642*labLight(fy+a/500), labLight(fy), 0.8249*labLight(fy-b/200)
	return [3]float64{
		labEncoded(3.1338561*x - 1.6168667*y - 0.4906146*z),
		labEncoded(-0.9787684*x + 1.9161415*y + 0.0334540*z),
		labEncoded(0.0719453*x - 0.2289914*y + 1.4052427*z),
	}
}

func labLight(t float64) float64 {
	if t > 6.0/29 {
		return t * t * t
	}
	return 3 * 36.0 / 841 * (t - 4.0/29)
}

// labCurve is the curve of sRGB at even distances of the square root of light, where it
// is nearly straight.
var labCurve = sync.OnceValue(func() *[1026]float64 {
	t := new([1026]float64)
	for i := range t {
		v := float64(i) / 1024
		v *= v
		if v <= 0.0031308 {
			t[i] = 12.92 * v
		} else {
			t[i] = 1.055*math.Pow(v, 1/2.4) - 0.055
		}
	}
	return t
})

func labEncoded(v float64) float64 {
	if !(v > 0) {
		return 0
	}
	at := math.Sqrt(min(v, 1)) * 1024
	i := int(at)
	t := labCurve()
	return t[i] + (at-float64(i))*(t[i+1]-t[i])
}
