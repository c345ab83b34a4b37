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
	"descry/internal/filesize"
	"descry/library/index"
)

// progressLine shows progress: on a terminal in one line that is rewritten, in a log file by a
// line every few seconds.
type progressLine struct {
	w        io.Writer
	terminal bool
	mu       sync.Mutex
	last     time.Time
	width    int
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
			return what + " " + filesize.Format(done)
		}
		return fmt.Sprintf("%s %s · %d %%", what, filesize.FormatPart(done, total), done*100/total)
	})
}

// Count shows how many of a total are done: "Reading photos 120 of 864".
func (p *progressLine) Count(what string, done, total int) {
	p.update(func() string {
		return fmt.Sprintf("%s %s of %s", what, message.FormatCount(done), message.FormatCount(total))
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
	pad := max(0, p.width-len(text))
	fmt.Fprint(p.w, "\r", text, strings.Repeat(" ", pad))
	p.width = len(text)
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
		return "Looking through the folders…"
	case index.Waiting:
		return fmt.Sprintf("Waiting: %v", s.Err)
	case index.Paused:
		return "Paused"
	case index.Idle:
		if s.Notice != "" {
			return s.Notice
		}
		return "Up to date"
	case index.Indexing: // as follows
	}
	p := s.Progress
	what := "Indexing"
	switch {
	case s.Filling != "":
		what = "Preparing " + s.Filling + ":"
	case s.Rereading:
		what = "Looking at your photos again:"
	}
	text := fmt.Sprintf("%s %s of %s", what, message.FormatCount(p.Done), message.FormatCount(p.Done+p.Pending))
	if p.PerSecond > 0 {
		text += fmt.Sprintf(" · %.0f photos/s", p.PerSecond)
	}
	if left := timeLeft(p.Left); left != "" {
		text += " · " + left
	}
	if s.Unstable > 0 {
		text += " · waiting for " + message.Plural(s.Unstable, "file that is", "files that are") + " still being written"
	}
	if p.Failed > 0 {
		text += fmt.Sprintf(" · %s not readable", message.FormatCount(p.Failed))
	}
	return text
}
