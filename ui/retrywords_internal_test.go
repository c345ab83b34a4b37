package ui

import (
	"strings"
	"testing"
	"time"

	"descry/library"
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

// TestProblemsSayWhenTheyAreTriedAgain has one of three files fail for reasons of the
// system.
func TestProblemsSayWhenTheyAreTriedAgain(t *testing.T) {
	b := unread("there is no preview in the file", "it could not be read: input/output error")
	list := b.problems
	b.problems = func() ([]library.Problem, error) {
		found, err := list()
		found[1].RetryAt = time.Unix(1, 0)
		return found, err
	}
	r := problemsOf(t, b)
	p := r.problems
	for i := len(p.rows) - 1; i >= 0; i-- {
		p.fold(i)
	}
	got := strings.Join(p.said(), "\n")
	if !strings.Contains(got, "2.jpg | It could not be read: input/output error; will be tried again soon · /home/ann") {
		t.Errorf("rows %s", got)
	}
	if strings.Count(got, "tried again") != 1 {
		t.Errorf("the other file is said to be tried again: %s", got)
	}
	if want := "The other photos are not affected. Descry retries a file when it changes; 1 will be tried again soon."; p.title.text != want {
		t.Errorf("title %q, want %q", p.title.text, want)
	}
}
