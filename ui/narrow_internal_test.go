package ui

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"descry/ui/kit"
	"descry/ui/kit/kittest"
	"descry/ui/query/querytest"
	"descry/ui/tags"
)

// sized gives the window a width.
func (r *rig) sized(width, height float32) { r.win.Resize(fyne.NewSize(width, height)) }

// TestDetailsGiveWay: below 1,000 they leave the room to the photos, and the owner's
// wish is remembered.
func TestDetailsGiveWay(t *testing.T) {
	b := oneFolder()
	b.state = State{Width: 1280, Height: 800, SidebarShown: true, DetailsShown: true}
	r := newRig(t, b)
	r.grid.Select(2)
	r.until(t, "the details", func() bool { return r.details.Photo() == 2 && r.details.Root().Visible() })
	r.sized(999, 700)
	if r.details.Root().Visible() || r.search.Root().Size().Width != 999-sidebarWidth {
		t.Errorf("details visible %v, centre %v wide", r.details.Root().Visible(), r.search.Root().Size().Width)
	}
	r.grid.Select(3)
	r.sized(1000, 700)
	r.until(t, "the details of the photo chosen meanwhile", func() bool { return r.details.Root().Visible() && r.details.Photo() == 3 })

	r.sized(700, 700)
	r.TypedRune('i') // asked for all the same: they float
	if p := r.details.Root(); !p.Visible() || p.Position().X != 700-kit.DetailsWidth || p.Position().Y < r.search.BoxHeight() {
		t.Errorf("i gives %v at %v", p.Visible(), p.Position())
	}
	if r.search.Root().Size().Width != 700-sidebarWidth {
		t.Errorf("the centre gives way to what floats: %v", r.search.Root().Size().Width)
	}
	r.win.Canvas().Focus(r.grid)
	r.grid.TypedKey(key(fyne.KeyEscape))
	if r.details.Root().Visible() || r.grid.SelectedCount() != 1 {
		t.Error("Escape doesn't close what floats first")
	}
	r.Close()
	if !b.saved.DetailsShown || b.saved.Width != 700 {
		t.Errorf("saved %+v", b.saved)
	}
}

// TestDetailsThatFloatCoverNoButtons of the selection, nor chips or the line of a search: these end
// where the panel begins, and have their room again when it goes.
func TestDetailsThatFloatCoverNoButtons(t *testing.T) {
	b := oneFolder()
	b.state = State{Width: 1280, Height: 800, SidebarShown: true}
	a := b.Answering(querytest.TwoGood())
	r := newRig(t, b)
	r.find(t, a, "tag:vacation camera:canon orientation:landscape type:jpeg a dog on a lawn")
	r.sized(853, 533) // of a small laptop's screen, where all is drawn 1.5 times as large
	r.grid.Select(1)
	names := func() (shown []string) {
		for _, o := range kittest.Visible(r.search.Root().Objects[0]) {
			if button, ok := o.(*kit.Button); ok && button.Text != "" {
				shown = append(shown, button.Text)
			}
		}
		return shown
	}
	driver := fyne.CurrentApp().Driver()
	covered := func() (which []string) {
		panel := r.details.Root()
		at := driver.AbsolutePositionForObject(panel)
		for _, o := range kittest.Visible(r.search.Root().Objects[0]) {
			_, button := o.(*kit.Button)
			_, chip := o.(*kit.ChipView)
			_, bar := o.(*kit.Panel)
			pos := driver.AbsolutePositionForObject(o)
			if (button || chip || bar) && panel.Visible() && pos.X+o.Size().Width > at.X && pos.Y+o.Size().Height > at.Y+1 {
				which = append(which, fmt.Sprintf("%T at %v", o, pos))
			}
		}
		return which
	}
	before := names()
	if !slices.Contains(before, "Copy path") {
		t.Fatalf("without details there are %q", before)
	}
	high := r.grid.Position().Y
	r.TypedRune('i')
	r.until(t, "the details", func() bool { return r.details.Photo() == 1 && r.details.Root().Visible() })
	if which := covered(); len(which) > 0 {
		t.Errorf("the details cover %q", which)
	}
	if shown := names(); !slices.Contains(shown, "Tag…") {
		t.Errorf("beside the details there are %q", shown)
	}
	r.grid.SelectNone()
	if which := covered(); len(which) > 0 {
		t.Errorf("without a selection the details cover %q", which)
	}
	r.grid.Select(1)
	r.sized(1280, 800) // where they have room of their own
	if r.zones.info.floats() || !slices.Contains(names(), "Copy path") {
		t.Errorf("in a wide window there are %q", names())
	}
	r.sized(853, 533)
	if r.details.Root().Visible() || !slices.Equal(names(), before) || r.grid.Position().Y != high {
		t.Errorf("without details again there are %q, the photos begin at %v, before at %v", names(), r.grid.Position().Y, high)
	}
}

