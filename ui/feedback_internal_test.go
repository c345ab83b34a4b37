package ui

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
)

// answered makes a window on a search that finds photos 1 to n.
func answered(t *testing.T, n int, state State) (*rig, *asks) {
	t.Helper()
	b, a := oneFolder(), &asks{}
	b.state = state
	b.search = func(_ context.Context, ask service.Ask) (service.Answer, error) {
		a.mu.Lock()
		a.all = append(a.all, ask)
		a.mu.Unlock()
		return b.answer(n), nil
	}
	r := newRig(t, b)
	r.search(t, a, "dog in:Norway")
	return r, a
}

// settled waits until all is said and the answer is that of the backend.
func (r *rig) settled(t *testing.T) {
	t.Helper()
	r.until(t, "the new order", func() bool { return r.idle() && r.judging == 0 && !r.nav.renewing && r.queueEmpty() })
}

func (r *rig) shownIDs() []library.PhotoID {
	var ids []library.PhotoID
	for _, t := range r.grid.Tiles() {
		ids = append(ids, t.ID)
	}
	return ids
}

func (r *rig) expectSaid(t *testing.T, liked, rejected []library.PhotoID) {
	t.Helper()
	r.settled(t)
	if l, x := r.b.said(); !slices.Equal(l, liked) || !slices.Equal(x, rejected) {
		t.Errorf("liked %v and rejected %v, want %v and %v", l, x, liked, rejected)
	}
}

type ids = []library.PhotoID

func TestGoodAnswersLead(t *testing.T) {
	r, _ := answered(t, 5, State{})
	r.grid.Select(4)
	r.TypedRune('+')
	r.expectSaid(t, ids{4}, nil)
	if got := r.shownIDs(); !slices.Equal(got, ids{4, 1, 2, 3, 5}) {
		t.Errorf("shown %v", got)
	}
	if r.badge(4) == "" || r.badge(1) != "" {
		t.Error("the liked photo has no mark, or another has one")
	}
	if text := r.result.text.Text; !strings.HasSuffix(text, " · 1 right answer") || !r.result.said.Visible() {
		t.Errorf("the line says %q", text)
	}
	r.TypedRune('+') // again
	r.expectSaid(t, nil, nil)
	if r.result.said.Visible() || strings.Contains(r.result.text.Text, "right answer") {
		t.Errorf("the line says %q after that was taken back", r.result.text.Text)
	}
	if r.nav.at.Kind != searching || strings.Contains(r.nav.at.Text, "like:") {
		t.Errorf("the search is %q now", r.nav.at.Text)
	}
}

func TestRejectedPhotosLeaveAtOnce(t *testing.T) {
	r, _ := answered(t, 5, State{})
	r.b.gate = make(chan struct{})
	r.grid.Select(2)
	r.TypedRune('x')
	if got := r.shownIDs(); !slices.Equal(got, ids{1, 3, 4, 5}) || r.grid.Focused() != 3 {
		t.Fatalf("shown %v with the keyboard on %d while the backend is busy", got, r.grid.Focused())
	}
	r.TypedRune('x') // and the next
	if !strings.Contains(r.result.text.Text, "3 good matches") || !strings.Contains(r.result.text.Text, "2 wrong answers left out") {
		t.Errorf("the line says %q", r.result.text.Text)
	}
	close(r.b.gate)
	r.expectSaid(t, nil, ids{2, 3})
	if got := r.shownIDs(); !slices.Equal(got, ids{1, 4, 5}) || r.grid.Focused() != 4 {
		t.Errorf("shown %v with the keyboard on %d", got, r.grid.Focused())
	}
	r.tapOffer(t) // undo the last
	r.expectSaid(t, nil, ids{2})
	if got := r.shownIDs(); !slices.Equal(got, ids{1, 3, 4, 5}) {
		t.Errorf("after undo: %v", got)
	}
}

func TestTheLastPhotoLeaves(t *testing.T) {
	r, _ := answered(t, 2, State{})
	r.grid.Select(2)
	r.TypedRune('x')
	if r.grid.Focused() != 1 {
		t.Errorf("the keyboard is on %d", r.grid.Focused())
	}
	r.TypedRune('x')
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
	r, _ := answered(t, 6, State{})
	r.grid.Select(2, 3)
	r.TypedRune('+')
	r.grid.Select(5)
	r.TypedRune('x')
	r.expectSaid(t, ids{2, 3}, ids{5})
	if text := r.result.text.Text; !strings.HasSuffix(text, " · 2 right answers · 1 wrong answer left out") {
		t.Errorf("the line says %q", text)
	}
	r.result.said.OnTapped()
	r.expectSaid(t, nil, nil)
	if got := r.shownIDs(); !slices.Equal(got, ids{1, 2, 3, 4, 5, 6}) {
		t.Errorf("shown %v", got)
	}
	r.tapOffer(t)
	r.expectSaid(t, ids{2, 3}, ids{5})
}

