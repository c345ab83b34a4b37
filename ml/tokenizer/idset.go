package tokenizer

import "math/bits"

// idSet is a set of ids in 0…maxTokenID, half a megabyte at most.
type idSet []uint64

// add reports whether the id is new.
func (s *idSet) add(id int64) bool {
	if s.has(id) {
		return false
	}
	for int64(len(*s)) <= id/64 {
		*s = append(*s, 0)
	}
	(*s)[id/64] |= 1 << (id % 64)
	return true
}

func (s idSet) has(id int64) bool {
	return id >= 0 && id/64 < int64(len(s)) && s[id/64]>>(id%64)&1 == 1
}

// last returns the largest id of a set that is not empty.
func (s idSet) last() int64 {
	i := len(s) - 1
	return int64(64*i + bits.Len64(s[i]) - 1)
}
