package media

import (
	"context"
	"time"

	"golang.org/x/sync/semaphore"
)

const (
	// DefaultMaxPixels is 2^28, above the 200 megapixels of the largest
	// camera sensors and far below what bombs claim.
	DefaultMaxPixels = 1 << 28
	// MaxSide is the longest side: stitched panoramas stay below it.
	MaxSide = 200_000
	// MaxFileBytes is the largest file that is looked at. The caller, who
	// reads the file, should check the size first.
	MaxFileBytes = 1 << 28
	// MemoryBudget bounds the estimated memory of all decodes at one time. A
	// photo that needs more than this alone is too large. It leaves room for
	// the rest of the program below one gigabyte.
	MemoryBudget = 640 << 20
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