// TestTheViewStays: the order changes, the place on the wall doesn't.
func TestTheViewStays(t *testing.T) {
	r, _ := answered(t, 200, State{})
	r.grid.SetFocused(150)
	at := r.grid.ScrollOffset()
	if at == 0 {
		t.Fatal("150 is on the first screen")
	}
	r.TypedRune('+')
	r.expectSaid(t, ids{150}, nil)
	if r.grid.Tiles()[0].ID != 150 || r.grid.ScrollOffset() != at {
		t.Errorf("the view went from %v to %v", at, r.grid.ScrollOffset())
	}
}

func TestErrorBringsThePhotoBack(t *testing.T) {
	r, _ := answered(t, 3, State{})
	r.b.fakeFeedback.fail = errors.New("the disk is full")
	r.grid.Select(2)
	r.TypedRune('x')
	r.settled(t)
	if got := r.shownIDs(); !slices.Equal(got, ids{1, 2, 3}) || r.said() != "The disk is full." {
		t.Errorf("shown %v, said %q", got, r.said())
	}
}

// TestElsewhereTheyAreExamples: what isn't described has no good answers.
func TestElsewhereTheyAreExamples(t *testing.T) {
	r, a := answered(t, 3, State{})
	r.search(t, a, likeText(3))
	r.grid.Select(1)
	r.TypedRune('x')
	r.waitAsked(t, a, likeText(3)+" -"+likeText(1))
	r.expectSaid(t, nil, nil)
}

func labels(items []*fyne.MenuItem) []string {
	var names []string
	for _, i := range items {
		names = append(names, i.Label)
	}
	return names
}

func TestMenuOfAnswers(t *testing.T) {
	r, a := answered(t, 3, State{})
	menu := labels(r.onePhotoMenu(2))
	if i := slices.Index(menu, "Right answer"); i < 0 || !slices.Equal(menu[i:i+3], []string{"Right answer", "Wrong answer", "More like this"}) {
		t.Errorf("menu %q", menu)
	}
	r.onePhotoMenu(2)[2].Action()
	r.expectSaid(t, ids{2}, nil)
	if menu := labels(r.onePhotoMenu(2)); !slices.Contains(menu, "No longer a right answer") {
		t.Errorf("menu %q", menu)
	}
	r.exampleItems(ids{2, 3})[1].Action()
	r.expectSaid(t, nil, ids{2, 3})
	r.exampleItems(ids{1})[2].Action()
	r.until(t, "the example", func() bool { return strings.Contains(a.last().Query.Source, likeText(1)) && r.nav.loaded })
	r.Escape()
	r.clearQuery()
	r.Escape()
	r.waitKind(t, browsing)
	if menu := labels(r.exampleItems(ids{1, 2})); !slices.Equal(menu, []string{"More like these", "Not like these"}) {
		t.Errorf("while browsing: %q", menu)
	}
}

func TestDetailsJudge(t *testing.T) {
	r, _ := answered(t, 3, State{Width: 1280, Height: 800, DetailsShown: true})
	press := func(name string) {
		t.Helper()
		var b *kit.Button
		r.until(t, "the button "+name, func() bool {
			b = buttonNamed(r.details.Root(), name)
			return b != nil
		})
		b.OnTapped()
	}
	r.grid.Select(2)
	press("Right answer")
	r.expectSaid(t, ids{2}, nil)
	press("No longer a right answer")
	r.expectSaid(t, nil, nil)
	press("Wrong answer")
	r.expectSaid(t, nil, ids{2})
	r.until(t, "the details of the next", func() bool { return r.details.Photo() == 3 })
}

// buttonNamed looks for a button within an object.
func buttonNamed(o fyne.CanvasObject, name string) (found *kit.Button) {
	walk(o, func(o fyne.CanvasObject) {
		if b, ok := o.(*kit.Button); ok && b.Text == name && found == nil {
			found = b
		}
	})
	return found
}

func TestViewerGoesOnToTheNext(t *testing.T) {
	r, _ := answered(t, 3, State{})
	r.view(2)
	items := r.onePhotoMenu(r.viewer.Current())
	items[slices.Index(labels(items), "Wrong answer")].Action()
	if r.viewer.Current() != 3 {
		t.Errorf("the viewer shows %d", r.viewer.Current())
	}
	r.expectSaid(t, nil, ids{2})
	if !r.zones.viewing || r.viewer.Current() != 3 {
		t.Errorf("viewing %v, photo %d", r.zones.viewing, r.viewer.Current())
	}
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
