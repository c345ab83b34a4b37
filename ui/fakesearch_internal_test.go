package ui

import (
	"context"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"

	"descry/app/message"
	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
	"descry/ui/kit/kittest"
	"descry/ui/query"
	"descry/ui/query/querytest"
)

func (f *fakeBackend) Why(_ context.Context, ask service.Ask, id library.PhotoID) (service.Why, error) {
	f.called("Why")
	if f.why == nil {
		return service.Why{}, nil
	}
	return f.why(ask, id)
}

func (f *fakeBackend) Heat(ctx context.Context, id library.PhotoID, part string) (service.Heat, error) {
	f.called("Heat " + part)
	if f.heat == nil {
		return service.Heat{}, nil
	}
	return f.heat(ctx, id, part)
}

// answering makes a backend that gives one answer to every search.
func answering(answer service.Answer) (*fakeBackend, *querytest.Asks) {
	b := oneFolder()
	return b, b.Answering(answer)
}

var twoGood = querytest.TwoGood()

// find types a query over the one that is there and presses Enter.
func (r *rig) find(t *testing.T, a *querytest.Asks, text string) {
	t.Helper()
	r.deleteAll()
	test.Type(r.search.Box(), text)
	r.search.Box().TypedKey(key(fyne.KeyReturn))
	r.until(t, "the search for "+text, func() bool {
		return r.search.Loaded() && !r.search.Waiting() && a.Last().Query.Source == r.search.At().Text && r.search.Text() == r.search.At().Text
	})
}

func (r *rig) waitAsked(t *testing.T, a *querytest.Asks, text string) {
	t.Helper()
	r.until(t, "the search for "+text, func() bool { return a.Last().Query.Source == text && r.search.Loaded() })
}

// deleteAll empties the box as one does by hand.
func (r *rig) deleteAll() {
	r.search.FocusBox()
	r.search.Box().TypedKey(key(fyne.KeyBackspace))
}

// expectJudged waits until what was said of answers has reached the backend, and the answers stand
// in their new order.
func (r *rig) expectJudged(t *testing.T, liked, rejected ids) {
	t.Helper()
	r.until(t, "the verdicts", func() bool {
		l, x := r.b.Judged()
		return slices.Equal(l, liked) && slices.Equal(x, rejected) && r.inOrder(len(x)) && r.idle() && r.queueEmpty()
	})
}

// inOrder reports that what is on show is what the backend answers by now, if that is an answer.
func (r *rig) inOrder(rejected int) bool {
	if !r.search.At().Searching {
		return true
	}
	shown := r.grid.Tiles()
	return slices.EqualFunc(shown, r.b.Answer(len(shown)+rejected).Tiles, func(a, b library.Tile) bool { return a.ID == b.ID })
}

// answered makes a window on a search that finds photos 1 to n.
func answered(t *testing.T, n int, state State) (*rig, *querytest.Asks) {
	t.Helper()
	b, a := oneFolder(), &querytest.Asks{}
	b.state = state
	b.OnSearch = func(_ context.Context, ask service.Ask) (service.Answer, error) {
		a.Record(ask)
		return b.Answer(n), nil
	}
	r := newRig(t, b)
	r.find(t, a, "dog in:Norway")
	return r, a
}

// inCentre are the texts in view above the photos and in their place.
func (r *rig) inCentre() []string { return kittest.Said(r.search.Root()) }

// line is what stands above the photos, "" while photos are selected.
func (r *rig) line() string {
	for _, o := range kittest.Visible(r.search.Root().Objects[0]) {
		if line, ok := o.(*kit.Line); ok && line.TextSize == fynetheme.SizeNameSubHeadingText {
			return line.Text
		}
	}
	return ""
}

// photosTop is where the photos begin.
func (r *rig) photosTop() float32 { return r.search.Root().Objects[1].Position().Y }

// box is where a query is typed.
func (r *rig) box() field { return r.search.Box().(field) }

// field is a text field.
type field interface {
	fyne.Focusable
	fyne.Shortcutable
	fyne.CanvasObject
}

// menuButton opens the menu in the corner.
func (r *rig) menuButton(t *testing.T) *kit.Button {
	t.Helper()
	return kittest.IconButton(t, r.search.Root(), message.Text("menu-main-tip", nil))
}

// hasIcon reports that an icon with a hint stands beside the box.
func (r *rig) hasIcon(hint string) bool {
	return slices.ContainsFunc(kittest.Visible(r.search.Root()), func(o fyne.CanvasObject) bool {
		b, ok := o.(*kit.Button)
		return ok && b.Hint == hint
	})
}

// savesSearch reports that the search on show can be saved.
func (r *rig) savesSearch() bool { return slices.Contains(r.inCentre(), "Save search") }

// completes reports that a filter is on offer below the box.
func (r *rig) completes() bool { return slices.Contains(r.inCentre(), "camera:") }

// slider is something to set a number with.
type slider interface {
	SetValue(float64)
	desktop.Hoverable
}

// sizeSlider is the one of the size of photos.
func (r *rig) sizeSlider(t *testing.T) slider {
	t.Helper()
	for _, o := range kittest.Visible(r.search.Root()) {
		if s, ok := o.(*kit.Slider); ok {
			return s
		}
	}
	t.Fatal("no slider")
	return nil
}

// strictness is the slider from fewer matches to more.
func (r *rig) strictness(t *testing.T) slider {
	t.Helper()
	for _, o := range kittest.Visible(r.search.Root()) {
		if _, size := o.(*kit.Slider); size {
			continue
		}
		if s, ok := o.(slider); ok {
			return s
		}
	}
	t.Fatal("no slider")
	return nil
}

// searchPlace is a search in all photos.
func searchPlace(text string) query.Place { return query.Place{Searching: true, Text: text} }
