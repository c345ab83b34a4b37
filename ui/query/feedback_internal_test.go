package query

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"descry/app/service"
	"descry/library"
)

// answered makes a search that finds photos 1 to n.
func answered(t *testing.T, n int) (*rig, *asks) {
	t.Helper()
	b, a := threePhotos(), &asks{}
	b.OnSearch = func(_ context.Context, ask service.Ask) (service.Answer, error) {
		a.Record(ask)
		return b.Answer(n), nil
	}
	r := newRig(t, b)
	r.find(t, a, "dog in:Norway")
	return r, a
}

// settled waits until all is said and the answer is that of the backend.
func (r *rig) settled(t *testing.T) {
	t.Helper()
	r.until(t, "the new order", func() bool { return r.idle() })
}

func (r *rig) expectSaid(t *testing.T, liked, rejected []library.PhotoID) {
	t.Helper()
	r.settled(t)
	if l, x := r.b.Judged(); !slices.Equal(l, liked) || !slices.Equal(x, rejected) {
		t.Errorf("liked %v and rejected %v, want %v and %v", l, x, liked, rejected)
	}
}

func TestGoodAnswersLead(t *testing.T) {
	r, _ := answered(t, 5)
	r.grid.Select(4)
	r.LikeChosen()
	r.expectSaid(t, ids{4}, nil)
	if got := r.shownIDs(); !slices.Equal(got, ids{4, 1, 2, 3, 5}) {
		t.Errorf("shown %v", got)
	}
	if r.Badge(4) == "" || r.Badge(1) != "" {
		t.Error("the liked photo has no mark, or another has one")
	}
	if text := r.result.text.Text; !strings.HasSuffix(text, " · 1 right answer") || !r.result.said.Visible() {
		t.Errorf("the line says %q", text)
	}
	r.LikeChosen() // again
	r.expectSaid(t, nil, nil)
	if r.result.said.Visible() || strings.Contains(r.result.text.Text, "right answer") {
		t.Errorf("the line says %q after that was taken back", r.result.text.Text)
	}
	if !r.nav.at.Searching || strings.Contains(r.nav.at.Text, "like:") {
		t.Errorf("the search is %q now", r.nav.at.Text)
	}
}

func TestRejectedPhotosLeaveAtOnce(t *testing.T) {
	r, _ := answered(t, 5)
	r.b.Gate = make(chan struct{})
	r.grid.Select(2)
	r.RejectChosen()
	if got := r.shownIDs(); !slices.Equal(got, ids{1, 3, 4, 5}) || r.grid.Focused() != 3 {
		t.Fatalf("shown %v with the keyboard on %d while the backend is busy", got, r.grid.Focused())
	}
	r.RejectChosen() // and the next
	if !strings.Contains(r.result.text.Text, "3 good matches") || !strings.Contains(r.result.text.Text, "2 wrong answers left out") {
		t.Errorf("the line says %q", r.result.text.Text)
	}
	close(r.b.Gate)
	r.expectSaid(t, nil, ids{2, 3})
	if got := r.shownIDs(); !slices.Equal(got, ids{1, 4, 5}) || r.grid.Focused() != 4 {
		t.Errorf("shown %v with the keyboard on %d", got, r.grid.Focused())
	}
	r.undoLast() // undo the last
	r.expectSaid(t, nil, ids{2})
	if got := r.shownIDs(); !slices.Equal(got, ids{1, 3, 4, 5}) {
		t.Errorf("after undo: %v", got)
	}
}

func TestTheLastPhotoLeaves(t *testing.T) {
	r, _ := answered(t, 2)
	r.grid.Select(2)
	r.RejectChosen()
	if r.grid.Focused() != 1 {
		t.Errorf("the keyboard is on %d", r.grid.Focused())
	}
	r.RejectChosen()
	r.expectSaid(t, nil, ids{2, 1})
	if r.grid.Count() != 0 || !r.result.said.Visible() {
		t.Errorf("%d photos, and a way back: %v", r.grid.Count(), r.result.said.Visible())
	}
	r.result.said.OnTapped()
	r.expectSaid(t, nil, nil)
	if r.grid.Count() != 2 {
		t.Errorf("%d photos after all is forgotten", r.grid.Count())
	}
}

func TestForgetAndUndo(t *testing.T) {
	r, _ := answered(t, 6)
	r.grid.Select(2, 3)
	r.LikeChosen()
	r.grid.Select(5)
	r.RejectChosen()
	r.expectSaid(t, ids{2, 3}, ids{5})
	if text := r.result.text.Text; !strings.HasSuffix(text, " · 2 right answers · 1 wrong answer left out") {
		t.Errorf("the line says %q", text)
	}
	r.result.said.OnTapped()
	r.expectSaid(t, nil, nil)
	if got := r.shownIDs(); !slices.Equal(got, ids{1, 2, 3, 4, 5, 6}) {
		t.Errorf("shown %v", got)
	}
	r.undoLast()
	r.expectSaid(t, ids{2, 3}, ids{5})
}

// TestTheViewStays: the order changes, the place on the wall doesn't.
func TestTheViewStays(t *testing.T) {
	r, _ := answered(t, 200)
	r.grid.SetFocused(150)
	at := r.grid.ScrollOffset()
	if at == 0 {
		t.Fatal("150 is on the first screen")
	}
	r.LikeChosen()
	r.expectSaid(t, ids{150}, nil)
	if r.grid.Tiles()[0].ID != 150 || r.grid.ScrollOffset() != at {
		t.Errorf("the view went from %v to %v", at, r.grid.ScrollOffset())
	}
}

func TestErrorBringsThePhotoBack(t *testing.T) {
	r, _ := answered(t, 3)
	r.b.FeedbackFails = errors.New("the disk is full")
	r.grid.Select(2)
	r.RejectChosen()
	r.settled(t)
	if got := r.shownIDs(); !slices.Equal(got, ids{1, 2, 3}) || r.shell.said != "The disk is full." {
		t.Errorf("shown %v, said %q", got, r.shell.said)
	}
}

// TestElsewhereTheyAreExamples: what isn't described has no good answers.
func TestElsewhereTheyAreExamples(t *testing.T) {
	r, a := answered(t, 3)
	r.find(t, a, likeText(3))
	r.grid.Select(1)
	r.RejectChosen()
	r.waitAsked(t, a, likeText(3)+" -"+likeText(1))
	r.expectSaid(t, nil, nil)
}

func TestJudgedListing(t *testing.T) {
	l := listing{Answer: service.Answer{Tiles: tilesOf(1, 2, 3, 4), Good: 2, Maybe: 1, Liked: ids{1}}}
	less := l.judged(ids{1, 3, 4, 9}, library.No)
	if less.Good != 1 || less.Maybe != 0 || len(less.Tiles) != 1 || len(less.Liked) != 0 || len(less.Rejected) != 4 {
		t.Errorf("left out: %+v", less.Answer)
	}
	if len(l.Tiles) != 4 || !slices.Equal(l.Liked, ids{1}) {
		t.Errorf("the answer itself has changed: %+v", l.Answer)
	}
	for _, tt := range []struct {
		leaving ids
		want    library.PhotoID
	}{{ids{1}, 2}, {ids{2, 3}, 4}, {ids{4}, 3}, {ids{1, 3}, 2}, {ids{9}, 0}, {ids{1, 2, 3, 4}, 0}} {
		if got := nextTile(l.Tiles, tt.leaving); got != tt.want {
			t.Errorf("behind %v comes %d, want %d", tt.leaving, got, tt.want)
		}
	}
}
