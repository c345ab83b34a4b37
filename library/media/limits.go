package media

import (
	"context"
	"time"

	"golang.org/x/sync/semaphore"
)

const (
	// DefaultMaxPixels is 2^30: scans and stitched panoramas have hundreds of megapixels, and
	// reading more than a billion takes longer than DecodeTimeout allows. MemoryBudget, not
	// DefaultMaxPixels, bounds the memory of photos.
	DefaultMaxPixels = 1 << 30
	// MaxSide is the longest side, in pixels. Stitched panoramas stay below MaxSide.
	MaxSide = 200_000
	// MaxFileBytes is the largest file that is read as a whole. The caller, who reads the
	// file, should check the size first.
	MaxFileBytes = 1 << 28
	// MaxLargeFileBytes is the largest file that DecodeAt reads: 4 GiB, the reach of the
	// offsets of a common TIFF.
	MaxLargeFileBytes = 1 << 32
	// MemoryBudget bounds the estimated memory of all decodes at one time, in bytes. Other
	// decodes wait. A photo that needs more than MemoryBudget alone is decoded smaller, and is
	// too large only where that is not enough. MemoryBudget leaves room for the rest of the
	// program below one gigabyte.
	MemoryBudget = 640 << 20
	// reducedBudget is the memory, in bytes, of a photo that doesn't fit at the requested
	// size, because the caller keeps the result: 80 megapixels.
	reducedBudget = MemoryBudget / 2
	// DecodeTimeout ends a decode that takes unreasonably long. A 100 megapixel HEIC, the
	// slowest honest photo, takes about ten seconds.
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
