package viewer

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

func TestActionsAndLeaving(t *testing.T) {
	s := newStage(t, 9)
	s.Open(s.tiles, 2)
	for _, r := range "is" {
		s.TypedRune(r)
	}
	s.tell(s.o.OnReveal)
	s.TappedSecondary(&fyne.PointEvent{})
	s.press(desktop.KeyMenu, fyne.KeySpace, fyne.KeyEscape, fyne.KeyEscape)
	want := "[show 3 details 3 similar 3 reveal 3 menu 3 menu 3 show 4 close 4]"
	if got := fmt.Sprint(s.log); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if s.Current() != 0 || len(s.pictures) > 0 || len(s.sheet.objects) > 0 {
		t.Error("something is kept after leaving")
	}
	s.press(fyne.KeyRight)
	s.TypedRune('z')
	s.MouseMoved(&desktop.MouseEvent{})
	s.Open(s.tiles, 99)
	if s.Current() != 0 {
		t.Error("a photo that isn't there was opened")
	}
}

func TestUnknownKeysGoToTheCanvas(t *testing.T) {
	s := newStage(t, 1)
	var got []string
	s.window.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { got = append(got, string(e.Name)) })
	s.window.Canvas().SetOnTypedRune(func(r rune) { got = append(got, string(r)) })
	s.o.OnShortcut = func(sc fyne.Shortcut) { got = append(got, sc.ShortcutName()) }
	s.Open(s.tiles, 0)
	s.press(fyne.KeyF11)
	s.TypedRune('5')
	s.TypedShortcut(&fyne.ShortcutCopy{})
	if fmt.Sprint(got) != "[F11 5 Copy]" {
		t.Errorf("passed on: %v", got)
	}
	if s.window.Canvas().Focused() != fyne.Focusable(s.Viewer) {
		t.Error("opening did not bring the keyboard")
	}
}

func TestTilesChangeWhileOpen(t *testing.T) {
	s := newStage(t, 9)
	s.Open(s.tiles, 4)
	s.SetTiles(s.tiles[2:])
	if s.Current() != 5 || s.bar.position.Text != "3 / 7" {
		t.Errorf("photo %d, %s", s.Current(), s.bar.position.Text)
	}
	s.SetTiles(s.tiles[6:])
	if s.Current() != 9 {
		t.Errorf("in place of the lost photo there is %d", s.Current())
	}
	s.SetTiles(nil)
	if s.Current() != 0 || s.log[len(s.log)-1] != "close 9" {
		t.Errorf("without photos: %v", s.log)
	}
	s.SetTiles(s.tiles)
}

func TestBarGoesByItself(t *testing.T) {
	s := newStage(t, 3)
	s.bar.delay = time.Millisecond
	s.Open(s.tiles, 0)
	s.until("the bar to go", func() bool { return !s.bar.root.Visible() })
	e := &desktop.MouseEvent{}
	e.Position = fyne.NewPos(500, 500)
	s.MouseIn(e)
	if !s.bar.root.Visible() {
		t.Error("the pointer does not bring the bar")
	}
	e.Position = fyne.NewPos(500, 10)
	s.MouseMoved(e)
	s.MouseOut()
	time.Sleep(10 * time.Millisecond)
	for len(s.queue) > 0 {
		(<-s.queue)()
	}
	if !s.bar.root.Visible() {
		t.Error("the bar went from under the pointer")
	}
}
