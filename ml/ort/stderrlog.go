package ort

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"sync"

	"descry/internal/childprocess"
)

// maxStderr bounds what is kept of a child's standard error, in bytes: a driver may
// complain of every picture.
const maxStderr = 64 << 10

// What is told of a child that failed: so many of its last lines, and bytes of them.
const (
	lastLines = 20
	lastBytes = 4 << 10
)

// stderrLog takes a child's standard error: warnings of drivers, and last words. Names of
// photos can't be among them, since a child gets nothing but pixels and tokens.
type stderrLog struct {
	log *slog.Logger

	mu    sync.Mutex // a child that can't be ended may go on talking
	line  []byte     // that has begun
	left  int        // bytes that may still be logged
	lines []string   // the last
	last  string     // why the process ended, as it says; "" if it doesn't
}

func newStderrLog(log *slog.Logger) *stderrLog { return &stderrLog{log: log, left: maxStderr} }

// Write never fails.
func (s *stderrLog) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for rest := p; len(rest) > 0; {
		part, after, whole := bytes.Cut(rest, []byte("\n"))
		room := max(childprocess.MaxText-len(s.line), 0)
		s.line = append(s.line, part[:min(len(part), room)]...)
		if whole {
			s.endLine()
		}
		rest = after
	}
	return len(p), nil
}

// end ends the line that has begun, after the last of them, and returns the last words.
func (s *stderrLog) end() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.endLine()
	return s.last
}

// endLine ends a line. The caller holds mu.
func (s *stderrLog) endLine() {
	line := childprocess.OneLine(string(s.line))
	s.line = s.line[:0]
	if line == "" {
		return
	}
	if s.last == "" && isCrashReason(line) {
		s.last = line
	}
	s.lines = append(s.lines[max(len(s.lines)+1-lastLines, 0):], line)
	if s.left <= 0 {
		return
	}
	if s.left -= len(line); s.left <= 0 {
		line += " … (no more of it is kept)"
	}
	s.log.Debug("encoder process", "says", line)
}

// report logs the last lines of a child that failed, for whoever wants to tell the makers
// of its driver. One that was ended on purpose is no matter.
func (s *stderrLog) report(reason error) {
	if !errors.Is(reason, errProcess) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	from, bytes := len(s.lines), 0
	for from > 0 && bytes+len(s.lines[from-1]) <= lastBytes {
		from--
		bytes += len(s.lines[from])
	}
	if from < len(s.lines) {
		s.log.Warn("the encoder process failed", "reason", reason, "said_last", strings.Join(s.lines[from:], " | "))
	}
}

// isCrashReason tells the line that gives the reason when a process of Go or C++ breaks
// down.
func isCrashReason(line string) bool {
	for _, start := range []string{"SIG", "panic: ", "fatal error: ", "terminate called", "runtime: out of memory"} {
		if strings.HasPrefix(line, start) {
			return true
		}
	}
	return false
}
