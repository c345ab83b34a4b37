package finetune

import (
	"cmp"
	"slices"
)

// Recalls are the percentages of queries with a right answer among the first 1, 5
// and 10.
type Recalls struct {
	R1  float64 `json:"r1"`
	R5  float64 `json:"r5"`
	R10 float64 `json:"r10"`
}

// Figures say how well queries find photos, in percent. Ties count against the queries.
type Figures struct {
	Map      float64             `json:"map"` // mean average precision of the tags
	Recalls                      // a photo of the tag among the first
	Captions *Recalls            `json:"captions,omitempty"` // of captions finding their photo
	Tags     map[string]TagScore `json:"-"`
}

// TagScore is the average precision of one tag and the share of its examples in the first row,
// both in percent, over so many photos of the tag.
type TagScore struct {
	AveragePrecision float64
	FirstRow         float64 // of the first ten photos, or of all if the tag has fewer
	Photos           int
}

// score is what the held-out photos decide by: the mean of what there is.
func (f Figures) score(tags bool) float64 {
	captions := 0.0
	if f.Captions != nil {
		captions = (f.Captions.R1 + f.Captions.R5 + f.Captions.R10) / 3
	}
	switch {
	case f.Captions == nil:
		return f.Map
	case !tags:
		return captions
	default:
		return (f.Map + captions) / 2
	}
}

// measure computes the figures of d. tagScores gives the scores of all photos for a tag, move
// the vectors that captions search with.
func measure(d Dataset, tagScores func(tag int) []float64, move func([][]float32) *matrix) Figures {
	f := Figures{Tags: map[string]TagScore{}}
	n := 0.0
	for i, t := range d.Tags {
		if len(t.Photos) == 0 {
			continue
		}
		ranks := rightRanks(tagScores(i), t.Photos)
		ts := TagScore{averagePrecision(ranks), firstRow(ranks), len(ranks)}
		f.Tags[t.Name] = ts
		f.Map += ts.AveragePrecision
		f.Recalls.count(ranks[0])
		n++
	}
	if n > 0 {
		f.Map /= n
		f.Recalls.divide(n)
	}
	if len(d.Captions) > 0 && move != nil {
		f.Captions = captionRecalls(d, move)
	}
	return f
}

func captionRecalls(d Dataset, move func([][]float32) *matrix) *Recalls {
	vectors, photoOf := make([][]float32, len(d.Captions)), make([]int, len(d.Captions))
	for i, c := range d.Captions {
		vectors[i], photoOf[i] = c.Vector, c.Photo
	}
	r, photos := &Recalls{}, fromVectors(d.Photos, len(d.Photos[0]))
	const part = 512 // captions at a time, so that many captions and photos don't fill the memory
	for from := 0; from < len(vectors); from += part {
		scores := multiply(move(vectors[from:min(from+part, len(vectors))]), photos)
		for i := range scores.rows {
			r.count(rank(scores.row(i), photoOf[from+i]))
		}
	}
	r.divide(float64(len(photoOf)))
	return r
}

func (r *Recalls) count(rank int) {
	for _, at := range []struct {
		k   int
		sum *float64
	}{{1, &r.R1}, {5, &r.R5}, {10, &r.R10}} {
		if rank < at.k {
			*at.sum += 100
		}
	}
}

func (r *Recalls) divide(n float64) {
	r.R1, r.R5, r.R10 = r.R1/n, r.R5/n, r.R10/n
}

// rank is the number of other scores that are at least as high.
func rank(scores []float64, right int) (above int) {
	for i, s := range scores {
		if i != right && s >= scores[right] {
			above++
		}
	}
	return above
}

// rightRanks are the ranks of the right photos, from 0, best first.
func rightRanks(scores []float64, right []int) []int {
	is := make([]bool, len(scores))
	for _, i := range right {
		is[i] = true
	}
	order := make([]int, len(scores))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		if c := cmp.Compare(scores[b], scores[a]); c != 0 {
			return c
		}
		switch {
		case is[a] == is[b]:
			return 0
		case is[a]:
			return 1
		}
		return -1
	})
	var ranks []int
	for r, i := range order {
		if is[i] {
			ranks = append(ranks, r)
		}
	}
	return ranks
}

func averagePrecision(ranks []int) (sum float64) {
	for i, r := range ranks {
		sum += float64(i+1) / float64(r+1)
	}
	return 100 * sum / float64(len(ranks))
}

// FirstRow is how many photos a first row of results has.
const FirstRow = 10

func firstRow(ranks []int) float64 {
	n := 0
	for _, r := range ranks {
		if r < FirstRow {
			n++
		}
	}
	return 100 * float64(n) / float64(min(FirstRow, len(ranks)))
}
