package ui

import "time"

// pace measures how fast something goes on, smoothed over a few seconds.
type pace struct {
	stage     string
	at        time.Time
	done      int64
	perSecond float64 // 0 = not known yet
}

// look takes a sample. A new stage begins anew; what was done before the first
// sample, such as an earlier part of a download, doesn't count.
func (p *pace) look(stage string, done int64, now time.Time) {
	if stage != p.stage || done < p.done || p.at.IsZero() {
		*p = pace{stage: stage, at: now, done: done}
		return
	}
	seconds := now.Sub(p.at).Seconds()
	if seconds < 1 { // shorter samples jump about
		return
	}
	rate := float64(done-p.done) / seconds
	if p.perSecond == 0 {
		p.perSecond = rate
	}
	p.perSecond += (rate - p.perSecond) / 4
	p.at, p.done = now, done
}

// secondsTo is how long the rest takes, 0 when that is not known.
func (p *pace) secondsTo(total int64) float64 {
	if p.perSecond <= 0 || total <= p.done {
		return 0
	}
	return float64(total-p.done) / p.perSecond
}
