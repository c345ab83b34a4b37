package ui

import (
	"strings"
	"testing"
)

// TestABetterBuiltInModelIsSaid shows progress, one message, and what became of what
// was taught.
func TestABetterBuiltInModelIsSaid(t *testing.T) {
	s := newSchool()
	now := Status{Phase: Indexing, Renewing: true, Done: 1240, Total: 18302, PerSecond: 52, SecondsTo: 290,
		News: "Descry's built-in model is a better one now. Your photos are looked at again; until then searches find those it has seen."}
	s.status = func() Status {
		s.learnLock.Lock()
		defer s.learnLock.Unlock()
		return now
	}
	r := openSchool(t, s)
	r.until(t, "the progress", func() bool {
		return r.status.text.text == "Looking at your photos again: 1,240 of 18,302 · 52 photos/s · 5 min left"
	})
	r.until(t, "the message", func() bool { return r.said() == now.News })
	if r.learn.trouble.Visible() {
		t.Errorf("the page says %q of nothing", r.learn.trouble.words.Text)
	}
	const learned = "Descry's built-in model is a better one now: what you taught was learned anew on 30 November 2026, and searches use it."
	s.change(func(page *LearnPage) {
		page.Renewed = learned
		now = Status{Photos: 18302, News: learned}
	})
	r.until(t, "the second message", func() bool { return r.said() == learned })
	r.until(t, "the page", func() bool { return r.learn.trouble.Visible() && r.learn.trouble.words.Text == learned })
	r.until(t, "the end", func() bool { return strings.HasPrefix(r.status.text.text, "Up to date") })
}
