package kit

import "time"

// Pace measures the speed of a task, smoothed over a few seconds.
type Pace struct {
	stage     string
	at        time.Time
	done      int64
	PerSecond float64 // 0 = not known yet
}

// Look takes a sample. A new stage begins anew. Work that was done before the first sample,
// such as an earlier part of a download, doesn't count.
func (p *Pace) Look(stage string, done int64, now time.Time) {
	if stage != p.stage || done < p.done || p.at.IsZero() {
		*p = Pace{stage: stage, at: now, done: done}
		return
	}
	seconds := now.Sub(p.at).Seconds()
	if seconds < 1 { // shorter samples jump about
		return
	}
	rate := float64(done-p.done) / seconds
	if p.PerSecond == 0 {
		p.PerSecond = rate
	}
	p.PerSecond += (rate - p.PerSecond) / 4
	p.at, p.done = now, done
}

// SecondsTo is how long the rest takes in seconds, 0 when unknown.
func (p *Pace) SecondsTo(total int64) float64 {
	if p.PerSecond <= 0 || total <= p.done {
		return 0
	}
	return float64(total-p.done) / p.PerSecond
}
