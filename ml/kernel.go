package ml

import "math"

// The weights of Pillow's 8-bit resampler carry 22 fraction bits, so that the sum of a full
// row of pixels still fits 32 bits with a sign.
const (
	fractionBits = 22
	half         = 1 << (fractionBits - 1)
	// bicubicSupport is the kernel's reach on each side, in output pixels.
	bicubicSupport = 2
	bicubicA       = -0.5
)

// taps are the source pixels that make one output pixel: weights for the pixels
// first, first+1, ….
type taps struct {
	first   int
	weights []int64 // fixed point, fractionBits
}

func (t taps) end() int { return t.first + len(t.weights) }

// bicubic is the cubic convolution kernel of Keys (1981) with a = −0.5.
// The conversions to float64 forbid fused multiply-add, which would round
// differently from Pillow on some processors.
func bicubic(x float64) float64 {
	x = math.Abs(x)
	switch {
	case x < 1:
		p := float64((bicubicA+2)*x) - (bicubicA + 3)
		return float64(float64(p*x)*x) + 1
	case x < 2:
		p := float64((x-5)*x) + 8
		return float64(float64(p*x)-4) * bicubicA
	}
	return 0
}

// taps computes the weights of every visible output pixel of an axis, widened
// by the scale when the photo shrinks (antialias).
func (a axis) taps() []taps {
	all := make([]taps, a.size)
	for i := range all {
		all[i] = tapsAt(a.from+i, a.in, a.out)
	}
	return all
}

func tapsAt(i, in, out int) taps {
	scale := float64(in) / float64(out)
	spread := max(scale, 1)
	support := bicubicSupport * spread
	narrow := 1 / spread
	centre := float64((float64(i) + 0.5) * scale)
	first := max(int(centre-support+0.5), 0)
	end := min(int(centre+support+0.5), in)
	k := make([]float64, end-first)
	sum := 0.0
	for j := range k {
		k[j] = bicubic(float64((float64(j+first) - centre + 0.5) * narrow))
		sum += k[j]
	}
	fixed := make([]int64, len(k))
	for j := range k {
		fixed[j] = toFixed(k[j] / sum)
	}
	if in == out {
		return identity(taps{first, fixed})
	}
	return taps{first, fixed}
}

// toFixed rounds half away from zero, as Pillow does.
func toFixed(x float64) int64 {
	scaled := float64(x * (1 << fractionBits))
	if x < 0 {
		return int64(scaled - 0.5)
	}
	return int64(scaled + 0.5)
}

// identity drops the weights of zero around the one tap that copies a pixel of a photo that
// has the right size already.
func identity(t taps) taps {
	for i, w := range t.weights {
		if w != 0 {
			return taps{t.first + i, t.weights[i : i+1]}
		}
	}
	return t
}
