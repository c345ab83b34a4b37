package vector

import "time"

// stopwatch adds up the time of a benchmark's parts.
type stopwatch struct{ total time.Duration }

func (s *stopwatch) time(fn func()) {
	start := time.Now()
	fn()
	s.total += time.Since(start)
}
