package ui

import (
	"strings"
	"testing"
	"time"

	"descry/library"
)

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
	if want := "The other photos are not affected. Descry retries a file when it changes; 1 will be tried again soon."; p.title.Text != want {
		t.Errorf("title %q, want %q", p.title.Text, want)
	}
}
