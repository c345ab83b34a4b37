package finetune

import (
	"context"
	"math"
	"slices"
)

// Cache is the training-free baseline, Tip-Adapter. A photo scores for a tag by its cosine
// with the tag's prompt and by its closeness to the tag's examples,
//
//	scale·t·x + Alpha Σ exp(−Beta (1 − x·xᵢ))
type Cache struct {
	Alpha float64 `json:"alpha"`
	Beta  float64 `json:"beta"`
}

const (
	// cacheScale is close to the temperature of the built-in model. With the 100 of CLIP the
	// examples hardly count.
	cacheScale = 20
	// publishedBeta and defaultAlpha are used where no photos can be held out.
	publishedBeta = 5.5
	defaultAlpha  = 3
)

var searchedAlphas = []float64{1, 3, 10, 30}

// newCache chooses Alpha by leaving each example out once. Tags with one example don't count
// in the choice.
func newCache(ctx context.Context, train Dataset) Cache {
	best, bestMap := Cache{defaultAlpha, publishedBeta}, math.Inf(-1)
	for _, t := range train.Tags {
		if len(t.Photos) == 1 {
			return best
		}
	}
	cached := newCacheScores(ctx, train, train, true)
	for _, alpha := range searchedAlphas {
		c := Cache{alpha, publishedBeta}
		if m := cached.figures(c).Map; m > bestMap {
			best, bestMap = c, m
		}
	}
	return best
}

// measure returns how well the cache of train's examples finds test's photos.
func (c Cache) measure(ctx context.Context, train, test Dataset) Figures {
	return newCacheScores(ctx, train, test, false).figures(c)
}

// cacheBlock examples are compared with all photos at a time, which bounds the memory, and the
// time until the context is looked at, however many examples a tag has.
const cacheBlock = 32

// cacheScores has what a cache needs for any Alpha: for each of test's tags the cosines of its
// prompt with test's photos, and the photos' closeness to its examples. With leaveOut, train
// and test have the same photos, and no photo counts as its own example.
type cacheScores struct {
	test        Dataset
	text, close *matrix
}

func newCacheScores(ctx context.Context, train, test Dataset, leaveOut bool) *cacheScores {
	of := map[string][]int{}
	for _, t := range train.Tags {
		of[t.Name] = t.Photos
	}
	photos := fromVectors(test.Photos, len(test.Photos[0]))
	s := &cacheScores{test, multiply(fromVectors(test.queries(), photos.cols), photos), newMatrix(len(test.Tags), photos.rows)}
	for tag, t := range test.Tags {
		addCloseness(ctx, s.close.row(tag), of[t.Name], train.Photos, photos, leaveOut)
	}
	return s
}

// addCloseness sums up each photo's closeness to a tag's examples.
func addCloseness(ctx context.Context, sums []float64, examples []int, vectors [][]float32, photos *matrix, leaveOut bool) {
	for block := range slices.Chunk(examples, cacheBlock) {
		if ctx.Err() != nil {
			return // the caller drops the result
		}
		var rows [][]float32
		for _, p := range block {
			rows = append(rows, vectors[p])
		}
		near := multiply(fromVectors(rows, photos.cols), photos)
		for i, p := range block {
			for photo, cosine := range near.row(i) {
				if !leaveOut || p != photo {
					sums[photo] += math.Exp(-publishedBeta * (1 - cosine))
				}
			}
		}
	}
	n := float64(len(examples))
	if leaveOut && n > 1 { // as if none had been left out
		for _, p := range examples {
			sums[p] *= n / (n - 1)
		}
	}
}

func (s *cacheScores) figures(c Cache) Figures {
	return measure(s.test, func(tag int) []float64 {
		scores := make([]float64, len(s.test.Photos))
		for photo := range scores {
			scores[photo] = cacheScale*s.text.row(tag)[photo] + c.Alpha*s.close.row(tag)[photo]
		}
		return scores
	}, nil)
}
