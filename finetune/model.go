package finetune

import "math/rand/v2"

// model is the trained part of a head. Head has the formula. Gradients have the same shape as
// the model.
type model struct {
	residual *matrix // a row for each tag
	up, down *matrix // a row for each rank
}

func newModel(tags, rank, dimension int) *model {
	return &model{newMatrix(tags, dimension), newMatrix(rank, dimension), newMatrix(rank, dimension)}
}

// start returns the model that changes nothing: up and residual are zero. down is drawn at
// random, so that the ranks learn different directions. The product of a row of down with a
// unit vector has variance 1.
func start(tags, rank, dimension int, r *rand.Rand) *model {
	m := newModel(tags, rank, dimension)
	for i := range m.down.data {
		m.down.data[i] = r.NormFloat64()
	}
	return m
}

func (m *model) parts() []*matrix { return []*matrix{m.residual, m.up, m.down} }

// texts are inputs of the model: vectors, and each text's share of each tag's residual. The
// shares don't change in training, because keys don't.
type texts struct{ vectors, shares *matrix }

func newTexts(vectors [][]float32, dimension int, h *Head) texts {
	t := texts{fromVectors(vectors, dimension), newMatrix(len(vectors), len(h.Keys))}
	for i, v := range vectors {
		copy(t.shares.row(i), h.shares(v))
	}
	return t
}

// pick returns some of the texts, in the order given.
func (t texts) pick(rows []int) texts {
	out := texts{newMatrix(len(rows), t.vectors.cols), newMatrix(len(rows), t.shares.cols)}
	for i, r := range rows {
		copy(out.vectors.row(i), t.vectors.row(r))
		copy(out.shares.row(i), t.shares.row(r))
	}
	return out
}

// forward returns the moved vectors, not normalised, and the products with down, which
// backward needs.
func (m *model) forward(t texts) (moved, hidden *matrix) {
	moved = multiply(t.shares, m.residual.transposed())
	hidden = multiply(t.vectors, m.down)
	if m.up.rows > 0 {
		addTo(moved, multiply(hidden, m.up.transposed()))
	}
	addTo(moved, t.vectors)
	return moved, hidden
}

// backward adds to g the gradient of a loss whose gradient by the moved vectors is
// d.
func (m *model) backward(t texts, hidden, d *matrix, g *model) {
	dT := d.transposed()
	if m.residual.rows > 0 {
		addTo(g.residual, multiply(t.shares.transposed(), dT))
	}
	if m.up.rows == 0 {
		return
	}
	addTo(g.up, multiply(hidden.transposed(), dT))
	byHidden := multiply(d, m.up) // how the loss changes with hidden
	addTo(g.down, multiply(byHidden.transposed(), t.vectors.transposed()))
}

func addTo(sum, m *matrix) {
	for i, x := range m.data {
		sum.data[i] += x
	}
}

// adapterPull is the weight of up and down in the penalty beside the residuals.
const adapterPull = 30.0

// pull adds the penalty weight·‖m − origin‖² and its gradient.
func (m *model) pull(origin *model, weight float64, g *model) (loss float64) {
	mine, its, by := m.parts(), origin.parts(), g.parts()
	for p := range mine {
		weight := weight
		if mine[p] != m.residual {
			weight *= adapterPull
		}
		for i, x := range mine[p].data {
			d := x - its[p].data[i]
			loss += weight * d * d
			by[p].data[i] += 2 * weight * d
		}
	}
	return loss
}

func (m *model) clone() *model {
	out := newModel(m.residual.rows, m.up.rows, m.residual.cols)
	for p, part := range m.parts() {
		copy(out.parts()[p].data, part.data)
	}
	return out
}

// head returns a head with the keys of h and what the model has learned.
func (m *model) head(h *Head) *Head {
	out := h.scaled(1, 1)
	if len(out.Keys) > 0 {
		out.Strength = 1
	}
	if m.up.rows > 0 {
		out.Adapter = 1
	}
	for i, v := range m.residual.vectors() {
		out.Keys[i].Residual = v
	}
	out.Up, out.Down = m.up.vectors(), m.down.vectors()
	return out
}
