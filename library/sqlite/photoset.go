package sqlite

import (
	"iter"
	"math/bits"

	"descry/library"
)

// photoSet is a set of photos, one bit for each id. Ids grow with the library and are never
// used twice.
type photoSet struct{ words []uint64 }

func (s *photoSet) add(id library.PhotoID) {
	for int(id/64) >= len(s.words) {
		s.words = append(s.words, 0)
	}
	s.words[id/64] |= 1 << (id % 64)
}

func (s *photoSet) has(id library.PhotoID) bool {
	return int(id/64) < len(s.words) && s.words[id/64]>>(id%64)&1 == 1
}

// unite adds the photos of the other set.
func (s *photoSet) unite(o photoSet) {
	if n := len(o.words) - len(s.words); n > 0 {
		s.words = append(s.words, make([]uint64, n)...)
	}
	for i, word := range o.words {
		s.words[i] |= word
	}
}

// intersect keeps the photos that are in the other set as well.
func (s *photoSet) intersect(o photoSet) {
	s.words = s.words[:min(len(s.words), len(o.words))]
	for i := range s.words {
		s.words[i] &= o.words[i]
	}
}

// subtract drops the photos of the other set.
func (s *photoSet) subtract(o photoSet) {
	for i := range min(len(s.words), len(o.words)) {
		s.words[i] &^= o.words[i]
	}
}

func (s *photoSet) len() (n int) {
	for _, word := range s.words {
		n += bits.OnesCount64(word)
	}
	return n
}

// first is the least id, 0 in an empty set.
func (s *photoSet) first() library.PhotoID {
	for id := range s.all() {
		return id
	}
	return 0
}

// all goes through the ids in order.
func (s *photoSet) all() iter.Seq[library.PhotoID] {
	return func(yield func(library.PhotoID) bool) {
		for i, word := range s.words {
			for ; word != 0; word &= word - 1 {
				if !yield(library.PhotoID(64*i + bits.TrailingZeros64(word))) {
					return
				}
			}
		}
	}
}