// TestNothingReachesPhotosThroughDetails that float over them: neither clicks beside what they
// hold, nor the pointer, nor the wheel.
func TestNothingReachesPhotosThroughDetails(t *testing.T) {
	r := newRig(t, oneFolder())
	r.sized(700, 700)
	r.grid.Select(2)
	r.TypedRune('i')
	r.until(t, "the details", func() bool { return r.details.Photo() == 2 && r.details.Root().Visible() })
	panel := r.details.Root()
	c := r.win.Canvas()
	window := kittest.Look(t, c)
	for _, at := range []fyne.Position{{X: 4, Y: 4}, {X: panel.Size().Width - 4, Y: panel.Size().Height / 2}, {X: 40, Y: panel.Size().Height - 4}} {
		pos := fyne.CurrentApp().Driver().AbsolutePositionForObject(panel).Add(at)
		r.grid.Select(2)
		test.TapCanvas(c, pos)
		if got := r.grid.Selected(); len(got) != 1 || got[0] != 2 {
			t.Errorf("a click at %v of the details selects %v", at, got)
		}
		hovers := func(o fyne.CanvasObject) bool { _, ok := o.(desktop.Hoverable); return ok }
		if o := window.At(pos, hovers); o == fyne.CanvasObject(r.grid) {
			t.Errorf("at %v of the details the pointer is on the photos", at)
		}
	}
}

// TestBoxNeverUnder300 in any window and with all that can stand beside it.
func TestBoxNeverUnder300(t *testing.T) {
	b := oneFolder()
	b.state = State{Width: 1280, Height: 800, SidebarShown: true, SidebarWidth: sidebarWide, DetailsShown: true}
	r := newRig(t, b)
	for _, width := range []float32{500, 519, 520, 640, 700, 844, 900, 999, 1000, 1280, 1600} {
		r.sized(width, 600)
		for _, press := range []string{"", "i"} {
			for _, c := range press {
				r.TypedRune(c)
			}
			if got := r.box().Size().Width; got < 300 {
				t.Errorf("the box is %v wide in a window of %v after %q", got, width, press)
			}
			menu, row := r.menuButton(t), r.search.Root()
			left := fyne.CurrentApp().Driver().AbsolutePositionForObject(menu).X - fyne.CurrentApp().Driver().AbsolutePositionForObject(row).X
			if left+menu.Size().Width > row.Size().Width+0.5 {
				t.Errorf("the menu is out of sight in a window of %v", width)
			}
		}
	}
	if smallest := r.content.MinSize().Width; smallest > 500 {
		t.Errorf("the window gets no narrower than %v", smallest)
	}
}

