package query

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"descry/library"
	"descry/ui/kit"
)

// completing makes a backend with two cameras.
func completing() (*fakeBackend, *asks) {
	b, a := answering(twoGood)
	b.OnFacets = func(library.Facet, string) ([]library.FacetValue, error) {
		return []library.FacetValue{{Value: "Canon EOS 5D", Photos: 1240}, {Value: "Casio", Photos: 3}}, nil
	}
	return b, a
}

func (r *rig) offer(t *testing.T, typed string) {
	t.Helper()
	test.Type(r.box, typed)
	r.clock.Elapse(completionPause)
	r.until(t, "completions", r.completion.open)
}

func TestCompletionIsTakenWithTab(t *testing.T) {
	b, a := completing()
	r := newRig(t, b)
	if r.box.AcceptsTab() {
		t.Error("Tab is taken with nothing to complete")
	}
	r.offer(t, "dog camera:ca")
	if !r.completion.list.Root.Visible() || !r.box.AcceptsTab() || r.win.Canvas().Focused() != fyne.Focusable(r.box) {
		t.Fatal("the list is not to be seen, or has taken the keyboard")
	}
	r.box.TypedKey(key(fyne.KeyTab))
	r.waitAsked(t, a, `camera:"Canon EOS 5D" dog`)
	if r.completion.open() || !slices.Equal(r.chipTexts(), []string{`camera:"Canon EOS 5D"`}) {
		t.Errorf("open %v, chips %q", r.completion.open(), r.chipTexts())
	}
}

func TestCompletionIsTakenWithArrowsAndEnter(t *testing.T) {
	b, a := completing()
	r := newRig(t, b)
	r.offer(t, "camera:ca")
	for _, k := range []fyne.KeyName{fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyUp, fyne.KeyDown} {
		r.box.TypedKey(key(k))
	}
	r.box.TypedKey(key(fyne.KeyReturn))
	r.waitAsked(t, a, "camera:Casio")
}

// Enter without a choice means what was typed.
func TestEnterTakesWhatWasTyped(t *testing.T) {
	b, a := completing()
	r := newRig(t, b)
	r.offer(t, "camera:ca")
	r.box.TypedKey(key(fyne.KeyReturn))
	r.waitAsked(t, a, "camera:ca")
	if r.completion.open() {
		t.Error("the list stays open")
	}
}

func TestEscapeClosesTheListFirst(t *testing.T) {
	b, _ := completing()
	r := newRig(t, b)
	r.offer(t, "camera:ca")
	r.box.TypedKey(key(fyne.KeyEscape))
	if r.completion.open() || r.box.Text != "camera:ca" {
		t.Fatalf("open %v, box %q", r.completion.open(), r.box.Text)
	}
	r.offer(t, "n")
	r.win.Canvas().Focus(r.grid)
	r.clock.Elapse(kit.ClickPause)
	r.until(t, "the list to close with the keyboard gone", func() bool { return !r.completion.open() })
}

func TestNamesOfFiltersAreCompleted(t *testing.T) {
	b, a := completing()
	r := newRig(t, b)
	r.offer(t, "dog came")
	r.box.TypedKey(key(fyne.KeyTab))
	if r.box.Text != "dog camera:" {
		t.Fatalf("box %q", r.box.Text)
	}
	r.clock.Elapse(completionPause)
	r.until(t, "the cameras", r.completion.open)
	r.completion.list.Rows[1].Tapped(nil)
	r.waitAsked(t, a, "camera:Casio dog")
}

// An answer that comes after the text has gone on must not show.
func TestLateCompletionsAreDropped(t *testing.T) {
	b, _ := completing()
	r := newRig(t, b)
	r.offer(t, "camera:ca")
	late := r.completion.turn
	test.Type(r.box, "s")
	r.completion.answer(late, []library.FacetValue{{Value: "late"}}, nil)
	if r.completion.offers[0].Label == "late" {
		t.Error("a late list is shown")
	}
	r.completion.answer(r.completion.turn, []library.FacetValue{{Value: "Casio"}}, nil)
	if r.completion.offers[0].Label != "Casio" {
		t.Error("the list asked for last is not shown")
	}
}

// The offers may be what mends a mistake, which stays in view above them.
func TestOffersLeaveTheMistakeInView(t *testing.T) {
	b, _ := completing()
	r := newRig(t, b)
	r.offer(t, "camera:ca")
	list := r.completion.list.Root
	if box := r.box.Size().Height; list.Position().Y > 8+box+4 {
		t.Errorf("the list begins at %v below a box of %v", list.Position().Y, box)
	}
	r.box.set("")
	r.offer(t, "rating:9 type:x camera:ca")
	r.clock.Elapse(typingPause)
	r.until(t, "the mistakes", func() bool { return r.bar.note.root.Visible() })
	driver := fyne.CurrentApp().Driver()
	note := r.bar.note.root
	ends := driver.AbsolutePositionForObject(note).Y + note.Size().Height
	if begins := driver.AbsolutePositionForObject(list).Y; !r.completion.open() || begins < ends || begins > ends+4 {
		t.Errorf("the mistakes end at %v, the list begins at %v", ends, begins)
	}
	r.box.TypedKey(key(fyne.KeyDown))
	r.box.TypedKey(key(fyne.KeyReturn))
	if text := r.box.Text + strings.Join(r.chipTexts(), " "); !strings.Contains(text, "Canon") || r.completion.open() {
		t.Errorf("an offer below mistakes is not taken: %q", text)
	}
}
