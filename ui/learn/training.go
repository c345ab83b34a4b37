package learn

import (
	"context"
	"errors"
	"sync"
	"time"

	"descry/app/message"
	"descry/app/service/learning"
	"descry/ui/kit"
)

// training is a training under way. The page owns the training, which goes on while the page
// is closed and is cancelled when the window is closed.
type training struct {
	what     learning.Request
	cancel   context.CancelFunc
	stopping bool
	pace     kit.Pace

	mu     sync.Mutex
	latest learning.TrainProgress
	points []curvePoint
}

// report takes progress from any goroutine.
func (t *training) report(p learning.TrainProgress) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.latest = p
	if n := len(t.points); p.Total > 0 && (n == 0 || p.Step > t.points[n-1].Step) {
		t.points = append(t.points, curvePoint{Step: p.Step, Total: p.Total, Score: p.HeldOut, Loss: p.Loss})
	}
}

func (t *training) progress() (learning.TrainProgress, []curvePoint) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.latest, t.points[:len(t.points):len(t.points)]
}

// brief is the training's progress in the few words that fit the status bar.
func (t *training) brief() string {
	p, _ := t.progress()
	if t.stopping || p.Total <= 0 {
		return message.Text("learning-under-way", nil)
	}
	return message.Text("learning-share", message.Params{"Share": message.FormatPercent(int64(p.Step), int64(p.Total))})
}

// text says how far the training is and how long it takes.
func (t *training) text(now time.Time) string {
	p, _ := t.progress()
	if t.stopping {
		return message.Text("learning-stops", nil)
	}
	stage := message.OfNotice(p.Stage, now)
	if stage == "" {
		stage = message.Text("learning-starts", nil)
	}
	if p.Total <= 0 {
		return message.Text("learning-stage", message.Params{"Stage": stage})
	}
	t.pace.Look(stage, int64(p.Step), now)
	parts := []string{message.Text("learning-stage-step", message.Params{"Stage": stage, "Step": message.FormatCount(p.Step), "Total": message.FormatCount(p.Total)})}
	left := p.SecondsTo
	if left <= 0 {
		left = t.pace.SecondsTo(int64(p.Total))
	}
	if words := message.FormatTimeLeft(left); words != "" {
		parts = append(parts, words)
	}
	return message.Phrases(parts)
}

// start trains on a request, unless a training is under way.
func (z *wizard) start(what learning.Request) {
	if z.running != nil {
		return
	}
	p := z.p
	ctx, cancel := context.WithCancel(p.tasks.Ctx)
	t := &training{what: what, cancel: cancel}
	z.running = t
	p.tasks.Run(func(context.Context) {
		defer cancel()
		trained, err := p.backend.Train(ctx, what, func(at learning.TrainProgress) {
			t.report(at)
			p.shell.JobsChanged()
		})
		p.tasks.Apply(func() { z.ended(t, trained, err) })
	})
	z.choose.say("", false)
	z.watch.show(t)
	z.lead(watchAt)
	p.shell.ShowJobs()
}

// cancel stops the training, which leaves everything unchanged.
func (z *wizard) cancel() {
	if t := z.running; t != nil && !t.stopping {
		t.stopping = true
		t.cancel()
		z.watch.show(t)
	}
}

// ended takes the result of a training. A user who is elsewhere gets a message.
func (z *wizard) ended(t *training, trained learning.Result, err error) {
	p := z.p
	z.running = nil
	said := learnedText(t.what)
	switch {
	case errors.Is(err, context.Canceled):
		said = ""
		z.choose.say(message.Text("learn-cancelled", nil), false)
		z.lead(chooseAt)
	case err != nil:
		said = message.OfError(err)
		p.log.Warn("learn", "err", err)
		z.choose.say(said, true)
		z.lead(chooseAt)
	default:
		if trained.Report.Refused != "" {
			said = refusedText(trained.Report)
		}
		z.compare.show(trained)
		z.lead(compareAt)
	}
	p.shell.ShowJobs()
	p.Changed()
	if said != "" && !z.shownNow() {
		p.shell.Say(said, message.Text("page-learn", nil), func() { p.openTab(teachTab) })
	}
}
