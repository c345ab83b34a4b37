package finetune

import (
	"math"
	"math/rand/v2"

	"descry/internal/vectormath"
)

// captionLoss is the contrast of captions with photos, both ways, and of captions with each
// other. Texts of one photo belong together.
type captionLoss struct {
	texts      texts
	photos     *matrix
	captionsOf [][]int // of each photo, rows of texts
	captioned  []int   // photos with captions
	scale      float64
	textWeight float64
	batch      int
	order      []int // photos that are left of this round
}

func newCaptionLoss(d Dataset, h *Head, o Options) *captionLoss {
	l := &captionLoss{
		photos: fromVectors(d.Photos, h.Dimension), captionsOf: make([][]int, len(d.Photos)),
		scale: o.CaptionScale, textWeight: o.TextWeight, batch: o.Batch,
	}
	var vectors [][]float32
	for i, c := range d.Captions {
		vectors = append(vectors, c.Vector)
		l.captionsOf[c.Photo] = append(l.captionsOf[c.Photo], i)
	}
	l.texts = newTexts(vectors, h.Dimension, h)
	for p, list := range l.captionsOf {
		if len(list) > 0 {
			l.captioned = append(l.captioned, p)
		}
	}
	return l
}

// captionBatch is a part of the captions with their photos.
type captionBatch struct {
	texts      texts
	photos     *matrix
	photoOf    [][]int // one photo of each text
	captionsOf [][]int // of each photo
	siblings   [][]int // the other texts of each text's photo
}

// perPhoto is how many captions of a photo go into one step. Two are enough to contrast
// captions of one photo.
const perPhoto = 2

// next draws the photos of a step. Each photo is used once before any is used again.
func (l *captionLoss) next(r *rand.Rand) captionBatch {
	n := min(l.batch, len(l.captioned))
	if len(l.order) < n {
		l.order = r.Perm(len(l.captioned))
	}
	b := captionBatch{photos: newMatrix(n, l.photos.cols)}
	var rows []int
	for i, c := range l.order[:n] {
		photo := l.captioned[c]
		copy(b.photos.row(i), l.photos.row(photo))
		list := l.captionsOf[photo]
		var mine []int
		for _, k := range r.Perm(len(list))[:min(perPhoto, len(list))] {
			mine = append(mine, len(rows))
			rows = append(rows, list[k])
			b.photoOf = append(b.photoOf, []int{i})
		}
		b.captionsOf = append(b.captionsOf, mine)
		b.siblings = append(b.siblings, others(mine)...)
	}
	l.order = l.order[n:]
	b.texts = l.texts.pick(rows)
	return b
}

// others returns for each element of a list the other elements.
func others(list []int) [][]int {
	out := make([][]int, len(list))
	for i := range list {
		for j, x := range list {
			if j != i {
				out[i] = append(out[i], x)
			}
		}
	}
	return out
}

// loss adds the gradient to g.
func (l *captionLoss) loss(m, g *model, b captionBatch) float64 {
	moved, hidden := m.forward(b.texts)
	unit, lengths := normalised(moved)
	scores := multiply(unit, b.photos)
	scale(scores, l.scale)
	gradient := newMatrix(scores.rows, scores.cols)
	loss := chooseRows(scores, b.photoOf, even(b.photoOf, 0.5), gradient)
	loss += chooseColumns(scores, b.captionsOf, even(b.captionsOf, 0.5), gradient)
	scale(gradient, l.scale)
	d := multiply(gradient, b.photos.transposed())
	loss += l.between(unit, b, d)
	m.backward(b.texts, hidden, throughNorm(d, unit, lengths), g)
	return loss
}

// between is the loss between captions. between adds its gradient by the unit vectors to d.
func (l *captionLoss) between(unit *matrix, b captionBatch, d *matrix) float64 {
	scores := multiply(unit, unit)
	scale(scores, l.scale)
	for i := range scores.rows {
		scores.row(i)[i] = math.Inf(-1)
	}
	gradient := newMatrix(scores.rows, scores.cols)
	loss := chooseRows(scores, b.siblings, even(b.siblings, l.textWeight), gradient)
	scale(gradient, l.scale)
	addTo(gradient, gradient.transposed()) // each score belongs to two texts
	addTo(d, multiply(gradient, unit.transposed()))
	return loss
}

// even gives equal weights to texts with an answer. The weights sum to sum.
func even(right [][]int, sum float64) []float64 {
	weights := make([]float64, len(right))
	for i, list := range right {
		if len(list) > 0 {
			weights[i] = 1
		}
	}
	share(weights, sum)
	return weights
}

func normalised(m *matrix) (unit *matrix, lengths []float64) {
	unit, lengths = newMatrix(m.rows, m.cols), make([]float64, m.rows)
	for i := range m.rows {
		lengths[i] = vectormath.Norm(m.row(i))
		for j, x := range m.row(i) {
			unit.row(i)[j] = x / lengths[i]
		}
	}
	return unit, lengths
}

// throughNorm turns the gradient by unit vectors into the gradient by the vectors before
// normalisation.
func throughNorm(d, unit *matrix, lengths []float64) *matrix {
	out := newMatrix(d.rows, d.cols)
	for i := range d.rows {
		along := vectormath.Dot(d.row(i), unit.row(i))
		for j, x := range d.row(i) {
			out.row(i)[j] = (x - along*unit.row(i)[j]) / lengths[i]
		}
	}
	return out
}
