package grid_test

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"descry/library"
	"descry/ui/grid"
)

const (
	shift = fyne.KeyModifierShift
	ctrl  = fyne.KeyModifierShortcutDefault
)

// rows of four: 4:3 tiles in a grid whose photos are 800 wide.
func fours(t *testing.T, n int) *bench {
	b := open(t, 8+800+16, 600, grid.Options{})
	b.SetTiles(plain(n), noSections)
	if _, y, _, _, _ := b.ShownBox(4); y != 0 {
		t.Fatalf("photo 4 is at %v", y)
	}
	if _, y, _, _, _ := b.ShownBox(5); y == 0 {
		t.Fatal("five photos in a row")
	}
	return b
}

func TestClicks(t *testing.T) {
	b := fours(t, 40)
	steps := []struct {
		name  string
		do    func()
		want  string
		focus library.PhotoID
	}{
		{"click", func() { b.click(3, 0) }, "[3]", 3},
		{"shift-click", func() { b.click(6, shift) }, "[3 4 5 6]", 6},
		{"ctrl-click adds", func() { b.click(10, ctrl) }, "[3 4 5 6 10]", 10},
		{"ctrl-click removes", func() { b.click(4, ctrl) }, "[3 5 6 10]", 4},
		{"click on the chosen settles on it", func() { b.click(5, 0) }, "[5]", 5},
		{"click between photos", func() { b.clickAt(fyne.NewPos(2, 2), 0) }, "[]", 5},
		{"select all", func() { b.TypedShortcut(&fyne.ShortcutSelectAll{}) }, fmt.Sprint(count(1, 40)), 5},
		{"ctrl-click on the ground", func() { b.clickAt(fyne.NewPos(2, 2), ctrl) }, fmt.Sprint(count(1, 40)), 5},
		{"none", b.SelectNone, "[]", 5},
		{"select from outside", func() { b.Select(7, 3, 99) }, "[3 7]", 3},
	}
	for _, s := range steps {
		s.do()
		if got := fmt.Sprint(b.Selected()); got != s.want || b.Focused() != s.focus {
			t.Fatalf("%s: %s, focus %d; want %s, focus %d", s.name, got, b.Focused(), s.want, s.focus)
		}
	}
	if b.selects == 0 || b.window.Canvas().Focused() != fyne.Focusable(b.Grid) {
		t.Error("the selection was not announced, or clicking did not bring the keyboard")
	}
}

func count(from, to int) (ids []library.PhotoID) {
	for i := from; i <= to; i++ {
		ids = append(ids, library.PhotoID(i))
	}
	return ids
}

func TestDoubleClickAndMenu(t *testing.T) {
	b := fours(t, 40)
	b.click(3, 0)
	b.DoubleTapped(&fyne.PointEvent{Position: b.middle(3)})
	b.click(4, 0) // the second click of a pair hit another photo
	b.DoubleTapped(&fyne.PointEvent{Position: b.middle(3)})
	if !slices.Equal(b.activated, []library.PhotoID{3}) {
		t.Errorf("opened %v, want 3", b.activated)
	}
	b.click(5, shift)
	b.TappedSecondary(&fyne.PointEvent{Position: b.middle(5)})
	if got := fmt.Sprint(b.Selected()); got != "[4 5]" {
		t.Errorf("the menu of chosen photos changed the choice to %s", got)
	}
	b.TappedSecondary(&fyne.PointEvent{Position: b.middle(9)})
	if got := fmt.Sprint(b.Selected()); got != "[9]" {
		t.Errorf("the menu of another photo is for %s", got)
	}
	b.TappedSecondary(&fyne.PointEvent{Position: fyne.NewPos(2, 2)})
	if !slices.Equal(b.menus, []library.PhotoID{5, 9, 0}) {
		t.Errorf("menus for %v", b.menus)
	}
}

