package message

import (
	"testing"
	"time"
)

func TestRetryWords(t *testing.T) {
	now := time.Date(2026, 11, 30, 9, 0, 0, 0, time.FixedZone("here", 3600)) // a Monday
	for want, at := range map[string]time.Time{
		"":                             {},
		"will be tried again soon":     time.Unix(0, 0),
		"will be tried again at 09:32": time.Date(2026, 11, 30, 8, 32, 0, 0, time.UTC),
		"will be tried again on Tuesday at 00:05": time.Date(2026, 12, 1, 0, 5, 0, 0, now.Location()),
	} {
		if got := RetryWords(at, now); got != want {
			t.Errorf("%v: %q, want %q", at, got, want)
		}
	}
	for files, want := range map[int]string{0: "", 1: "1 will be tried again at 09:01", 1200: "1,200 will be tried again, the first at 09:01"} {
		if got := RetriesWords(files, now.Add(time.Minute), now); got != want {
			t.Errorf("%d: %q, want %q", files, got, want)
		}
	}
}
