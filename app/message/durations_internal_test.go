package message

import (
	"math"
	"testing"
	"time"

	"descry/internal/duration"
)

func TestTimeLeft(t *testing.T) {
	for seconds, want := range map[float64]string{
		0: "", math.Inf(1): "", 4: "a few seconds left", 42: "45 s left", 281: "5 min left", 2*3600 + 13*60: "2 h 10 min left",
		30 * 3600: "30 h left", 100 * 3600: "5 days left",
	} {
		if got := FormatTimeLeft(seconds); got != want {
			t.Errorf("%v seconds: %q, want %q", seconds, got, want)
		}
	}
}

func TestFormatSeconds(t *testing.T) {
	for seconds, want := range map[float64]string{0.001: "0.01 s", 0.05: "0.05 s", 0.5: "0.5 s", 9.96: "10 s", 1234: "1,234 s"} {
		if got := FormatSeconds(seconds); got != want {
			t.Errorf("%v: %q, want %q", seconds, got, want)
		}
	}
}

// TestFormatDuration holds the English messages to what errors from below say.
func TestFormatDuration(t *testing.T) {
	for _, d := range []time.Duration{0, 1, 120 * time.Millisecond, time.Second, 4440 * time.Millisecond, 30 * time.Second, time.Minute, 61 * time.Second,
		5 * time.Minute, 72*time.Minute + 29*time.Second, 24 * time.Hour, 30 * time.Hour, 72*time.Hour + 20*time.Minute} {
		if got, want := FormatDuration(d), duration.Format(d); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
}