func TestLongPress(t *testing.T) {
	b := fours(t, 40)
	b.click(2, 0)
	b.click(3, shift)
	e := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary}
	e.Position = b.middle(3)
	b.MouseDown(e)
	b.until("the menu", func() bool { return len(b.menus) > 0 })
	b.MouseUp(e)
	if got := fmt.Sprint(b.Selected()); got != "[2 3]" || b.menus[0] != 3 {
		t.Errorf("a long press on %s opened the menu of %d", got, b.menus[0])
	}
}

func TestKeys(t *testing.T) {
	b := fours(t, 42) // ten rows of four and one of two
	custom := func(name fyne.KeyName) func() {
		return func() { b.TypedShortcut(&desktop.CustomShortcut{KeyName: name, Modifier: ctrl}) }
	}
	key := func(name fyne.KeyName, held fyne.KeyModifier) func() { return func() { b.key(name, held) } }
	steps := []struct {
		name  string
		do    func()
		want  string
		focus library.PhotoID
	}{
		{"the first arrow goes to what is seen", key(fyne.KeyDown, 0), "[1]", 1},
		{"down", key(fyne.KeyDown, 0), "[5]", 5},
		{"right", key(fyne.KeyRight, 0), "[6]", 6},
		{"right over the end of a row", func() { b.key(fyne.KeyRight, 0); b.key(fyne.KeyRight, 0); b.key(fyne.KeyRight, 0) }, "[9]", 9},
		{"left", key(fyne.KeyLeft, 0), "[8]", 8},
		{"shift-down", key(fyne.KeyDown, shift), "[8 9 10 11 12]", 12},
		{"shift-up", key(fyne.KeyUp, shift), "[8]", 8},
		{"ctrl-down moves only", custom(fyne.KeyDown), "[8]", 12},
		{"ctrl-space chooses", custom(fyne.KeySpace), "[8 12]", 12},
		{"space lets go", key(fyne.KeySpace, 0), "[8]", 12},
		{"end", key(fyne.KeyEnd, 0), "[42]", 42},
		{"right at the end", key(fyne.KeyRight, 0), "[42]", 42},
		{"home", key(fyne.KeyHome, 0), "[1]", 1},
		{"up at the top", key(fyne.KeyUp, 0), "[1]", 1},
		{"page down", key(fyne.KeyPageDown, 0), "[13]", 13},
		{"page up", key(fyne.KeyPageUp, 0), "[1]", 1},
		{"shift-end", key(fyne.KeyEnd, shift), fmt.Sprint(count(1, 42)), 42},
		{"up keeps to the column", func() { b.SetFocused(40); b.key(fyne.KeyDown, 0); b.key(fyne.KeyUp, 0) }, "[40]", 40},
	}
	for _, s := range steps {
		s.do()
		if got := fmt.Sprint(b.Selected()); got != s.want || b.Focused() != s.focus {
			t.Fatalf("%s: %s, focus %d; want %s, focus %d", s.name, got, b.Focused(), s.want, s.focus)
		}
		b.middle(b.Focused()) // is on screen
	}
	b.key(fyne.KeyReturn, 0)
	if !slices.Equal(b.activated, []library.PhotoID{40}) {
		t.Errorf("Enter opened %v", b.activated)
	}
	b.key(desktop.KeyMenu, 0)
	if !slices.Equal(b.menus, []library.PhotoID{40}) {
		t.Errorf("the menu key opened the menu of %v", b.menus)
	}
}

func TestUnknownKeysGoToTheCanvas(t *testing.T) {
	undone := false
	b := open(t, 900, 600, grid.Options{OnShortcut: func(s fyne.Shortcut) {
		_, undone = s.(*fyne.ShortcutUndo)
	}})
	b.SetTiles(plain(10), noSections)
	b.SetFocused(1)
	var keys []fyne.KeyName
	var runes []rune
	c := b.window.Canvas()
	c.SetOnTypedKey(func(e *fyne.KeyEvent) { keys = append(keys, e.Name) })
	c.SetOnTypedRune(func(r rune) { runes = append(runes, r) })
	b.key(fyne.KeyEscape, 0)
	b.key(fyne.KeyLeft, 0)
	b.TypedRune('/')
	b.TypedRune(' ')
	b.TypedShortcut(&fyne.ShortcutUndo{})
	if !slices.Equal(keys, []fyne.KeyName{fyne.KeyEscape}) || string(runes) != "/" || !undone {
		t.Errorf("passed on: keys %v, runes %q, undo %v", keys, string(runes), undone)
	}
}

