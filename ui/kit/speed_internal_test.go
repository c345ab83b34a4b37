package kit

import (
	"testing"
	"time"
)

func TestPace(t *testing.T) {
	p := &Pace{}
	at := time.Date(2024, 5, 16, 14, 0, 0, 0, time.UTC)
	p.Look("Downloading", 1000, at) // resumed: what was there before is no speed
	if p.PerSecond != 0 || p.SecondsTo(5000) != 0 {
		t.Errorf("one sample gives %v a second", p.PerSecond)
	}
	p.Look("Downloading", 1100, at.Add(time.Second))
	p.Look("Downloading", 1150, at.Add(1100*time.Millisecond)) // too soon to tell
	if p.PerSecond != 100 || p.SecondsTo(1600) != 5 {
		t.Errorf("%v a second, %v s left", p.PerSecond, p.SecondsTo(1600))
	}
	p.Look("Converting", 0, at.Add(2*time.Second))
	if p.PerSecond != 0 {
		t.Error("the next stage begins with the speed of the last")
	}
}
