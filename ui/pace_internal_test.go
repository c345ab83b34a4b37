package ui

import (
	"testing"
	"time"
)

func TestPace(t *testing.T) {
	p := &pace{}
	at := time.Date(2024, 5, 16, 14, 0, 0, 0, time.UTC)
	p.look("Downloading", 1000, at) // resumed: what was there before is no speed
	if p.perSecond != 0 || p.secondsTo(5000) != 0 {
		t.Errorf("one sample gives %v a second", p.perSecond)
	}
	p.look("Downloading", 1100, at.Add(time.Second))
	p.look("Downloading", 1150, at.Add(1100*time.Millisecond)) // too soon to tell
	if p.perSecond != 100 || p.secondsTo(1600) != 5 {
		t.Errorf("%v a second, %v s left", p.perSecond, p.secondsTo(1600))
	}
	p.look("Converting", 0, at.Add(2*time.Second))
	if p.perSecond != 0 {
		t.Error("the next stage begins with the speed of the last")
	}
}
