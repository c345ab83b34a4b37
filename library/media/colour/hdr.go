package colour

import (
	"math"
	"strconv"
)

// PQ and HLG to SDR. Light is displayed light in units of reference white, 203 cd/m²
// (BT.2408-7, table 1), which becomes sRGB's white as far as what is brighter leaves room.
const (
	referenceWhite = 203.0
	// peak is the light of the brightest highlights, that of an HLG display by
	// definition and of most PQ masters.
	peak = 1000.0
)

// Constants of PQ (BT.2100-2, table 4).
const (
	pqM1, pqM2       = 2610.0 / 16384, 2523.0 / 4096 * 128
	pqC1, pqC2, pqC3 = 3424.0 / 4096, 2413.0 / 4096 * 32, 2392.0 / 4096 * 32
)

// pq is the light that a PQ signal displays.
func pq(signal float64) float64 {
	s := math.Pow(unit(signal), 1/pqM2)
	return 10000 / referenceWhite * math.Pow(max(s-pqC1, 0)/(pqC2-pqC3*s), 1/pqM1)
}

// pqSignal is pq backwards.
func pqSignal(light float64) float64 {
	y := math.Pow(max(light, 0)*referenceWhite/10000, pqM1)
	return math.Pow((pqC1+pqC2*y)/(1+pqC3*y), pqM2)
}

// hlg is the light of the scene, 0..1, of an HLG signal (BT.2100-2, table 5).
func hlg(signal float64) float64 {
	const a, b, c = 0.17883277, 0.28466892, 0.55991073
	if signal <= 0.5 {
		return signal * signal / 3
	}
	return (math.Exp((signal-c)/a) + b) / 12
}

// mapScene shows an HLG scene on a display of 1,000 cd/m², whose system gamma is 1.2, and
// maps what it shows.
// luminance is what red, green and blue weigh in it.
func mapScene(luminance vector) func(r, g, b float32) (float32, float32, float32) {
	const gamma = 1.2
	red, green, blue := float32(luminance[0]), float32(luminance[1]), float32(luminance[2])
	table := newScale(1, func(light float64) float64 {
		return peak / referenceWhite * math.Pow(max(light, 1e-6), gamma-1)
	})
	return func(r, g, b float32) (float32, float32, float32) {
		s := table.at(red*r + green*g + blue*b)
		return mapDisplayed(r*s, g*s, b*s)
	}
}

// mapDisplayed brings light of up to peak into 0..1 by the curve of BT.2390-11, 5.4.1: it
// leaves what is darker than about half of reference white alone and bends what is above. Red,
// green and blue are scaled alike, by the brightest of them, so that hues stay.
func mapDisplayed(r, g, b float32) (float32, float32, float32) {
	s := highlights.at(max(r, g, b))
	return r * s, g * s, b * s
}

// highlights is by what mapDisplayed scales.
var highlights = newScale(peak/referenceWhite, func(light float64) float64 {
	return bend(light) / light
})

// bend is the curve of BT.2390-11, 5.4.1, between black at 0 and the two whites: an
// Hermite spline over PQ signals.
func bend(light float64) float64 {
	top := pqSignal(peak / referenceWhite)
	target := pqSignal(1) / top
	knee := 1.5*target - 0.5
	e := pqSignal(light) / top
	if e < knee {
		return light
	}
	t := (min(e, 1) - knee) / (1 - knee)
	bent := (2*t*t*t-3*t*t+1)*knee + (t*t*t-2*t*t+t)*(1-knee) + (3*t*t-2*t*t*t)*target
	return pq(bent * top)
}

// scale is a factor by an amount of light, kept at even distances of its root.
type scale struct {
	top     float32
	factors [1025]float32
}

func newScale(top float64, f func(light float64) float64) *scale {
	s := &scale{top: float32(top)}
	for i := range s.factors {
		root := max(float64(i), 0.5) / float64(len(s.factors)-1)
		s.factors[i] = float32(f(root * root * top))
	}
	return s
}

func (s *scale) at(light float32) float32 {
	last := float32(len(s.factors) - 1)
	switch {
	case !(light > 0):
		return s.factors[0]
	case light >= s.top:
		return s.factors[len(s.factors)-1] * (s.top / light)
	}
	at := float32(math.Sqrt(float64(light/s.top))) * last
	i := min(int(at), len(s.factors)-2)
	return s.factors[i] + (s.factors[i+1]-s.factors[i])*(at-float32(i))
}

// number writes a number with up to two digits after the point.
func number(v float64) string {
	return strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64)
}
