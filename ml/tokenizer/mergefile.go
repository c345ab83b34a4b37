package tokenizer

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// readMerges reads the list of merges, the first of which has rank 0.
func readMerges(raw json.RawMessage, words map[string]uint32) (mergeTable, error) {
	s := jsonScanner{data: raw}
	if !s.take('[') {
		return nil, errors.New("the merges are no list")
	}
	quotes := 2 // "a b"
	switch s.peek() {
	case ']':
		return nil, nil
	case '[': // ["a", "b"]
		quotes = 4
	}
	merges := make(mergeTable, min(bytes.Count(raw, []byte{'"'})/quotes, maxMerges))
	for more := true; more; more = s.take(',') {
		rank := len(merges)
		if rank == maxMerges {
			return nil, fmt.Errorf("more than %d merges", maxMerges)
		}
		left, right, ok := s.mergePair()
		if !ok {
			return nil, fmt.Errorf("merge %d is no pair of tokens", rank)
		}
		if err := merges.add(left, right, words); err != nil {
			return nil, fmt.Errorf("merge %d: %w", rank, err)
		}
	}
	return merges, nil
}

// mergePair reads one merge: a list of two strings, or one string with a space between the
// two, as in older files. The byte alphabet has no space.
func (s *jsonScanner) mergePair() (left, right []byte, ok bool) {
	if !s.take('[') {
		both, _ := s.text()
		return bytes.Cut(both, []byte{' '})
	}
	left, ok = s.text()
	if !ok || !s.take(',') {
		return nil, nil, false
	}
	right, ok = s.text()
	return left, right, ok && s.take(']')
}

// add gives the merge of two tokens the next rank.
func (t mergeTable) add(left, right []byte, words map[string]uint32) error {
	var room [2 * 64]byte // most tokens are short: no allocation
	word, ok := appendBytes(room[:0], string(left))
	if !ok {
		return fmt.Errorf("%.40q is not written in the byte alphabet", left)
	}
	middle := len(word)
	if word, ok = appendBytes(word, string(right)); !ok {
		return fmt.Errorf("%.40q is not written in the byte alphabet", right)
	}
	a, okLeft := words[string(word[:middle])]
	b, okRight := words[string(word[middle:])]
	result, okBoth := words[string(word)]
	if !okLeft || !okRight || !okBoth {
		return fmt.Errorf("%.40q, %.40q or what they merge to is not in the vocabulary", left, right)
	}
	if _, twice := t[pair(a, b)]; twice {
		return fmt.Errorf("%.40q and %.40q merge a second time", left, right)
	}
	t[pair(a, b)] = merge{uint32(len(t)), result}
	return nil
}
