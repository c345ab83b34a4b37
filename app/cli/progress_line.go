package cli

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"descry/app/message"
	"descry/app/notice"
	"descry/internal/columns"
	"descry/library/index"
)

// progressLine shows progress: on a terminal in one line that is rewritten, in a log file by a
// line every few seconds.
type progressLine struct {
	w        io.Writer
	terminal bool
	mu       sync.Mutex
	last     time.Time
	width    int // of the line that stands there, in columns
}

func newProgressLine(w io.Writer) *progressLine {
	p := &progressLine{w: w}
	if f, ok := w.(*os.File); ok {
		info, err := f.Stat()
		p.terminal = err == nil && info.Mode()&os.ModeCharDevice != 0
	}
	return p
}

func (p *progressLine) Show(s index.State) { p.update(func() string { return progressText(s) }) }

// bytes shows how much of a long copy is done.
func (p *progressLine) bytes(what string, done, total int64) {
	p.update(func() string {
		if total <= 0 {
			return message.Text("progress-bytes-so-far", message.Params{"What": what, "Bytes": message.FormatBytes(done)})
		}
		return message.Text("progress-bytes", message.Params{"What": what, "Part": message.FormatBytesPart(done, total),
			"Share": message.FormatPercent(done, total)})
	})
}

// Count shows how many of a total are done: "Reading photos: 120 of 864".
func (p *progressLine) Count(what string, done, total int) {
	p.update(func() string {
		return message.Text("progress-of", message.Params{"What": what, "Done": message.FormatCount(done), "All": message.FormatCount(total)})
	})
}

// update writes a line if the last line has stood long enough.
func (p *progressLine) update(text func() string) {
	every := 5 * time.Second
	if p.terminal {
		every = 100 * time.Millisecond
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if time.Since(p.last) < every {
		return
	}
	p.last = time.Now()
	p.write(text())
}

func (p *progressLine) write(text string) {
	if !p.terminal {
		fmt.Fprintln(p.w, text)
		return
	}
	fmt.Fprint(p.w, "\r", columns.Left(text, p.width))
	p.width = columns.Width(text)
}

// Tell shows a notice of how far something is.
func (p *progressLine) Tell(n notice.Notice) {
	p.update(func() string { return message.OfNotice(n, time.Now()) })
}

// Note prints a line that stays.
func (p *progressLine) Note(n notice.Notice) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
	fmt.Fprintln(p.w, message.OfNotice(n, time.Now()))
}

// end clears the line on a terminal.
func (p *progressLine) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
}

// clear removes the line. The caller holds mu.
func (p *progressLine) clear() {
	if p.terminal && p.width > 0 {
		fmt.Fprint(p.w, "\r", strings.Repeat(" ", p.width), "\r")
		p.width = 0
	}
}

// progressText is the state of an indexer: "Indexing 1,240 of 18,302 · 52 photos/s · 5 min
// left".
func progressText(s index.State) string {
	switch s.Phase {
	case index.Scanning:
		return message.Text("progress-scanning", nil)
	case index.Waiting:
		return message.Text("progress-waiting", message.Params{"Reason": message.Explain(s.Err)})
	case index.Paused:
		return message.Text("status-paused", nil)
	case index.Idle:
		if s.Notice != "" {
			return s.Notice
		}
		return message.Text("status-up-to-date", nil)
	case index.Indexing: // as follows
	}
	p := s.Progress
	progress := message.Params{"Progress": message.Text("status-progress",
		message.Params{"Done": message.FormatCount(p.Done), "Total": message.FormatCount(p.Done + p.Pending)})}
	var phrases []string
	switch {
	case s.Filling != "":
		progress["Model"] = s.Filling
		phrases = append(phrases, message.Text("status-preparing", progress))
	case s.Rereading:
		phrases = append(phrases, message.Text("status-looking-again", progress))
	default:
		phrases = append(phrases, message.Text("status-indexing", progress))
	}
	for _, phrase := range []string{message.FormatRate(p.PerSecond), message.FormatTimeLeft(p.Left.Seconds())} {
		if phrase != "" {
			phrases = append(phrases, phrase)
		}
	}
	if s.Unstable > 0 {
		phrases = append(phrases, message.Count("status-being-written", s.Unstable, nil))
	}
	if p.Failed > 0 {
		phrases = append(phrases, message.Count("progress-not-readable", p.Failed, nil))
	}
	return message.Phrases(phrases)
}
