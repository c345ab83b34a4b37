package tokenizer

import (
	"bytes"
	"encoding/json"
	"strconv"
)

// jsonScanner walks through a value that encoding/json has found valid. jsonScanner reads the
// two large parts of a tokenizer, 128,000 names and 280,000 merges, without building them as
// values first.
type jsonScanner struct {
	data []byte
	pos  int
}

// peek returns the next byte that is no white space, 0 at the end.
func (s *jsonScanner) peek() byte {
	for ; s.pos < len(s.data); s.pos++ {
		switch c := s.data[s.pos]; c {
		case ' ', '\t', '\r', '\n':
		default:
			return c
		}
	}
	return 0
}

// take consumes c if c comes next.
func (s *jsonScanner) take(c byte) bool {
	if s.peek() != c {
		return false
	}
	s.pos++
	return true
}

// text reads a string. The bytes may lie in the data.
func (s *jsonScanner) text() ([]byte, bool) {
	if !s.take('"') {
		return nil, false
	}
	start, escaped := s.pos, false
	for ; s.pos < len(s.data); s.pos++ {
		switch s.data[s.pos] {
		case '\\':
			escaped = true
			s.pos++
		case '"':
			s.pos++
			if escaped {
				return unescape(s.data[start-1 : s.pos])
			}
			return s.data[start : s.pos-1], true
		}
	}
	return nil, false
}

func unescape(quoted []byte) ([]byte, bool) {
	var text string
	err := json.Unmarshal(quoted, &text)
	return []byte(text), err == nil
}

// maxNumberBytes holds any whole number of 64 bits with its sign.
const maxNumberBytes = 20

// integer reads a whole number of at most 64 bits.
func (s *jsonScanner) integer() (int64, bool) {
	s.peek()
	rest := s.data[s.pos:]
	end := bytes.IndexAny(rest[:min(len(rest), maxNumberBytes+1)], ",}] \t\r\n")
	if end < 0 {
		return 0, false
	}
	s.pos += end
	n, err := strconv.ParseInt(string(rest[:end]), 10, 64)
	return n, err == nil
}
