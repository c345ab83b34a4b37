package colour

import (
	"math"
	"strconv"
	"sync"
)

// Conversion of PQ and HLG to SDR. Light is displayed light in units of reference white, 203
// cd/m² (BT.2408-7, table 1). Reference white becomes sRGB's white, as far as brighter light
// leaves room.
const (
	referenceWhite = 203.0
	// peak is the light of the brightest highlights: the peak of an HLG display by definition,
	// and of most PQ masters.
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

// tone is a factor for linear light, the same for red, green and blue so that hues stay.
type tone struct {
	// scene turns light of the scene into displayed light. A nil scene stands for displayed
	// light.
	scene            *scale
	red, green, blue float32 // weights of the scene's luminance
}

// newScene shows the scene of an HLG picture on a display of 1,000 cd/m², whose system gamma
// is 1.2 (BT.2100-2, table 5). luminance are the weights of red, green and blue in the scene's
// luminance.
func newScene(luminance vector) *tone {
	const gamma = 1.2
	t := &tone{red: float32(luminance[0]), green: float32(luminance[1]), blue: float32(luminance[2])}
	t.scene = newScale(func(light float64) float64 { return peak / referenceWhite * math.Pow(light, gamma-1) })
	return t
}

// factor brings light of up to peak into 0..1 by the curve of BT.2390-11, 5.4.1. The curve
// leaves light below about half of reference white alone and bends brighter light, by the
// brightest of the three colours.
func (t *tone) factor(r, g, b float32) float32 {
	s := float32(1)
	if t.scene != nil {
		s = t.scene.at(t.red*r + t.green*g + t.blue*b)
	}
	return s * highlights().at(max(r, g, b)*s)
}

// highlights is by what light on a display is scaled.
var highlights = sync.OnceValue(func() *scale {
	return newScale(func(light float64) float64 { return bend(light) / light })
})

// bend is the curve of BT.2390-11, 5.4.1, between black at 0 and the two whites: an Hermite
// spline over PQ signals.
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

// scale is a factor by an amount of light, kept for 64 amounts of each power of two.
type scale struct {
	factors [octaves<<octaveBits + 1]float32
}

const (
	octaveBits = 6
	octaves    = 28
	lowest     = 1.0 / (1 << 20) // of the octaves
	// lowestBits is where the octaves begin in the bits of a float32 below its sign.
	lowestBits   = (127 - 20) << octaveBits
	mantissaBits = 23 - octaveBits
)

func newScale(f func(light float64) float64) *scale {
	s := &scale{}
	for i := range s.factors {
		octave, part := i>>octaveBits, float64(i&(1<<octaveBits-1))
		s.factors[i] = float32(f(math.Ldexp(lowest*(1+part/(1<<octaveBits)), octave)))
	}
	return s
}

func (s *scale) at(light float32) float32 {
	if !(light > lowest) {
		return s.factors[0]
	}
	bits := math.Float32bits(light)
	i := int(bits>>mantissaBits) - lowestBits
	if i >= len(s.factors)-1 {
		return s.factors[len(s.factors)-1]
	}
	part := float32(bits&(1<<mantissaBits-1)) / (1 << mantissaBits)
	return s.factors[i] + (s.factors[i+1]-s.factors[i])*part
}

// number writes a number with up to two digits after the point.
func number(v float64) string {
	return strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64)
}
