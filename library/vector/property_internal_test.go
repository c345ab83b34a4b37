package vector

import (
	"math"
	"math/rand/v2"
	"testing"

	"descry/internal/vectormath"
	"descry/library"
)

// model is the index as a plain map: what every operation is checked against.
type model struct {
	x   *Index
	rng *rand.Rand
	all map[library.PhotoID]modelRow
}

type modelRow struct {
	gen int64
	v   []float32
}

func newModel(seed uint64, dim int) *model {
	return &model{x: New(dim), rng: rand.New(rand.NewPCG(seed, 9)), all: map[library.PhotoID]modelRow{}}
}

func (m *model) set(t *testing.T, id library.PhotoID) {
	row := modelRow{m.rng.Int64N(100), randomVector(m.rng.Uint64(), m.x.dim)}
	if err := m.x.Set(id, row.gen, row.v); err != nil {
		t.Fatal(err)
	}
	m.all[id] = row
}

func (m *model) delete(t *testing.T, id library.PhotoID) {
	_, want := m.all[id]
	if got := m.x.Delete(id); got != want {
		t.Fatalf("Delete(%d) = %v, want %v", id, got, want)
	}
	delete(m.all, id)
}

// check compares everything a caller can see, and the inner order.
func (m *model) check(t *testing.T) {
	t.Helper()
	m.checkInside(t)
	if m.x.Len() != len(m.all) {
		t.Fatalf("%d rows, want %d", m.x.Len(), len(m.all))
	}
	q := randomVector(m.rng.Uint64(), m.x.dim)
	hits, err := m.x.Ranked(t.Context(), q)
	if err != nil || len(hits) != len(m.all) {
		t.Fatalf("%d hits (%v), want %d", len(hits), err, len(m.all))
	}
	for i, h := range hits {
		row := m.all[h.ID]
		if math.Abs(float64(h.Score)-vectormath.Cosine(q, row.v)) > 0.03 {
			t.Fatalf("row %d: score %v, cosine %v", h.ID, h.Score, vectormath.Cosine(q, row.v))
		}
		if i > 0 && h.ID == hits[i-1].ID {
			t.Fatalf("row %d is there twice", h.ID)
		}
		if gen, ok := m.x.Generation(h.ID); !ok || gen != row.gen {
			t.Fatalf("row %d: generation %d, want %d", h.ID, gen, row.gen)
		}
	}
}

func (m *model) checkInside(t *testing.T) {
	t.Helper()
	rows, chunks := 0, 0
	for pos, c := range m.x.table() {
		if c == nil {
			continue
		}
		chunks++
		rows += c.n
		for i, id := range c.ids[:c.n] {
			if m.x.rows[id] != placeOf(pos, i) {
				t.Fatalf("row %d is at %d/%d, the map says %v", id, pos, i, m.x.rows[id])
			}
		}
	}
	if rows != len(m.x.rows) {
		t.Fatalf("%d rows in chunks, %d in the map", rows, len(m.x.rows))
	}
	if limit := 2*rows/chunkRows + 3; chunks > limit {
		t.Fatalf("%d chunks for %d rows, want at most %d", chunks, rows, limit)
	}
}

// TestRandomOperations grows, churns and shrinks an index over many chunks.
func TestRandomOperations(t *testing.T) {
	for seed := range uint64(4) {
		m := newModel(seed, 5+int(seed)*30)
		for _, deletes := range []int{1, 5, 9, 5, 2, 10} { // of ten operations
			for range 5000 {
				id := library.PhotoID(m.rng.Int64N(9000)) - 100
				if m.rng.IntN(10) < deletes {
					m.delete(t, id)
				} else {
					m.set(t, id)
				}
			}
			m.check(t)
		}
		for id := range library.PhotoID(9000) {
			m.delete(t, id-100)
		}
		m.check(t)
		for _, c := range m.x.table() {
			if c != nil {
				t.Fatal("an empty index keeps a chunk")
			}
		}
		m.set(t, 1)
		m.check(t)
	}
}

// TestChurnDoesNotGrow replaces rows for long. Chunks must be used again.
func TestChurnDoesNotGrow(t *testing.T) {
	m := newModel(3, 4)
	for id := range library.PhotoID(3 * chunkRows) {
		m.set(t, id)
	}
	for id := range library.PhotoID(30 * chunkRows) {
		m.delete(t, id)
		m.set(t, id+3*chunkRows)
	}
	m.check(t)
	if n := len(m.x.table()); n > 5 {
		t.Errorf("%d table entries for three chunks of rows", n)
	}
}
