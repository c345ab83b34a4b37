package query

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"descry/library/query"
	"descry/ui/kit"
)

// counted has a search note what it parses.
func (r *rig) counted() *[]string {
	var parsed []string
	r.read.parse = func(source string, now time.Time) (query.Query, error) {
		parsed = append(parsed, source)
		return query.Parse(source, now)
	}
	return &parsed
}

// Chips, remarks, offers, the search and the line above its answer ask about one text, which is parsed
// once.
func TestATextIsParsedOnce(t *testing.T) {
	for _, typed := range []string{"a dog on a lawn", "beach 2015", "a street without people", "dog camera:canon snow", "dog date:2o19 lawn"} {
		b, _ := answering(twoGood)
		r := newRig(t, b)
		parsed := r.counted()
		test.Type(r.box, typed)
		r.clock.Elapse(kit.TypingPause)
		r.until(t, "the answer to "+typed, func() bool { return r.queueEmpty() && r.nav.loaded })
		once := slices.Compact(slices.Sorted(slices.Values(*parsed)))
		if len(once) != len(*parsed) || !slices.Contains(once, typed) {
			t.Errorf("%q: parsed %q", typed, *parsed)
		}
	}
}

// A text means another thing on the next day, and not all texts are kept.
func TestReadingsAreOfTheirDay(t *testing.T) {
	now, parsed := thursday, 0
	r := newReadings(func() time.Time { return now })
	r.parse = func(source string, now time.Time) (query.Query, error) {
		parsed++
		return query.Parse(source, now)
	}
	for _, step := range []struct {
		after time.Duration
		want  int
	}{{0, 2}, {9 * time.Hour, 2}, {time.Hour, 4}} { // from 14:00
		now = now.Add(step.after)
		for _, source := range []string{"date:yesterday", "dog"} {
			if _, err := r.of(source); err != nil {
				t.Fatal(err)
			}
		}
		if parsed != step.want {
			t.Errorf("at %v: parsed %d times, want %d", now, parsed, step.want)
		}
	}
	for i := range 2 * keptReadings {
		if _, err := r.of(strings.Repeat("dog ", i+1)); err != nil {
			t.Fatal(err)
		}
	}
	if len(r.kept) != keptReadings {
		t.Errorf("%d texts are kept", len(r.kept))
	}
}
