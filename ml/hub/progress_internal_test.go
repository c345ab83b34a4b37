package hub

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestProgressIsCalm(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := File{Path: "a", Size: 3_000_000}
		var got []Progress
		var times []time.Time
		m := startMeter([]File{f}, func(p Progress) {
			got = append(got, p)
			times = append(times, time.Now())
		})
		m.set(f, 1_000_000) // was there before
		for i := range 2000 {
			m.add(f, 1_000_000+int64(i+1)*1000, 1000)
			time.Sleep(time.Millisecond)
		}
		m.stop()
		if len(got) < 18 || len(got) > 21 {
			t.Errorf("%d reports in 2 s", len(got))
		}
		for i := 1; i < len(got)-1; i++ {
			if times[i].Sub(times[i-1]) < 90*time.Millisecond || got[i].Done < got[i-1].Done {
				t.Errorf("report %d: %+v after %+v", i, got[i], got[i-1])
			}
		}
		last := got[len(got)-1]
		if last.Done != 3_000_000 || last.Total != 3_000_000 || last.File != "a" || last.Rate < 900_000 || last.Rate > 1_100_000 {
			t.Errorf("last report %+v", last)
		}
	})
}

func TestNoReportsWithoutNews(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		calls := 0
		m := startMeter([]File{{Path: "a", Size: 1}}, func(Progress) { calls++ })
		time.Sleep(time.Minute)
		m.stop()
		if calls != 2 { // the first, and the one at the end
			t.Errorf("%d reports", calls)
		}
	})
}

func TestSpeed(t *testing.T) {
	var s speed
	start := time.Unix(0, 0)
	for i, want := range []float64{0, 100, 100, 100} {
		if got := s.at(start.Add(time.Duration(i)*time.Second), int64(i)*100); got != want {
			t.Errorf("after %d s: %v, want %v", i, got, want)
		}
	}
	if got := s.at(start.Add(time.Minute), 300); got != 0 {
		t.Errorf("long after: %v", got)
	}
}
