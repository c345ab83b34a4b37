package ui

import (
	"context"
	"strings"
	"testing"

	"descry/library"
)

// TestALongChangeShowsHowFarItIs tags photos in steps: the message counts, stays for as
// long as that goes on, and its button stops it; what was done can be undone.
func TestALongChangeShowsHowFarItIs(t *testing.T) {
	r := newRig(t, oneFolder())
	step, stopped := make(chan int), make(chan struct{})
	r.b.fakeTags.during = func(ctx context.Context) {
		for done := range step {
			library.Progress(ctx, done, 12000)
		}
		<-ctx.Done()
		close(stopped)
	}
	r.tags.TagPhotos([]library.PhotoID{1, 2}, []library.Tag{tag("walk")}, nil)
	for _, c := range []struct {
		done int
		want string
	}{{5000, "Tagging photos: 5,000 of 12,000"}, {10000, "Tagging photos: 10,000 of 12,000"}} {
		step <- c.done
		r.until(t, c.want, func() bool { return r.said() == c.want })
		r.clock.elapse(2 * messageTime)
		if r.said() != c.want || r.offered() != "Cancel" {
			t.Fatalf("while it goes on: %q, offered %q", r.said(), r.offered())
		}
	}
	close(step)
	r.tapOffer(t)
	<-stopped
	r.until(t, "what was done", func() bool { return r.said() == "Tagged 2 photos: walk" && r.offered() == "Undo" })
	if len(r.toasts.list) != 1 {
		t.Errorf("%d messages are on show", len(r.toasts.list))
	}
}

// TestOtherLongChangesShowHowFarTheyAre does each, with what it says meanwhile.
func TestOtherLongChangesShowHowFarTheyAre(t *testing.T) {
	for _, c := range []struct {
		begin func(t *testing.T, r *rig)
		want  string
	}{
		{func(_ *testing.T, r *rig) { r.tags.Remove(tag("walk")) }, "Removing the tag from photos: 5,000 of 12,000"},
		{func(_ *testing.T, r *rig) { r.changes.Undo() }, "Undoing for photos: 5,000 of 12,000"},
		{func(_ *testing.T, r *rig) { r.changes.Redo() }, "Redoing for photos: 5,000 of 12,000"},
		{func(t *testing.T, r *rig) {
			r.changes.Open()
			r.until(t, "the history", func() bool { return len(r.frontRows()) == 1 })
			r.pressInFront(t, 0, "Undo up to here")
		}, "Undoing for photos: 5,000 of 12,000"},
	} {
		r := newRig(t, oneFolder())
		r.tags.TagPhotos([]library.PhotoID{1}, []library.Tag{tag("walk")}, nil)
		r.until(t, "the tag", func() bool { return r.said() == "Tagged 1 photo: walk" })
		if c.want[0] == 'R' && c.want[2] == 'd' {
			r.changes.Undo()
			r.until(t, "it taken back", func() bool { return strings.HasPrefix(r.said(), "Undid") })
		}
		stopped := make(chan struct{})
		r.b.fakeTags.during = func(ctx context.Context) {
			library.Progress(ctx, 5000, 12000)
			<-ctx.Done()
			close(stopped)
		}
		c.begin(t, r)
		r.until(t, c.want, func() bool { return r.said() == c.want && r.offered() == "Cancel" })
		r.tapOffer(t)
		<-stopped
		r.until(t, "the end of it", func() bool { return r.said() != c.want })
	}
}

func TestHeldMessagesOutlastOthers(t *testing.T) {
	r := newRig(t, oneFolder())
	o := r.toasts.hold("Under way", "Cancel", func() {})
	for _, text := range []string{"a", "b", "c", "d"} {
		r.toasts.say(text, "", nil)
	}
	if len(r.toasts.list) != mostToasts || r.toasts.list[0] != o {
		t.Errorf("%d messages, the first %q", len(r.toasts.list), r.toasts.list[0].text.Words.Text)
	}
	r.toasts.remove(o)
	if len(r.toasts.list) != mostToasts-1 {
		t.Errorf("%d messages are left", len(r.toasts.list))
	}
}
