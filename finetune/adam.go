package finetune

import "math"

// Adam's usual constants.
const (
	momentum   = 0.9
	smoothing  = 0.999
	tinyMoment = 1e-8
)

// adam is the optimiser. The pull towards the untouched head is part of the loss, so adam has
// no weight decay of its own.
type adam struct {
	first, second *model
	steps         int
}

func newAdam(m *model) *adam {
	tags, rank, dimension := m.residual.rows, m.up.rows, m.residual.cols
	return &adam{first: newModel(tags, rank, dimension), second: newModel(tags, rank, dimension)}
}

// adapterRate is the learning rate of up and down as a factor of the residuals' rate. A step
// of up moves every text, by the root of the rank more than one residual's step.
const adapterRate = 0.01

// step moves m against the gradient g.
func (a *adam) step(m, g *model, rate float64) {
	a.steps++
	c1 := 1 - math.Pow(momentum, float64(a.steps))
	c2 := 1 - math.Pow(smoothing, float64(a.steps))
	for p, part := range m.parts() {
		rate := rate
		if part != m.residual {
			rate *= adapterRate
		}
		by, first, second := g.parts()[p].data, a.first.parts()[p].data, a.second.parts()[p].data
		for i, x := range by {
			first[i] += (1 - momentum) * (x - first[i])
			second[i] += (1 - smoothing) * (x*x - second[i])
			part.data[i] -= rate * (first[i] / c1) / (math.Sqrt(second[i]/c2) + tinyMoment)
		}
	}
}

// cosine falls from rate to 0 over the steps.
func cosine(rate float64, step, steps int) float64 {
	return rate * 0.5 * (1 + math.Cos(math.Pi*float64(step)/float64(steps)))
}