func (b *bench) drag(from, to fyne.Position, held fyne.KeyModifier) {
	e := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary, Modifier: held}
	e.Position = from
	b.MouseDown(e)
	d := &fyne.DragEvent{}
	d.Position = to
	b.Dragged(d)
}

func TestRubberBandOnScreen(t *testing.T) {
	b := fours(t, 400)
	b.drag(b.middle(2), b.middle(7), 0)
	if got := fmt.Sprint(b.Selected()); got != "[2 3 6 7]" {
		t.Errorf("the band chose %s", got)
	}
	b.DragEnd()
	b.drag(b.middle(7), b.middle(12), ctrl)
	b.DragEnd()
	if got := fmt.Sprint(b.Selected()); got != "[2 3 6 8 11 12]" {
		t.Errorf("the band with Ctrl left %s", got)
	}
	b.drag(fyne.NewPos(2, 2), b.middle(1), shift)
	b.DragEnd()
	if got := fmt.Sprint(b.Selected()); got != "[1 2 3 6 8 11 12]" {
		t.Errorf("the band with Shift left %s", got)
	}
}

func TestRubberBandScrolls(t *testing.T) {
	b := fours(t, 400)
	b.drag(b.middle(1), fyne.NewPos(700, 660), 0)
	b.until("the band to scroll", func() bool { return b.ScrollOffset() > 300 })
	if got := b.Selected(); len(got) < 20 || got[0] != 1 {
		t.Errorf("while scrolling the band chose %v", got)
	}
	b.DragEnd()
	at := b.ScrollOffset()
	for len(b.queue) > 0 {
		(<-b.queue)()
	}
	if b.ScrollOffset() != at {
		t.Error("it scrolls on after the button was released")
	}
}

func TestScrubber(t *testing.T) {
	b := open(t, 1000, 700, grid.Options{})
	b.SetTiles(grid.MadeUp(50_000), nil)
	s := b.Scrubber()
	if s.Years() < 2 {
		t.Fatalf("%d years", s.Years())
	}
	press := func(y float32) {
		e := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary}
		e.Position = fyne.NewPos(8, y)
		s.MouseDown(e)
	}
	first := s.Label()
	press(699)
	if b.ScrollOffset() != b.Furthest() || s.Label() == first {
		t.Errorf("the end of the strip leads to %v of %v, %q", b.ScrollOffset(), b.Furthest(), s.Label())
	}
	d := &fyne.DragEvent{}
	for y := float32(690); y > -50; y -= 10 {
		d.Position = fyne.NewPos(8, y)
		s.Dragged(d)
	}
	s.DragEnd()
	if b.ScrollOffset() != 0 || s.Label() != first {
		t.Errorf("the start of the strip leads to %v, %q", b.ScrollOffset(), s.Label())
	}
	s.MouseIn(nil)
	s.MouseMoved(nil)
	s.MouseOut()
	s.Dragged(d) // without the button
	if b.ScrollOffset() != 0 {
		t.Error("the strip moves without a button")
	}
}

func BenchmarkScroll100k(b *testing.B) {
	g := open(b, 1240, 800, grid.Options{})
	g.SetTiles(grid.MadeUp(100_000), nil)
	offset := float32(0)
	for b.Loop() {
		offset += 75
		if offset > g.Furthest() {
			offset = 0
		}
		g.SetScrollOffset(offset)
		for len(g.queue) > 0 {
			(<-g.queue)()
		}
	}
}

func BenchmarkSetTiles100k(b *testing.B) {
	g := open(b, 1240, 800, grid.Options{})
	tiles := grid.MadeUp(100_000)
	g.SetTiles(tiles, nil)
	g.SetScrollOffset(g.Furthest() / 2)
	g.SelectAll()
	for b.Loop() {
		g.SetTiles(tiles, nil)
	}
}
