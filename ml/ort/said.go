package ort

import (
	"bytes"
	"log/slog"
	"strings"

	"descry/internal/childprocess"
)

// maxSaid bounds what is kept of a child's standard error, in bytes: a driver may
// complain of every picture.
const maxSaid = 64 << 10

// said takes a child's standard error: warnings of drivers, and last words.
type said struct {
	log  *slog.Logger
	line []byte // that has begun
	left int    // bytes that may still be logged
	last string // why the process ended, as it says; "" if it doesn't
}

func newSaid(log *slog.Logger) *said { return &said{log: log, left: maxSaid} }

// Write never fails.
func (s *said) Write(p []byte) (int, error) {
	for rest := p; len(rest) > 0; {
		part, after, whole := bytes.Cut(rest, []byte("\n"))
		room := max(childprocess.MaxText-len(s.line), 0)
		s.line = append(s.line, part[:min(len(part), room)]...)
		if whole {
			s.end()
		}
		rest = after
	}
	return len(p), nil
}

// end ends a line.
func (s *said) end() {
	line := childprocess.OneLine(string(s.line))
	s.line = s.line[:0]
	if line == "" {
		return
	}
	if s.last == "" && isLastWord(line) {
		s.last = line
	}
	if s.left <= 0 {
		return
	}
	if s.left -= len(line); s.left <= 0 {
		line += " … (no more of it is kept)"
	}
	s.log.Debug("encoder process", "says", line)
}

// isLastWord tells the line that gives the reason when a process of Go or C++ breaks
// down.
func isLastWord(line string) bool {
	for _, start := range []string{"SIG", "panic: ", "fatal error: ", "terminate called", "runtime: out of memory"} {
		if strings.HasPrefix(line, start) {
			return true
		}
	}
	return false
}
