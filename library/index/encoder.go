package index

import (
	"context"
	"image"
)

// Encoder turns upright pictures into vectors. Prepare and Encode are called from
// several goroutines at once.
type Encoder interface {
	// Model is the id the vectors are stored under.
	Model() string
	// MinSide is the short side in pixels a reduced decode must keep, so that
	// preparing from it is as good as from the full picture.
	MinSide() int
	// Parallel is how many Encode calls are worth running at once, Batch how many inputs each
	// call should get. Both are at least 1.
	Parallel() int
	Batch() int
	// Prepare makes the encoder's input from a picture. Search and training use the same
	// preprocessing.
	Prepare(img *image.NRGBA) ([]float32, error)
	// Encode returns one unit vector per input. An error concerns all inputs.
	Encode(ctx context.Context, inputs [][]float32) ([][]float32, error)
}
