package finetune

import (
	"math"
	"testing"

	"descry/internal/vectormath"
)

// TestGradients compares every loss's gradient with the slope between two points.
func TestGradients(t *testing.T) {
	w := newWorld(1, 12)
	tags, _ := w.tagged(4, 3, 0)
	tags.Tags[1].Photos = append(tags.Tags[1].Photos, 0) // several labels
	tags.Tags[2].Not = []int{1, 10}
	tags.Tags[3].Photos = tags.Tags[3].Photos[:1] // unbalanced
	captions := w.captioned(7, 3, nil)
	captions.Captions = captions.Captions[:19] // the last photo has one, which meets no other
	both := tags
	both.Captions = captions.Captions
	lone := tags
	lone.Tags = tags.Tags[:1]
	for name, d := range map[string]Dataset{"tags": tags, "captions": captions, "both": both, "one tag": lone} {
		t.Run(name, func(t *testing.T) { checkGradient(t, d) })
	}
}

func checkGradient(t *testing.T, d Dataset) {
	o, _ := Options{Rank: 3, Batch: 5, Proximity: 0.7}.withDefaults()
	h := gates("p", 12, d.Tags, nil, o.Sharpness)
	tr, err := newTrainer(d, h, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range tr.model.parts() { // not at the origin, where much is zero
		for i := range p.data {
			p.data[i] += 0.1 * tr.random.NormFloat64()
		}
	}
	var batch captionBatch
	if tr.captions != nil {
		batch = tr.captions.next(tr.random)
	}
	loss := func() (float64, *model) {
		g := newModel(tr.model.residual.rows, tr.model.up.rows, 12)
		sum := tr.model.pull(tr.origin, tr.pull, g)
		if tr.tags != nil {
			sum += tr.tags.loss(tr.model, g)
		}
		if tr.captions != nil {
			sum += tr.captions.loss(tr.model, g, batch)
		}
		return sum, g
	}
	_, g := loss()
	const step = 1e-5
	for p, part := range tr.model.parts() {
		for i := range part.data {
			kept := part.data[i]
			part.data[i] = kept + step
			up, _ := loss()
			part.data[i] = kept - step
			down, _ := loss()
			part.data[i] = kept
			slope, got := (up-down)/(2*step), g.parts()[p].data[i]
			if math.Abs(slope-got) > 1e-6*(1+math.Abs(slope)) {
				t.Fatalf("part %d, number %d: gradient %v, slope %v", p, i, got, slope)
			}
		}
	}
}

func TestMultiplyAgainstPlainSums(t *testing.T) {
	w := newWorld(2, 1)
	for _, n := range []struct{ rows, others, cols int }{{1, 1, 1}, {3, 5, 7}, {2, 4, 8}, {7, 67, 33}, {0, 3, 4}, {3, 0, 4}, {5, 6, 0}} {
		a, b := newMatrix(n.rows, n.cols), newMatrix(n.others, n.cols)
		for _, m := range []*matrix{a, b} {
			for i := range m.data {
				m.data[i] = w.r.NormFloat64()
			}
		}
		got, back := multiply(a, b), multiply(b, a).transposed()
		for i := range n.rows {
			for j := range n.others {
				want := vectormath.Dot(a.row(i), b.row(j))
				if x := got.row(i)[j]; math.Abs(x-want) > 1e-12 {
					t.Errorf("%v: row %d, %d: %v, want %v", n, i, j, x, want)
				}
				if x, y := got.row(i)[j], back.row(i)[j]; x != y {
					t.Errorf("%v: row %d, %d: %v depends on its place: %v", n, i, j, x, y)
				}
			}
		}
	}
}
