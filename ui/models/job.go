package models

import (
	"context"
	"errors"
	"sync"
	"time"

	"descry/app/message"
	"descry/app/notice"
	"descry/ui/kit"
)

// job is a long operation on a model. The page owns the job, which goes on while the page is
// closed and is cancelled when the window is closed. An ended job with a note stays until the
// note was seen.
type job struct {
	key    string // subject of the job: a pack, an offer, the import
	name   string // for the user
	cancel context.CancelFunc

	ended, stopping bool
	note            string // how the job ended
	wrong           bool
	pace            kit.Pace

	mu          sync.Mutex
	stage       notice.Notice
	done, total int64
}

// running reports whether a job is under way. A nil job is not.
func (j *job) running() bool { return j != nil && !j.ended }

// report takes progress from any goroutine. The zero Notice leaves the stage unchanged.
func (j *job) report(stage notice.Notice, done, total int64) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if !stage.IsZero() {
		j.stage = stage
	}
	j.done, j.total = done, total
}

// progress is the stage in words, and how many bytes of it are done.
func (j *job) progress(now time.Time) (stage string, done, total int64) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return message.OfNotice(j.stage, now), j.done, j.total
}

// text says how far the job is, how fast the job goes and how long the rest takes.
func (j *job) text(now time.Time) string {
	stage, done, total := j.progress(now)
	if j.stopping {
		return message.Text("models-job-stops", nil)
	}
	if total <= 0 {
		return message.Text("models-job", message.Params{"Stage": stage})
	}
	j.pace.Look(stage, done, now)
	parts := []string{message.Text("models-job-part", message.Params{"Stage": stage, "Part": message.FormatBytesPart(done, total)})}
	if rate := j.pace.PerSecond; rate >= 1 {
		parts = append(parts, message.Text("models-job-rate", message.Params{"Size": message.FormatBytes(int64(rate))}))
	}
	if left := message.FormatTimeLeft(j.pace.SecondsTo(total)); left != "" {
		parts = append(parts, left)
	}
	return message.Phrases(parts)
}

// brief is text in the few words that fit the status bar.
func (j *job) brief(now time.Time) string {
	stage, done, total := j.progress(now)
	if total <= 0 {
		return message.Text("models-job", message.Params{"Stage": stage})
	}
	return message.Text("models-job-share", message.Params{"Stage": stage, "Share": message.FormatPercent(done, total)})
}

// stageProgress tells how far a job is: the stage, the zero Notice for the same one as before,
// and how many bytes of it are done.
type stageProgress = func(stage notice.Notice, done, total int64)

// work is what a job does. A work calls report as often as it likes.
type work func(ctx context.Context, report stageProgress) error

// startJob runs do unless a job with the same key is under way. ended is called with the
// outcome on the widgets' goroutine and may change the note. ended is not called when the job
// was cancelled.
func (p *Page) startJob(j *job, do work, ended func(*job, error)) {
	if p.jobs[j.key].running() {
		return
	}
	ctx, cancel := context.WithCancel(p.tasks.Ctx)
	j.cancel = cancel
	p.jobs[j.key] = j
	p.tasks.Run(func(context.Context) {
		defer cancel()
		err := do(ctx, func(stage notice.Notice, done, total int64) {
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

// sayEnded tells of a job's end that the user doesn't see on the page.
func (p *Page) sayEnded(j *job) {
	if j.note == "" {
		delete(p.jobs, j.key)
	} else if !p.open {
		p.shell.Say(message.Text("models-job-ended", message.Params{"Name": j.name, "Note": j.note}), message.Text("page-models", nil), p.shell.OpenPage)
	}
}

// cancelJob cancels a job, whose text is then that it is stopping.
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

// welcome says on the pack's row, or in a message, that a new pack is there.
func (p *Page) welcome(id, name string) {
	j := &job{key: id, name: name, ended: true, note: message.Text("models-ready", nil)}
	p.jobs[id] = j
	p.sayEnded(j)
}

// Brief says in a few words what is under way, for the status bar, "" for nothing.
func (p *Page) Brief() string {
	brief := ""
	for _, j := range p.jobs {
		if !j.running() {
			continue
		}
		if text := j.brief(p.now()); brief == "" || text < brief { // always the same job of several
			brief = text
		}
	}
	return brief
}
