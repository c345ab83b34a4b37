package search

import (
	"context"
	"fmt"
	"math"
)

// zero is the mean cosine of the library's photos with descriptions of all kinds
// of things: the score of a photo that has nothing to do with a query. Without
// such descriptions it is NaN. It is kept until photos come or go.
func (x *Index) zero(ctx context.Context) (float64, error) {
	if x.space.Mean == nil {
		return math.NaN(), nil
	}
	x.zeroMu.Lock()
	defer x.zeroMu.Unlock()
	if x.mean == nil {
		mean, err := x.space.Mean(ctx)
		if err != nil {
			return 0, fmt.Errorf("learn what unrelated descriptions score: %w", err)
		}
		x.mean = mean
	}
	if n := x.vec.Len(); x.zeroOf == n && n > 0 {
		return x.zeroAt, nil
	}
	scores, err := x.vec.Scores(ctx, x.mean)
	if err != nil {
		return 0, err
	}
	x.zeroAt, x.zeroOf = meanOf(scores.Of[0])*norm(x.mean), len(scores.IDs)
	return x.zeroAt, nil
}

func norm(v []float32) float64 {
	var sum float64
	for _, e := range v {
		sum += float64(e) * float64(e)
	}
	return math.Sqrt(sum)
}

func meanOf(scores []float32) float64 {
	var sum float64
	for _, s := range scores {
		sum += float64(s)
	}
	return sum / max(float64(len(scores)), 1)
}

// spreadOf is the standard deviation of scores.
func spreadOf(scores []float32, mean float64) float64 {
	var sum float64
	for _, s := range scores {
		sum += (float64(s) - mean) * (float64(s) - mean)
	}
	return math.Sqrt(sum / max(float64(len(scores)), 1))
}
