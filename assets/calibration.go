package assets

import _ "embed" // for the vectors below

//go:embed calibration/texts.npy
var calibrationTexts string

// CalibrationTexts returns what the built-in pack makes of the texts that scores are measured
// with, a NumPy file of float16 with a row for each. Encoding them takes seconds, which
// the first search need not wait for. Nobody may write to it.
func CalibrationTexts() []byte { return view(calibrationTexts) }
