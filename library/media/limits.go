package media

import (
	"context"
	"time"

	"golang.org/x/sync/semaphore"
)

const (
	// DefaultMaxPixels is 2^30: scans and stitched panoramas have hundreds of
	// megapixels, and reading more than a billion takes longer than DecodeTimeout
	// allows. What they take is bounded by MemoryBudget and not by this.
	DefaultMaxPixels = 1 << 30
	// MaxSide is the longest side: stitched panoramas stay below it.
	MaxSide = 200_000
	// MaxFileBytes is the largest file that is looked at as a whole. The caller,
	// who reads the file, should check the size first.
	MaxFileBytes = 1 << 28
	// MaxLargeFileBytes is the largest file that DecodeAt looks at: 4 GiB, which is
	// all that the offsets of a common TIFF reach.
	MaxLargeFileBytes = 1 << 32
	// MemoryBudget bounds the estimated memory of all decodes at one time, the others
	// wait. A photo that needs more than this alone is decoded smaller, and too large
	// only where that is not enough. It leaves room for the rest of the program below
	// one gigabyte.
	MemoryBudget = 640 << 20
	// reducedBudget is what a photo may take that doesn't fit at the size that was
	// asked for, because who asked keeps the result: 80 megapixels.
	reducedBudget = MemoryBudget / 2
	// DecodeTimeout ends a decode that takes unreasonably long; a 100
	// megapixel HEIC, the slowest honest photo, takes about ten seconds.
	DecodeTimeout = 60 * time.Second
)

var inFlight = semaphore.NewWeighted(MemoryBudget)

// reserve waits until the memory fits into the budget.
func reserve(ctx context.Context, bytes int64) (release func(), err error) {
	if err := inFlight.Acquire(ctx, bytes); err != nil {
		return nil, err
	}
	return func() { inFlight.Release(bytes) }, nil
}
