//go:build !headless

package app

import (
	"context"
	"log/slog"
	"time"

	"fyne.io/fyne/v2"
)

// LatencyVariable, when set, makes the window log every second how long the goroutine of the
// widgets kept others waiting. The user feels such waits as jerking.
const LatencyVariable = "DESCRY_PULSE"

// latencyEvery is how often a function is queued for the goroutine of the widgets to measure
// the wait.
const latencyEvery = 20 * time.Millisecond

// measureLatency measures until ctx ends. Each second's waits are logged. A hang counts as one
// long wait.
func measureLatency(ctx context.Context, log *slog.Logger) {
	ticker := time.NewTicker(latencyEvery)
	defer ticker.Stop()
	var waits []time.Duration
	last := time.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		asked, answered := time.Now(), make(chan struct{})
		fyne.Do(func() { close(answered) })
		select {
		case <-ctx.Done():
			return
		case <-answered:
		}
		waits = append(waits, time.Since(asked))
		if time.Since(last) >= time.Second {
			logLatency(log, waits)
			waits, last = waits[:0], time.Now()
		}
	}
}

func logLatency(log *slog.Logger, waits []time.Duration) {
	var longest, sum time.Duration
	slow := 0
	for _, w := range waits {
		longest = max(longest, w)
		sum += w
		if w > 100*time.Millisecond {
			slow++
		}
	}
	log.Info("ui latency", "asked", len(waits), "longest_ms", longest.Milliseconds(),
		"mean_ms", (sum / time.Duration(len(waits))).Milliseconds(), "over_100ms", slow)
}
