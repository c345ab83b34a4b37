package ort

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"sync"

	"descry/internal/childprocess"
)

// maxStderr bounds how much of a child's standard error is logged, in bytes: a driver may
// complain of every picture.
const maxStderr = 64 << 10

// lastLines and lastBytes bound the end of standard error that the log has of a child that
// failed.
const (
	lastLines = 20
	lastBytes = 4 << 10
)

// stderrLog takes a child's standard error: warnings of drivers, and the reason of a crash.
// Standard error can't have names of photos, since a child gets nothing but pixels and
// tokens.
type stderrLog struct {
	log *slog.Logger

	mu    sync.Mutex // a child that can't be ended may go on talking
	line  []byte     // the line that has begun
	left  int        // bytes that may still be logged
	lines []string   // the last whole lines
	last  string     // the reason that the process gives for its crash, "" for none
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

// end ends the line that has begun and returns the reason of the crash, "" for none.
func (s *stderrLog) end() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.endLine()
	return s.last
}

// endLine logs the line that has begun, as a whole one. The caller holds mu.
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

// report logs the last lines of a child that failed, for a report to the makers of a
// driver. A child that was ended on purpose is not reported.
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

// isCrashReason reports the line in which a process of Go or C++ gives the reason of its
// crash.
func isCrashReason(line string) bool {
	for _, start := range []string{"SIG", "panic: ", "fatal error: ", "terminate called", "runtime: out of memory"} {
		if strings.HasPrefix(line, start) {
			return true
		}
	}
	return false
}
