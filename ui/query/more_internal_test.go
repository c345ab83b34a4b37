package query

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"descry/app/message"
	"descry/app/service"
	"descry/library"
	"descry/ui/query/querytest"
)

// ranked is a search over photos that a ranking holds.
type ranked struct {
	*querytest.Ranking
	*fakeBackend
}

func newRanked(photos, good, maybe int) *ranked {
	b := &ranked{&querytest.Ranking{Photos: photos, Good: good, Maybe: maybe}, threePhotos()}
	b.Rank(b.Ranking)
	return b
}

// open makes a window on a search of the backend.
func (b *ranked) open(t *testing.T, then State) *rig {
	t.Helper()
	r := newRigAt(t, b.fakeBackend, then)
	r.find(t, &b.Asks, "a dog on a lawn")
	return r
}

func (r *rig) waitCount(t *testing.T, n int) {
	t.Helper()
	r.until(t, message.FormatCount(n)+" photos", func() bool { return r.grid.Count() == n && !r.nav.growing })
}

// inOrder checks that the photos are those of the ranking from the first on.
func (r *rig) inOrder(t *testing.T, b *ranked) {
	t.Helper()
	if got := r.shownIDs(); !slices.Equal(got, b.IDs(len(got))) {
		t.Errorf("the photos stand in another order, or some twice: %v", got)
	}
}

func TestAnswersGoOnAtAKey(t *testing.T) {
	b := newRanked(434, 12, 22)
	b.Closed = true
	r := b.open(t, State{})
	if !r.more.show.Visible() || r.more.show.Text != "Show 200 more, less certain" || r.grid.Count() != 34 {
		t.Fatalf("%d photos, and then %q", r.grid.Count(), r.more.show.Text)
	}
	r.ReachedEnd() // scrolling shows no more before it was asked for
	if r.nav.growing {
		t.Fatal("scrolling opened what is less certain")
	}
	r.ShowMore()
	r.waitCount(t, 234)
	r.inOrder(t, b)
	if got := len(headings(r.listed)); got != 3 || headings(r.listed)[2].Title != "Less certain" || headings(r.listed)[2].First != 34 {
		t.Errorf("headings %+v", headings(r.listed))
	}
	r.ReachedEnd()
	r.waitCount(t, 434)
	r.inOrder(t, b)
	if r.more.show.Visible() || r.more.end.Text != "That was all: 434 photos" {
		t.Errorf("at the end: %q, %q", r.more.show.Text, r.more.end.Text)
	}
	if n := b.SearchCalls("Ranking"); n != 1 {
		t.Errorf("the ranking was asked for %d times", n)
	}
	r.ShowMore()
	if text := r.shell.said; !strings.Contains(text, "All photos of this search are shown") {
		t.Errorf("a further m says %q", text)
	}
}

func TestTheRowSaysHowManyAreLeft(t *testing.T) {
	for _, tt := range []struct {
		l         listing
		pending   int
		show, end string
	}{
		{l: listing{Answer: service.Answer{Ranked: true, Tiles: tilesOf(1, 2), Good: 1, Maybe: 1, Left: 34}}, show: "Show 34 more, less certain"},
		{l: listing{Answer: service.Answer{Ranked: true, Tiles: tilesOf(1, 2), Good: 1, Maybe: 1, Left: 8213}}, show: "Show 200 more, less certain"},
		{l: listing{Answer: service.Answer{Ranked: true, Tiles: tilesOf(1, 2), Good: 500, Left: 600}}, show: "Show 200 more"},
		{l: listing{Answer: service.Answer{Ranked: true, Tiles: tilesOf(1, 2), Good: 2}}},
		{l: listing{Answer: service.Answer{Ranked: true, Tiles: tilesOf(1, 2), Good: 1}}, end: "That was all: 2 photos"},
		{l: listing{Answer: service.Answer{Ranked: true, Tiles: tilesOf(1)}}, pending: 2, end: "That was all so far: 1 photo. 2 files are still to be looked at."},
		{l: listing{Answer: service.Answer{Tiles: tilesOf(1, 2)}}}, // filters alone
	} {
		if show, end := moreText(tt.l), endText(tt.l, tt.pending); show != tt.show || end != tt.end {
			t.Errorf("%d good of %d with %d left: %q, %q", tt.l.Good, len(tt.l.Tiles), tt.l.Left, show, end)
		}
	}
}

// Good matches beyond those that an answer begins with come by themselves, and no
// more than they.
func TestMatchesGoOnByThemselves(t *testing.T) {
	b := newRanked(2000, 1100, 150)
	b.First = 1000
	r := b.open(t, State{})
	if got := r.result.text.Text; !strings.HasPrefix(got, "1,100 good matches, 150 maybe") || r.more.show.Text != "Show 200 more" {
		t.Errorf("the line says %q, the row %q", got, r.more.show.Text)
	}
	for _, n := range []int{1200, 1250} {
		r.ReachedEnd()
		r.waitCount(t, n)
	}
	r.ReachedEnd()
	r.inOrder(t, b)
	if r.nav.growing || r.more.show.Text != "Show 200 more, less certain" {
		t.Errorf("after the last match: %q", r.more.show.Text)
	}
}

