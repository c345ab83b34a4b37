package sqlite

import "strings"

// splitter takes a chunk of text apart.
type splitter struct {
	chunk []rune
	parts []string // at every border
	whole []string // but not at a change of case
	inner bool     // a part ended inside the chunk
	start int      // start of the part
	run   int      // start of the part that changes of case don't end
}

// split returns the folded words of a chunk. whole has the words without borders at changes of
// case, nil if whole equals parts.
func split(chunk string) (parts, whole []string) {
	s := splitter{chunk: []rune(chunk)}
	before := other
	for i, r := range s.chunk {
		now := classOf(r)
		if now == mark && before != other {
			continue // the class of the character before still counts
		}
		switch {
		case now == other || now == mark || now == alone || before == alone || (now == digit) != (before == digit):
			s.end(i, true)
		case s.changesCase(i, before, now):
			s.end(i, false)
		}
		if now == other || now == mark || s.isGenitive(i, now) {
			s.start, s.run = i+1, i+1
			now = other
		}
		before = now
	}
	s.end(len(s.chunk), true)
	if !s.inner {
		return s.parts, nil
	}
	return s.parts, s.whole
}

// changesCase tells the borders in "roofParty" and "HDRPhoto".
func (s *splitter) changesCase(i int, before, now class) bool {
	if now == upper {
		next := other
		if i+1 < len(s.chunk) {
			next = classOf(s.chunk[i+1])
		}
		return before == letter || before == upper && next == letter
	}
	return false
}

// isGenitive reports that the s of "dog's" stands at i.
func (s *splitter) isGenitive(i int, now class) bool {
	if i < 2 || (s.chunk[i] != 's' && s.chunk[i] != 'S') || (s.chunk[i-1] != '\'' && s.chunk[i-1] != '’') {
		return false
	}
	return i+1 == len(s.chunk) || classOf(s.chunk[i+1]) == other
}

// end adds the part before i, and the run as well if the run ends there.
func (s *splitter) end(i int, run bool) {
	if s.start < i {
		s.parts = appendWord(s.parts, s.chunk[s.start:i])
	}
	s.start = i
	if !run {
		s.inner = true
		return
	}
	if s.run < i {
		s.whole = appendWord(s.whole, s.chunk[s.run:i])
	}
	s.run = i
}

// appendWord adds a folded word, without signs for drawing an emoji.
func appendWord(words []string, runes []rune) []string {
	word := strings.Map(func(r rune) rune {
		if r == '\ufe0e' || r == '\ufe0f' {
			return -1
		}
		return r
	}, fold(string(runes)))
	return append(words, strings.Fields(word)...)
}
