package ui

import (
	"context"
	"errors"

	"descry/app/message"
)

// work is what a job does. It calls report as often as it likes.
type work func(ctx context.Context, report func(stage string, done, total int64)) error

// startJob runs do unless something is under way with the same thing already.
// ended is called with the outcome on the widgets' goroutine and may say more;
// it is not called when the job was cancelled.
func (w *Window) startJob(j *job, do work, ended func(*job, error)) {
	if w.jobs[j.key].running() {
		return
	}
	ctx, cancel := context.WithCancel(w.tasks.Ctx)
	j.cancel = cancel
	w.jobs[j.key] = j
	w.tasks.Run(func(context.Context) {
		defer cancel()
		err := do(ctx, func(stage string, done, total int64) {
			j.report(stage, done, total)
			w.jobsChanged.Fire()
		})
		w.tasks.Apply(func() { w.endJob(j, err, ended) })
	})
	w.showJobs()
}

func (w *Window) endJob(j *job, err error, ended func(*job, error)) {
	j.ended = true
	switch {
	case errors.Is(err, context.Canceled):
		delete(w.jobs, j.key)
	case err != nil:
		j.note, j.wrong = message.OfError(err), true
		w.log.Warn("model", "name", j.name, "err", err)
		fallthrough
	default:
		if ended != nil {
			ended(j, err)
		}
		w.sayEnded(j)
	}
	w.showJobs()
	w.modelsChanged.Fire()
}

// sayEnded tells of an end that nobody sees on the page.
func (w *Window) sayEnded(j *job) {
	if j.note == "" {
		delete(w.jobs, j.key)
	} else if !w.modelsShown() {
		w.toasts.say(j.name+": "+j.note, "Models", w.openModels)
	}
}

// cancelJob asks a job to stop; what it says next is that it is stopping.
func (w *Window) cancelJob(key string) {
	if j := w.jobs[key]; j.running() && !j.stopping {
		j.stopping = true
		j.cancel()
		w.showJobs()
	}
}

// forgetEnded drops what jobs had to say.
func (w *Window) forgetEnded() {
	for key, j := range w.jobs {
		if j.ended {
			delete(w.jobs, key)
		}
	}
}

// showJobs shows progress on the page and in the status bar.
func (w *Window) showJobs() {
	brief := ""
	for _, j := range w.jobs {
		if j.running() && (brief == "" || j.brief() < brief) { // always the same one of several
			brief = j.brief()
		}
	}
	if brief == "" {
		brief = w.learn.wizard.brief()
	}
	w.status.setWork(brief)
	if w.modelsShown() {
		w.models.showJobs()
	}
	w.learn.wizard.showTraining()
}

// updateJobs is called at most ten times a second.
func (w *Window) updateJobs(context.Context) { w.tasks.Apply(w.showJobs) }
