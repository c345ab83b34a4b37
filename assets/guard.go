package assets

import _ "embed" // for the vectors below

// Vectors of photos and captions that no training may see, made with the built-in
// pack; the photos themselves are not here.
var (
	//go:embed guard/images.npy
	guardImages string
	//go:embed guard/texts.npy
	guardTexts string
)

// Guard returns what general search is measured with when a head is trained: two
// NumPy files of float16, a row for each photo and five rows for each photo in the
// same order, its captions. Nobody may write to them.
func Guard() (images, texts []byte) { return view(guardImages), view(guardTexts) }

// GuardCaptions is how many captions each photo of the guard has.
const GuardCaptions = 5
