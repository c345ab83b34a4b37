package vector

import (
	"cmp"
	"math"
)

// candidate is a row in the running for a result. scale is its quantisation
// step, from which its error is estimated.
type candidate struct {
	id           int64
	score, scale float32
}

// better is the order of results: by score, equal ones by id, so that a
// result does not depend on the number of workers.
func (c candidate) better(d candidate) bool {
	return c.score > d.score || c.score == d.score && c.id < d.id
}

// compare sorts the better candidate first.
func compare(a, b candidate) int {
	return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.id, b.id))
}

// topK keeps the best k candidates in a heap with the worst on top.
type topK struct {
	k    int
	heap []candidate
}

// floor is the score below which a candidate has no chance.
func (t *topK) floor() float32 {
	if len(t.heap) < t.k {
		return float32(math.Inf(-1))
	}
	return t.heap[0].score
}

func (t *topK) push(c candidate) {
	switch {
	case len(t.heap) < t.k:
		t.heap = append(t.heap, c)
		t.up(len(t.heap) - 1)
	case c.better(t.heap[0]):
		t.heap[0] = c
		t.down()
	}
}

func (t *topK) up(i int) {
	for i > 0 {
		parent := (i - 1) / 2
		if !t.heap[parent].better(t.heap[i]) {
			return
		}
		t.heap[parent], t.heap[i] = t.heap[i], t.heap[parent]
		i = parent
	}
}

func (t *topK) down() {
	i := 0
	for {
		worst := i
		for child := 2*i + 1; child <= 2*i+2 && child < len(t.heap); child++ {
			if t.heap[worst].better(t.heap[child]) {
				worst = child
			}
		}
		if worst == i {
			return
		}
		t.heap[worst], t.heap[i] = t.heap[i], t.heap[worst]
		i = worst
	}
}
