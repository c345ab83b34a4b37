package ui

import (
	"context"
	"strings"
	"sync"
	"time"

	"descry/app/message"
	"descry/internal/filesize"
	"descry/ui/kit"
)

// job is a long operation on a model. The window owns it: it goes on while the
// Models page is closed and is cancelled when the window is. An ended job that
// has something to say stays until it was seen.
type job struct {
	key    string // what it is about: a pack, an offer, the import
	name   string // for the owner
	cancel context.CancelFunc

	ended, stopping bool
	note            string // how it ended
	wrong           bool
	pace            kit.Pace

	mu          sync.Mutex
	stage       string
	done, total int64
}

// running reports whether a job is under way; none is not.
func (j *job) running() bool { return j != nil && !j.ended }

// report takes progress from any goroutine. An empty stage leaves it as it is.
func (j *job) report(stage string, done, total int64) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if stage != "" {
		j.stage = stage
	}
	j.done, j.total = done, total
}

func (j *job) progress() (stage string, done, total int64) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.stage, j.done, j.total
}

// text says how far it is, how fast and how long it takes.
func (j *job) text(now time.Time) string {
	stage, done, total := j.progress()
	if j.stopping {
		return "Stopping…"
	}
	if total <= 0 {
		return stage + "…"
	}
	j.pace.Look(stage, done, now)
	parts := []string{stage + ": " + filesize.FormatPart(done, total)}
	if rate := j.pace.PerSecond; rate >= 1 {
		parts = append(parts, filesize.Format(int64(rate))+"/s")
	}
	if left := message.FormatTimeLeft(j.pace.SecondsTo(total)); left != "" {
		parts = append(parts, left)
	}
	return strings.Join(parts, " · ")
}

// brief is the same in the few words that fit the status bar beside all else.
func (j *job) brief() string {
	stage, done, total := j.progress()
	if total <= 0 {
		return stage + "…"
	}
	return stage + " " + message.FormatPercent(done, total)
}
