package assets

import _ "embed" // for the vectors below

//go:embed calibration/texts.npy
var calibrationTexts string

// CalibrationTexts returns the built-in pack's vectors of the calibration texts, a NumPy file
// of float16 with a row for each text. Encoding the texts takes seconds, which the first
// search need not wait for. Nobody may write to the bytes.
func CalibrationTexts() []byte { return view(calibrationTexts) }
