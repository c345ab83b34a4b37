package search

import (
	"context"
	"fmt"

	"descry/internal/vectormath"
	"descry/library"
)

// The weights of feedback, chosen on half of the
// nouns that Flickr8k captions name and half of the grocery classes, with one,
// three or five of the first ten results judged, by the average precision of the
// photos not judged. The other half of the groceries gained 2.2, 6.5 and 8.6 points,
// and every other word of the captions 0.7, 2.3 and 2.6
// (docs/benchmarks.md, TestFeedbackFigures of package app).
const (
	// likedWeight is the weight of the liked photos' mean beside the query, at the most.
	// likedHalf liked photos have half of likedWeight. A larger weight finds more of what a
	// class looks like and harms queries whose answers look unlike each other.
	likedWeight = 1.2
	likedHalf   = 2
	// dislikedShare is the share of the score that a photo loses for looking more like a
	// disliked photo than like the query, beyond dislikedMargin, in units of the training's
	// softmax. A disliked photo is close to the query, and right answers are close to the
	// disliked photo: with a smaller margin more right answers sank than wrong ones.
	dislikedShare  = 0.5
	dislikedMargin = 4.0
	// mostDisliked bounds the disliked photos that push, the latest ones. Each disliked
	// photo is one more pass over all photos.
	mostDisliked = 32
)

// feedback is the user's judgement of answers to a query. A feedback without photos changes
// nothing.
type feedback struct {
	liked, disliked map[library.PhotoID]bool
	middle          []float32 // of the liked photos, a unit vector; nil for none
	weight          float64   // of the middle
	away            [][]float32
}

// feedback looks up the vectors of the photos that the user judged. Photos that the model
// hasn't seen don't move other photos.
func (x *Index) feedback(ctx context.Context, r Request) (feedback, error) {
	f := feedback{liked: idSet(r.Liked), disliked: idSet(r.Disliked)}
	liked, err := x.known(ctx, r.Liked)
	if err != nil {
		return f, fmt.Errorf("look at what is liked: %w", err)
	}
	f.middle = middleOf(liked, x.dim)
	if f.middle != nil {
		n := float64(len(liked))
		f.weight = likedWeight * n / (n + likedHalf)
	}
	if f.away, err = x.known(ctx, r.Disliked[max(0, len(r.Disliked)-mostDisliked):]); err != nil {
		return f, fmt.Errorf("look at what is not liked: %w", err)
	}
	return f, nil
}

func idSet(ids []library.PhotoID) map[library.PhotoID]bool {
	set := make(map[library.PhotoID]bool, len(ids))
	for _, id := range ids {
		set[id] = true
	}
	return set
}

// known reads the unit vectors of those photos that have one.
func (x *Index) known(ctx context.Context, photos []library.PhotoID) ([][]float32, error) {
	if len(photos) == 0 {
		return nil, nil
	}
	var all [][]float32
	err := x.eachVector(ctx, photos, func(_ library.PhotoID, v []float32) { all = append(all, v) })
	return all, err
}

// middleOf is the direction of the mean of unit vectors, nil when there is none.
func middleOf(vectors [][]float32, dim int) []float32 {
	sum := make([]float32, dim)
	for _, v := range vectors {
		for i, e := range v {
			sum[i] += e
		}
	}
	if vectormath.Normalize(sum) != nil {
		return nil
	}
	return sum
}

// vectors are what photos are compared with: the middle of the liked ones, if
// any, then the disliked ones.
func (f *feedback) vectors() [][]float32 {
	if f.middle == nil {
		return f.away
	}
	return append([][]float32{f.middle}, f.away...)
}
