package finetune

import "math"

// notWeight is how many other photos a photo with the label No weighs.
const notWeight = 4

// tagLoss is the multi-positive contrast of tags and photos.
type tagLoss struct {
	texts         texts   // the keys, in the order of the tags
	photos, byDim *matrix // the photos and the same transposed
	photosOf      [][]int
	tagsOf        [][]int
	tagWeights    []float64 // sum to Between; every tag counts alike, however many photos the tag has
	photoWeights  []float64 // sum to 1 − Between: rare tags' photos count more
	not           [][]int
	scale         float64
}

func newTagLoss(d Dataset, h *Head, o Options) *tagLoss {
	l := &tagLoss{
		photos: fromVectors(d.Photos, h.Dimension), scale: o.TagScale,
		tagsOf: make([][]int, len(d.Photos)), tagWeights: make([]float64, len(d.Tags)), photoWeights: make([]float64, len(d.Photos)),
	}
	l.byDim = l.photos.transposed()
	var keys [][]float32
	for i, t := range d.Tags {
		keys = append(keys, h.Keys[i].Vector)
		l.photosOf, l.not = append(l.photosOf, t.Photos), append(l.not, t.Not)
		for _, p := range t.Photos {
			l.tagsOf[p] = append(l.tagsOf[p], i)
		}
	}
	l.texts = newTexts(keys, h.Dimension, h)
	l.weigh(o.Between)
	return l
}

func (l *tagLoss) weigh(between float64) {
	used := 0
	for i, photos := range l.photosOf {
		if len(photos) == 0 {
			continue
		}
		used++
		l.tagWeights[i] = 1
		for _, p := range photos {
			l.photoWeights[p] += 1 / float64(len(photos)*len(l.tagsOf[p]))
		}
	}
	if len(l.photosOf) < 2 {
		between = 1 // a photo has no choice
	}
	share(l.tagWeights, between)
	share(l.photoWeights, 1-between)
}

// share scales weights to sum to sum.
func share(weights []float64, sum float64) {
	if all := total(weights); all > 0 {
		for i := range weights {
			weights[i] *= sum / all
		}
	}
}

// loss adds the gradient to g.
func (l *tagLoss) loss(m, g *model) float64 {
	moved, hidden := m.forward(l.texts)
	scores := multiply(moved, l.photos)
	scale(scores, l.scale)
	gradient := newMatrix(scores.rows, scores.cols)
	loss := chooseColumns(scores, l.tagsOf, l.photoWeights, gradient)
	for i, photos := range l.not {
		for _, p := range photos {
			scores.row(i)[p] += math.Log(notWeight)
		}
	}
	loss += chooseRows(scores, l.photosOf, l.tagWeights, gradient)
	scale(gradient, l.scale)
	m.backward(l.texts, hidden, multiply(gradient, l.byDim), g)
	return loss
}
