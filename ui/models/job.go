package models

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"descry/app/message"
	"descry/internal/filesize"
	"descry/ui/kit"
)

// job is a long operation on a model. The page owns it: it goes on while the
// page is closed and is cancelled when the window is. An ended job that
// has something to say stays until it was seen.
type job struct {
	key    string // what it is about: a pack, an offer, the import
	name   string // for the user
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

// work is what a job does. It calls report as often as it likes.
type work func(ctx context.Context, report func(stage string, done, total int64)) error

// startJob runs do unless something is under way with the same thing already.
// ended is called with the outcome on the widgets' goroutine and may say more;
// it is not called when the job was cancelled.
func (p *Page) startJob(j *job, do work, ended func(*job, error)) {
	if p.jobs[j.key].running() {
		return
	}
	ctx, cancel := context.WithCancel(p.tasks.Ctx)
	j.cancel = cancel
	p.jobs[j.key] = j
	p.tasks.Run(func(context.Context) {
		defer cancel()
		err := do(ctx, func(stage string, done, total int64) {
			j.report(stage, done, total)
			p.shell.JobsChanged()
		})
		p.tasks.Apply(func() { p.endJob(j, err, ended) })
	})
	p.shell.ShowJobs()
}

func (p *Page) endJob(j *job, err error, ended func(*job, error)) {
	j.ended = true
	switch {
	case errors.Is(err, context.Canceled):
		delete(p.jobs, j.key)
	case err != nil:
		j.note, j.wrong = message.OfError(err), true
		p.log.Warn("model", "name", j.name, "err", err)
		fallthrough
	default:
		if ended != nil {
			ended(j, err)
		}
		p.sayEnded(j)
	}
	p.shell.ShowJobs()
	p.Changed()
}

// sayEnded tells of an end that nobody sees on the page.
func (p *Page) sayEnded(j *job) {
	if j.note == "" {
		delete(p.jobs, j.key)
	} else if !p.open {
		p.shell.Say(j.name+": "+j.note, "Models", p.shell.OpenPage)
	}
}

// cancelJob asks a job to stop; what it says next is that it is stopping.
func (p *Page) cancelJob(key string) {
	if j := p.jobs[key]; j.running() && !j.stopping {
		j.stopping = true
		j.cancel()
		p.shell.ShowJobs()
	}
}

// forgetEnded drops what jobs had to say.
func (p *Page) forgetEnded() {
	for key, j := range p.jobs {
		if j.ended {
			delete(p.jobs, key)
		}
	}
}

// welcome says on its row, or in a message, that a new pack is there.
func (p *Page) welcome(id, name string) {
	j := &job{key: id, name: name, ended: true, note: "Ready. “Use” makes it the model that searches."}
	p.jobs[id] = j
	p.sayEnded(j)
}

// Brief says in a few words what is under way, for the status bar; "" nothing.
func (p *Page) Brief() string {
	brief := ""
	for _, j := range p.jobs {
		if j.running() && (brief == "" || j.brief() < brief) { // always the same one of several
			brief = j.brief()
		}
	}
	return brief
}
