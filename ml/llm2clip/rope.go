package llm2clip

import "math"

// rotaryFrequencies returns how far one place turns each pair of a head's dimensions, in
// radians: θ^(−2i/d). The scaling "llama3" divides frequencies of long waves by the factor,
// keeps those of short ones and blends in between.
func rotaryFrequencies(head int64, theta float64, scaling *ropeScaling) []float64 {
	frequencies := make([]float64, head/2)
	for i := range frequencies {
		f := math.Pow(theta, -2*float64(i)/float64(head))
		frequencies[i] = scaling.apply(f)
	}
	return frequencies
}

func (r *ropeScaling) apply(f float64) float64 {
	if r == nil || r.Type == "default" {
		return f
	}
	turns := r.OriginalSize * f / (2 * math.Pi) // over the length of the first training
	switch {
	case turns < r.Low:
		return f / r.Factor
	case turns > r.High:
		return f
	}
	s := (turns - r.Low) / (r.High - r.Low)
	return (1-s)*f/r.Factor + s*f
}

// rotaryTables are the cosines and sines of all angles, [places, head/2].
func rotaryTables(head int64, places int, theta float64, scaling *ropeScaling) (cos, sin []float32) {
	frequencies := rotaryFrequencies(head, theta, scaling)
	for place := range places {
		for _, f := range frequencies {
			angle := float64(place) * f
			cos, sin = append(cos, float32(math.Cos(angle))), append(sin, float32(math.Sin(angle)))
		}
	}
	return cos, sin
}