// TestNarrowWindowKeepsItsControls: what has no room beside the box is in the menu.
func TestNarrowWindowKeepsItsControls(t *testing.T) {
	b := oneFolder()
	b.state = State{Width: 1280, Height: 800, SidebarShown: true, SidebarWidth: sidebarWide}
	r := newRig(t, b)
	if n := len(r.search.RowItems(r.menuButton(t))); n != 0 {
		t.Errorf("%d of the row's controls in the menu of a wide window", n)
	}
	r.sized(600, 600)
	if said := r.inCentre(); slices.Contains(said, "Newest first") || r.hasIcon("Add a filter") {
		t.Error("everything stands beside the box")
	}
	items := r.search.RowItems(r.menuButton(t))
	if len(items) != 4 || items[0].Label != "Filter…" || items[1].Label != "Order" || len(items[1].ChildMenu.Items) == 0 || items[2].Label != "Size of the photos" {
		t.Errorf("the menu has %+v in their place", items)
	}
	r.sized(500, 600)
	if r.side.Root.Visible() {
		t.Error("the sidebar leaves no room for the box")
	}
	r.toggleSidebar()
	if !r.side.Root.Visible() || r.search.Root().Size().Width != 500 {
		t.Error("the sidebar doesn't float over the photos")
	}
	r.side.Choose(0)
	if r.side.Root.Visible() {
		t.Error("it stays when something was chosen")
	}
}

// TestSheetsAreAsHighAsWhatTheyHold and grow with it.
func TestSheetsAreAsHighAsWhatTheyHold(t *testing.T) {
	r := newRig(t, taggedFolder())
	r.waitTags(t)
	r.tags.Rename(tag("vacation"))
	s := r.sheets[0]
	small := s.Pop.Size().Height
	if small > 190 {
		t.Errorf("a field, a check and two buttons are %v high", small)
	}
	e := r.win.Canvas().Focused().(*tags.Entry)
	test.Type(e, "bel")
	if grown := s.Pop.Size().Height; grown <= small {
		t.Errorf("with completions it is %v high, was %v", grown, small)
	}
	r.closeSheet(s)

	r.grid.Select(1)
	r.tags.AskForTags()
	if high := r.sheets[0].Pop.Size().Height; high > 200 {
		t.Errorf("the sheet for tags is %v high", high)
	}
	r.closeTopSheet()
	r.problems.Toggle()
	r.sized(500, 420)
	if size := r.sheets[0].Pop.Size(); size.Width > 500-2*kit.SheetMargin || size.Height > 420-2*kit.SheetMargin {
		t.Errorf("a sheet is %v in a window of 500 × 420", size)
	}
}

// TestFullScreen hides the details, tells the way out, and Escape takes it first.
func TestFullScreen(t *testing.T) {
	b := oneFolder()
	b.state = State{Width: 1280, Height: 800, SidebarShown: true, DetailsShown: true}
	r := newRig(t, b)
	r.sized(900, 700)
	r.TypedRune('i') // they float
	r.view(2)
	r.viewer.TypedKey(key(fyne.KeyF11))
	if !r.win.FullScreen() || r.details.Root().Visible() {
		t.Fatalf("full screen %v, details %v", r.win.FullScreen(), r.details.Root().Visible())
	}
	if got := r.toasts.last(); got == nil || got.text.Words.Text != "Esc or F11 leaves full screen." {
		t.Error("nothing tells the way out")
	}
	r.viewer.TypedRune('i')
	if !r.details.Root().Visible() {
		t.Error("i doesn't show the details")
	}
	r.viewer.TypedKey(key(fyne.KeyEscape))
	if r.details.Root().Visible() || !r.win.FullScreen() || !r.zones.viewing {
		t.Error("Escape doesn't close the details first")
	}
	r.sized(1280, 800)
	r.viewer.TypedKey(key(fyne.KeyEscape))
	if r.win.FullScreen() || !r.zones.viewing || !r.details.Root().Visible() {
		t.Errorf("Escape: full screen %v, viewing %v, details %v", r.win.FullScreen(), r.zones.viewing, r.details.Root().Visible())
	}
	r.viewer.TypedKey(key(fyne.KeyEscape))
	if r.zones.viewing {
		t.Error("then Escape doesn't leave the viewer")
	}
}
