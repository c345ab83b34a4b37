package assets

import _ "embed" // for the vectors below

// Vectors of photos and captions that no training may see, made with the built-in pack. The
// photos themselves are not in the program.
var (
	//go:embed guard/images.npy
	guardImages string
	//go:embed guard/texts.npy
	guardTexts string
)

// Guard returns the vectors on which general search is measured when a head is trained: two
// NumPy files of float16, one with a row for each photo, the other with five captions of each
// photo in the same order. Nobody may write to the bytes.
func Guard() (images, texts []byte) { return view(guardImages), view(guardTexts) }

// GuardCaptions is how many captions each photo of the guard has.
const GuardCaptions = 5
