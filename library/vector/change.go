package vector

import (
	"fmt"
	"slices"

	"descry/internal/float16"
	"descry/library"
)

// Row is one vector to store with its photo and generation.
type Row struct {
	ID     library.PhotoID
	Gen    int64
	Vector []float32 // length dim, need not be normalised
}

// Set adds a vector or replaces the one of the same id, visible to every scan that starts
// afterwards. gen is the caller's mark of this version of the vector, which Reconcile
// compares. v need not be normalised and is not kept. Errors: ErrDimension, ErrNotFinite,
// ErrZero.
func (x *Index) Set(id library.PhotoID, gen int64, v []float32) error {
	code, err := x.quantize(v)
	if err != nil {
		return fmt.Errorf("set vector %d: %w", id, err)
	}
	x.store(id, gen, code)
	return nil
}

// SetFloat16 is Set for a vector in the catalogue's float16 form.
func (x *Index) SetFloat16(id library.PhotoID, gen int64, f16 []byte) error {
	v := make([]float32, x.dimOrZero())
	if err := float16.Decode(v, f16); err != nil {
		return fmt.Errorf("set vector %d: %w: %w", id, ErrDimension, err)
	}
	return x.Set(id, gen, v)
}

// SetBatch is Set for many rows. All rows are checked first: after an error the index is
// unchanged. Scans may see a part of the batch while SetBatch runs.
func (x *Index) SetBatch(rows []Row) error {
	codes := make([]quantized, len(rows))
	for i, r := range rows {
		code, err := x.quantize(r.Vector)
		if err != nil {
			return fmt.Errorf("set vector %d: %w", r.ID, err)
		}
		codes[i] = code
	}
	for i, r := range rows {
		x.store(r.ID, r.Gen, codes[i])
	}
	return nil
}

// Delete removes a row and reports whether the row was there.
func (x *Index) Delete(id library.PhotoID) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	p, ok := x.rows[id]
	if ok {
		x.remove(id, p)
	}
	return ok
}

func (x *Index) dimOrZero() int {
	if x.stride == 0 {
		return 0
	}
	return x.dim
}

func (x *Index) store(id library.PhotoID, gen int64, code quantized) {
	x.mu.Lock()
	defer x.mu.Unlock()
	p, ok := x.rows[id]
	if !ok {
		pos := x.roomy()
		p = placeOf(pos, x.table()[pos].n)
		x.rows[id] = p
	}
	x.table()[p.pos()].put(p.row(), id, gen, code)
}

// roomy returns the position of a chunk with room, a new one if need be.
func (x *Index) roomy() int {
	if x.sparse >= 0 && x.hasRoom(x.sparse) {
		return x.sparse
	}
	for len(x.room) > 0 {
		pos := x.room[len(x.room)-1]
		if x.hasRoom(pos) {
			return pos
		}
		x.room = x.room[:len(x.room)-1]
		if c := x.table()[pos]; c != nil {
			c.inRoom = false
		}
	}
	pos := len(x.table())
	if last := len(x.free) - 1; last >= 0 {
		pos, x.free = x.free[last], x.free[:last]
	}
	c := newChunk(x.stride)
	c.inRoom = true
	x.publish(pos, c)
	x.room = append(x.room, pos)
	return pos
}

func (x *Index) hasRoom(pos int) bool {
	c := x.table()[pos]
	return c != nil && c.n < chunkRows
}

// publish replaces the table by one with c at pos, which may be its end.
func (x *Index) publish(pos int, c *chunk) {
	table := slices.Clone(x.table())
	if pos == len(table) {
		table = append(table, nil)
	}
	table[pos] = c
	x.chunks.Store(&table)
}

func (x *Index) remove(id library.PhotoID, p place) {
	c := x.table()[p.pos()]
	moved := c.remove(p.row())
	x.rows[moved] = p
	delete(x.rows, id)
	if !c.inRoom {
		c.inRoom = true
		x.room = append(x.room, p.pos())
	}
	if c.n <= chunkRows/2 {
		x.reclaim(p.pos())
	}
}

// reclaim gives memory back. An empty chunk goes, and two chunks at most half full become one.
// At most one such chunk is left to wait in x.sparse, so the matrix is never much more than
// twice as large as its rows need.
func (x *Index) reclaim(pos int) {
	table := x.table()
	if table[pos].n == 0 {
		x.publish(pos, nil)
		x.free = append(x.free, pos)
		return
	}
	other := x.sparse
	if other == pos {
		return
	}
	if other < 0 || table[other] == nil || table[other].n > chunkRows/2 {
		x.sparse = pos
		return
	}
	x.merge(pos, other)
}

// merge replaces the chunk at a by one that also has the rows of b, and frees b.
func (x *Index) merge(a, b int) {
	table := slices.Clone(x.table())
	c := merged(table[a], table[b], x.stride)
	c.inRoom = true
	for i, id := range c.ids[:c.n] {
		x.rows[id] = placeOf(a, i)
	}
	table[a], table[b] = c, nil
	x.chunks.Store(&table)
	x.free = append(x.free, b)
	x.sparse = -1
	if c.n <= chunkRows/2 {
		x.sparse = a
	}
}
