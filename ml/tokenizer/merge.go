package tokenizer

// noMerge is the rank of two pieces that do not merge.
const noMerge = ^uint32(0)

// merge says when two pieces become one, lowest rank first, and which.
type merge struct {
	rank, result uint32
}

// mergeTable finds a merge by the ids of its two pieces.
type mergeTable map[uint64]merge

func pair(left, right uint32) uint64 { return uint64(left)<<32 | uint64(right) }

// piece is a part of a word in a list linked by index. −1 ends the list.
type piece struct {
	id         uint32
	prev, next int32
	merge      merge // with the piece behind
}

// merger merges the bytes of a word. The queue holds every possible merge, so a word of n
// bytes costs n·log n. The buffers serve one word after the other.
type merger struct {
	table  mergeTable
	pieces []piece
	queue  mergeQueue
}

// appendWord appends the ids of a word that is not empty.
func (m *merger) appendWord(ids []int64, word string, byteIDs *[256]uint32) []int64 {
	m.pieces, m.queue = m.pieces[:0], m.queue[:0]
	for i := range len(word) {
		m.pieces = append(m.pieces, piece{id: byteIDs[word[i]], prev: int32(i) - 1, next: int32(i) + 1})
	}
	m.pieces[len(word)-1].next = -1
	for i := range m.pieces {
		m.offer(int32(i))
	}
	for len(m.queue) > 0 {
		rank, at := m.queue.pop()
		if m.pieces[at].merge.rank == rank { // else the piece has changed since
			m.join(at)
		}
	}
	for i := int32(0); i >= 0; i = m.pieces[i].next {
		ids = append(ids, int64(m.pieces[i].id))
	}
	return ids
}

// offer queues the merge of a piece with the one behind.
func (m *merger) offer(at int32) {
	p := &m.pieces[at]
	p.merge.rank = noMerge
	if p.next < 0 {
		return
	}
	if found, ok := m.table[pair(p.id, m.pieces[p.next].id)]; ok {
		p.merge = found
		m.queue.push(found.rank, at)
	}
}

// join takes the piece behind into the one at the index.
func (m *merger) join(at int32) {
	p := &m.pieces[at]
	gone := &m.pieces[p.next]
	p.id, p.next = p.merge.result, gone.next
	gone.merge.rank = noMerge
	if p.next >= 0 {
		m.pieces[p.next].prev = at
	}
	m.offer(at)
	if p.prev >= 0 {
		m.offer(p.prev)
	}
}

// mergeQueue is a binary heap of merges: lowest rank first, then the leftmost.
type mergeQueue []uint64

func (q *mergeQueue) push(rank uint32, at int32) {
	h := append(*q, uint64(rank)<<32|uint64(uint32(at)))
	for i := len(h) - 1; i > 0 && h[i] < h[(i-1)/2]; i = (i - 1) / 2 {
		h[i], h[(i-1)/2] = h[(i-1)/2], h[i]
	}
	*q = h
}

func (q *mergeQueue) pop() (rank uint32, at int32) {
	h := *q
	top, last := h[0], len(h)-1
	h[0] = h[last]
	h = h[:last]
	for i := 0; ; {
		child := 2*i + 1
		if child+1 < last && h[child+1] < h[child] {
			child++
		}
		if child >= last || h[i] <= h[child] {
			break
		}
		h[i], h[child] = h[child], h[i]
		i = child
	}
	*q = h
	return uint32(top >> 32), int32(uint32(top))
}
