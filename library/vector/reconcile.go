package vector

import "descry/library"

// Reconcile makes the index agree with the catalogue after loading. Reconcile drops every row
// whose id is not in ids or whose generation is not the one in gens at the same place. The ids
// that the index lacks, which must be fetched and Set, are returned in the order of ids. An id
// without an entry in gens is fetched anew. A row set while Reconcile runs and missing from
// ids is dropped too, so Reconcile must be called before changes begin.
func (x *Index) Reconcile(ids []library.PhotoID, gens []int64) (missing []library.PhotoID) {
	wanted := make(map[library.PhotoID]int64, len(ids))
	for i, id := range ids[:min(len(ids), len(gens))] {
		wanted[id] = gens[i]
	}
	kept := make(map[library.PhotoID]struct{}, len(ids))
	for _, c := range x.table() {
		if c != nil {
			x.reconcileChunk(c, wanted, kept)
		}
	}
	for _, id := range ids {
		if _, ok := kept[id]; !ok {
			missing = append(missing, id)
			kept[id] = struct{}{} // an id given twice is fetched once
		}
	}
	return missing
}

// reconcileChunk drops the unwanted rows of c and notes the others in kept.
func (x *Index) reconcileChunk(c *chunk, wanted map[library.PhotoID]int64, kept map[library.PhotoID]struct{}) {
	type version struct {
		id  library.PhotoID
		gen int64
	}
	var unwanted []version
	c.mu.RLock()
	for i, id := range c.ids[:c.n] {
		if gen, ok := wanted[id]; ok && gen == c.gens[i] {
			kept[id] = struct{}{}
		} else {
			unwanted = append(unwanted, version{id, c.gens[i]})
		}
	}
	c.mu.RUnlock()
	for _, v := range unwanted {
		x.deleteVersion(v.id, v.gen)
	}
}

// deleteVersion deletes a row unless the row was set anew with another generation.
func (x *Index) deleteVersion(id library.PhotoID, gen int64) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if p, ok := x.rows[id]; ok && x.table()[p.pos()].gens[p.row()] == gen {
		x.remove(id, p)
	}
}
