package vector

import (
	"slices"
	"time"
)

// stopwatch collects the times of a benchmark's parts.
type stopwatch struct{ laps []time.Duration }

func (s *stopwatch) time(fn func()) {
	start := time.Now()
	fn()
	s.laps = append(s.laps, time.Since(start))
}

// median is in seconds. Unlike a mean, a median is not changed by other programs' bursts.
func (s *stopwatch) median() float64 {
	slices.Sort(s.laps)
	return s.laps[len(s.laps)/2].Seconds()
}
