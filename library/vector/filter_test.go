package vector_test

import (
	"math"
	"slices"
	"testing"

	"descry/library"
	"descry/library/vector"
)

func TestOnly(t *testing.T) {
	probes := []library.PhotoID{math.MinInt64, -200, -1, 0, 1, 2, 63, 64, 65, 1000, 1 << 40, math.MaxInt64}
	for _, ids := range [][]library.PhotoID{
		nil, {0}, {1, 2, 64}, {-1, -200, 63}, {65, 65, 1}, {1, 1 << 40},
		{math.MinInt64, math.MaxInt64}, {math.MaxInt64}, {math.MinInt64, -200},
	} {
		pass := vector.Only(ids)
		for _, id := range probes {
			if pass(id) != slices.Contains(ids, id) {
				t.Errorf("only %v: %d passes: %v", ids, id, pass(id))
			}
		}
	}
}
