package search

// Remeasure forgets what descriptions of all kinds of things score, because the
// vectors of texts are others from now on. The next search measures it again.
func (x *Index) Remeasure() {
	x.zeroMu.Lock()
	defer x.zeroMu.Unlock()
	x.mean, x.zeroOf = nil, 0
}