// What the library has lost or gained since the answer neither doubles a photo nor
// leaves one out.
func TestMoreAfterTheLibraryChanged(t *testing.T) {
	b := newRanked(500, 3, 0)
	r := b.open(t, State{})
	b.Change(func() { b.Missing = 250; b.Photos = 502 })
	r.ShowMore()
	r.waitCount(t, 403)
	r.ShowMore()
	r.waitCount(t, 501)
	shown := r.shownIDs()
	slices.Sort(shown)
	want := slices.DeleteFunc(b.IDs(502), func(id library.PhotoID) bool { return id == 250 })
	if !slices.Equal(shown, want) {
		t.Errorf("%d photos, want all but one of 502", len(shown))
	}
}

func TestNewsKeepsHowFarOneHadOpened(t *testing.T) {
	b := newRanked(1000, 3, 4)
	r := b.open(t, State{})
	r.ShowMore()
	r.waitCount(t, 407)
	b.Change(func() { b.Good = 5 })
	r.LibraryChanged()
	r.until(t, "the news", func() bool { return r.listed.Good == 5 })
	if r.grid.Count() != 407 || b.Last().AtLeast != 407 {
		t.Errorf("%d photos after the library changed, asked for %d", r.grid.Count(), b.Last().AtLeast)
	}
	r.ShowMore()
	r.waitCount(t, 607)
	r.inOrder(t, b)
}

// Back leads to where one was, as far as one had opened and with what was chosen; so
// does the next start.
func TestBackAndRestartKeepWhatWasOpened(t *testing.T) {
	b := newRanked(1000, 3, 4)
	r := b.open(t, State{})
	r.ShowMore()
	r.waitCount(t, 407)
	r.grid.SetFocused(200)
	offset := r.grid.ScrollOffset()
	if offset == 0 {
		t.Fatal("the photo was to be seen without scrolling")
	}
	r.SimilarToChosen()
	r.waitAsked(t, &b.Asks, likeText(200))
	if b.Last().AtLeast != 0 {
		t.Errorf("the next search begins with %d photos", b.Last().AtLeast)
	}
	r.stepBack()
	if r.grid.Count() != 407 || r.grid.ScrollOffset() != offset || !slices.Equal(r.grid.Selected(), ids{200}) {
		t.Errorf("back at %d photos, offset %g, selected %v", r.grid.Count(), r.grid.ScrollOffset(), r.grid.Selected())
	}
	r.ShowMore()
	r.waitCount(t, 607)
	r = newRigAt(t, newRanked(1000, 3, 4).fakeBackend, r.State())
	if r.grid.Count() != 607 {
		t.Errorf("%d photos after a restart", r.grid.Count())
	}
}

func TestFeedbackKeepsWhatWasOpened(t *testing.T) {
	b := newRanked(1000, 3, 4)
	r := b.open(t, State{})
	r.ShowMore()
	r.waitCount(t, 407)
	r.grid.SetFocused(300)
	r.LikeChosen()
	r.settled(t)
	if b.Last().AtLeast != 407 || r.grid.Count() != 407 {
		t.Errorf("asked for %d, %d photos", b.Last().AtLeast, r.grid.Count())
	}
}

func TestAPageThatFailsIsSaidAndAskedForAgain(t *testing.T) {
	b := newRanked(500, 3, 4)
	r := b.open(t, State{})
	b.Change(func() { b.Fails = errors.New("the disk is gone") })
	r.ShowMore()
	r.until(t, "the error", func() bool { return strings.Contains(r.shell.said, "disk is gone") })
	b.Change(func() { b.Fails = nil })
	r.ShowMore()
	r.waitCount(t, 407)
}

func TestANewSearchDropsThePageOnItsWay(t *testing.T) {
	b := newRanked(500, 3, 4)
	r := b.open(t, State{})
	gate := make(chan struct{})
	b.OnRanking = func(service.Ask) ([]library.PhotoID, error) { <-gate; return b.IDs(500), nil }
	r.ShowMore()
	r.find(t, &b.Asks, "a cat on a mat")
	close(gate)
	r.tasks.Run(func(context.Context) {})
	r.ShowMore()
	r.waitCount(t, 407)
	r.inOrder(t, b)
	if r.listed.What != "a cat on a mat" {
		t.Errorf("the photos are of %q", r.listed.What)
	}
}

func TestThePressedRowGivesTheKeyboardToThePhotos(t *testing.T) {
	b := newRanked(500, 3, 4)
	r := b.open(t, State{})
	r.more.show.OnTapped()
	r.waitCount(t, 407)
	if r.win.Canvas().Focused() != fyne.Focusable(r.grid) {
		t.Error("the keyboard stays at the row")
	}
}
