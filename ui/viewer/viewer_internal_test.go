package viewer

import (
	"context"
	"errors"
	"fmt"
	"image"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"descry/library"
)

// stage is a viewer in a window with made-up photos and everything recorded.
type stage struct {
	*Viewer
	t      testing.TB
	window fyne.Window
	queue  chan func()
	tiles  []library.Tile
	log    []string // callbacks

	mu        sync.Mutex
	asked     []string // "id@minSide"
	cancelled []library.PhotoID
	hang      map[library.PhotoID]bool
	fail      map[library.PhotoID]error
}

func newStage(t testing.TB, n int) *stage {
	test.NewTempApp(t)
	s := &stage{
		t: t, queue: make(chan func(), 10000),
		hang: map[library.PhotoID]bool{}, fail: map[library.PhotoID]error{},
	}
	for i := range n {
		s.tiles = append(s.tiles, library.Tile{ID: library.PhotoID(i + 1), Width: 4000, Height: 3000, Colour: 0x336699})
	}
	note := func(what string) func(library.PhotoID) {
		return func(id library.PhotoID) { s.log = append(s.log, fmt.Sprintf("%s %d", what, id)) }
	}
	s.Viewer = New(Options{
		Thumbnail: func(context.Context, library.PhotoID) (image.Image, error) {
			return image.NewYCbCr(image.Rect(0, 0, 256, 192), image.YCbCrSubsampleRatio420), nil
		},
		Picture:  s.picture,
		Name:     func(_ context.Context, id library.PhotoID) (string, error) { return fmt.Sprintf("IMG_%d.jpg", id), nil },
		Dispatch: func(f func()) { s.queue <- f },
		OnShow:   note("show"), OnClose: note("close"),
		OnDetails: note("details"), OnSimilar: note("similar"), OnReveal: note("reveal"),
		OnMenu: func(id library.PhotoID, _ fyne.Position) { note("menu")(id) },
	})
	s.window = test.NewTempWindow(t, s.Viewer)
	s.window.SetPadded(false)
	s.window.Resize(fyne.NewSize(1200, 800))
	t.Cleanup(s.Close)
	return s
}

// picture decodes like a JPEG decoder: by halves, to at least minSide.
func (s *stage) picture(ctx context.Context, id library.PhotoID, minSide int) (image.Image, error) {
	s.mu.Lock()
	s.asked = append(s.asked, fmt.Sprintf("%d@%d", id, minSide))
	hang, err := s.hang[id], s.fail[id]
	s.mu.Unlock()
	if hang {
		<-ctx.Done()
		s.mu.Lock()
		s.cancelled = append(s.cancelled, id)
		s.mu.Unlock()
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, err
	}
	w, h := 4000, 3000
	for minSide > 0 && h/2 >= minSide {
		w, h = w/2, h/2
	}
	return image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio420), nil
}

// until runs what is dispatched until done.
func (s *stage) until(what string, done func() bool) {
	s.t.Helper()
	deadline := time.After(20 * time.Second)
	for !done() {
		select {
		case f := <-s.queue:
			f()
		case <-time.After(time.Millisecond): // what done looks at may happen elsewhere
		case <-deadline:
			s.t.Fatalf("waited in vain for %s", what)
		}
	}
}

func (s *stage) has(ids ...library.PhotoID) func() bool {
	return func() bool {
		for _, id := range ids {
			if s.pictures[id] == nil {
				return false
			}
		}
		return true
	}
}

func (s *stage) press(keys ...fyne.KeyName) {
	for _, k := range keys {
		s.TypedKey(&fyne.KeyEvent{Name: k})
	}
}

func TestThumbnailFirstThenSharp(t *testing.T) {
	s := newStage(t, 9)
	s.hang[5] = true
	s.Open(s.tiles, 4)
	if len(s.sheet.objects) != 1 || s.sheet.objects[0] != fyne.CanvasObject(s.sheet.flat) {
		t.Fatal("the photo's colour is not shown at once")
	}
	flat := s.sheet.flat.Size()
	s.until("the thumbnail", func() bool { return s.sheet.thumb != nil })
	if got := s.sheet.thumb.Size(); got != flat {
		t.Errorf("the thumbnail is %v, the colour was %v", got, flat)
	}
	s.Step(1)
	s.until("the picture", s.has(6))
	if s.sheet.thumb != nil || len(s.sheet.squares) == 0 {
		t.Error("the sharp picture is not what is shown")
	}
	first := s.sheet.objects[0]
	if first.Position() != fyne.NewPos((1200-flat.Width)/2, 0) {
		t.Errorf("the picture is at %v", first.Position())
	}
	s.until("the name", func() bool { return s.bar.name.Text == "IMG_6.jpg" })
	if s.bar.position.Text != "6 / 9" {
		t.Errorf("position %q", s.bar.position.Text)
	}
}

func TestCachedThumbnailIsThereAtOnce(t *testing.T) {
	s := newStage(t, 3)
	s.o.Cached = func(library.PhotoID) image.Image { return image.NewGray(image.Rect(0, 0, 40, 30)) }
	s.Open(s.tiles, 0)
	if s.sheet.thumb == nil {
		t.Error("a thumbnail in memory is not shown at once")
	}
}

func TestNeighboursAreReadyAndThreeAreKept(t *testing.T) {
	s := newStage(t, 9)
	s.Open(s.tiles, 0)
	s.until("the first and its neighbour", s.has(1, 2))
	for range 6 {
		s.press(fyne.KeyRight)
		id := s.Current()
		if s.pictures[id] == nil {
			t.Errorf("photo %d was not ready", id)
		}
		s.until("neighbours", s.has(id-1, id, id+1))
		if len(s.pictures) > 3 {
			t.Errorf("at photo %d there are %d pictures", id, len(s.pictures))
		}
	}
	s.press(fyne.KeyEnd)
	s.until("the last", s.has(9, 8))
	if len(s.pictures) > 2 {
		t.Errorf("at the end there are %d pictures", len(s.pictures))
	}
	s.press(fyne.KeyRight)
	if s.Current() != 9 {
		t.Errorf("beyond the end is photo %d", s.Current())
	}
}

func TestMovingOnCancels(t *testing.T) {
	s := newStage(t, 100)
	s.hang[10], s.hang[11] = true, true
	s.Open(s.tiles, 9)
	s.until("the decoder", func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return len(s.asked) > 0
	})
	s.press(fyne.KeyHome)
	s.until("photo 1", s.has(1, 2))
	s.Close() // returns when the cancelled one has ended
	if !slices.Equal(s.cancelled, []library.PhotoID{10}) || len(s.pictures) > 0 {
		t.Errorf("cancelled %v of %v", s.cancelled, s.asked)
	}
}

func TestAllPixelsOnlyWhenZoomedPastTheScreen(t *testing.T) {
	s := newStage(t, 3)
	s.Open(s.tiles, 1)
	s.until("all three", s.has(1, 2, 3))
	for _, ask := range s.asked {
		if strings.HasSuffix(ask, "@0") {
			t.Errorf("all pixels were asked for: %s", ask)
		}
	}
	s.DoubleTapped(&fyne.PointEvent{Position: fyne.NewPos(600, 400)})
	if s.lens.fitted || s.lens.current() != 1 {
		t.Fatalf("a double click zooms to %v", s.lens.current())
	}
	if !strings.Contains(s.bar.position.Text, "100 %") {
		t.Errorf("position reads %q", s.bar.position.Text)
	}
	s.until("all pixels", func() bool { return s.pictures[2].full })
	if s.pictures[2].width() != 4000 {
		t.Errorf("%v pixels wide", s.pictures[2].width())
	}
	s.press(fyne.KeyLeft)
	if p := s.pictures[2]; p.full || p.width() > 2000 {
		t.Errorf("as a neighbour it keeps %v pixels of width", p.width())
	}
	if !s.lens.fitted {
		t.Error("the next photo begins zoomed")
	}
}

func TestOnlyVisibleSquaresExist(t *testing.T) {
	s := newStage(t, 1)
	s.Open(s.tiles, 0)
	s.until("the picture", s.has(1))
	s.zoomTo(1, fyne.NewPos(0, 0))
	s.until("all pixels", func() bool { return s.pictures[1].full })
	for range 40 {
		e := &fyne.DragEvent{Dragged: fyne.NewDelta(-97, -61)}
		s.Dragged(e)
		if n := len(s.sheet.squares); n < 6 || n > 4*3 {
			t.Fatalf("%d squares for a window of 1200 × 800", n)
		}
		if len(s.pictures[1].cuts) > 30 {
			t.Fatalf("%d squares in memory", len(s.pictures[1].cuts))
		}
	}
	s.DragEnd()
	if x, y, w, h := s.lens.place(); x+w != 1200 || y+h != 800 {
		t.Errorf("dragged to the corner the photo ends at %v, %v", x+w, y+h)
	}
}

func TestWheelZooms(t *testing.T) {
	s := newStage(t, 1)
	s.Open(s.tiles, 0)
	fit := s.lens.fit()
	e := &fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, 25)}
	e.Position = fyne.NewPos(300, 200)
	s.Scrolled(e)
	if got := s.lens.current() / fit; got < 1.19 || got > 1.21 {
		t.Errorf("a notch zooms by %v", got)
	}
	e.Scrolled.DY = -250
	s.Scrolled(e)
	if !s.lens.fitted {
		t.Error("zooming out does not end at the whole photo")
	}
}

func TestErrorsAreSentences(t *testing.T) {
	s := newStage(t, 3)
	s.fail[1] = errors.New("this folder is offline since Tuesday")
	s.Open(s.tiles, 0)
	s.until("the reason", func() bool { return s.bar.message.Visible() })
	if got := s.bar.reason.Text; got != "This folder is offline since Tuesday." {
		t.Errorf("it reads %q", got)
	}
	s.until("the thumbnail in spite of it", func() bool { return s.sheet.thumb != nil })
	s.until("the neighbour in spite of it", s.has(2))
	s.press(fyne.KeyRight)
	if s.bar.message.Visible() {
		t.Error("the reason is shown for the next photo too")
	}
}

func TestPhotoOfUnknownSize(t *testing.T) {
	s := newStage(t, 1)
	s.tiles[0].Width, s.tiles[0].Height = 0, 0
	s.Open(s.tiles, 0)
	s.until("the picture", s.has(1))
	if s.lens.photoW <= 0 || s.lens.fit() <= 0 {
		t.Errorf("photo is taken for %v × %v", s.lens.photoW, s.lens.photoH)
	}
	s.zoomTo(3, fyne.NewPos(0, 0))
	s.until("all pixels", func() bool { return s.pictures[1].full })
}

// A tile may promise more pixels than the file has.
func TestWrongSizeEndsAsking(t *testing.T) {
	s := newStage(t, 1)
	s.tiles[0].Width, s.tiles[0].Height = 40000, 30000
	s.Open(s.tiles, 0)
	s.zoomTo(1, fyne.NewPos(600, 400))
	s.until("all pixels", func() bool { return s.pictures[1] != nil && s.pictures[1].full })
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.asked) > 3 {
		t.Errorf("asked %v", s.asked)
	}
}

func TestActionsAndLeaving(t *testing.T) {
	s := newStage(t, 9)
	s.Open(s.tiles, 2)
	for _, r := range "isr" {
		s.TypedRune(r)
	}
	s.TappedSecondary(&fyne.PointEvent{})
	s.press(fyne.KeySpace, fyne.KeyEscape, fyne.KeyEscape)
	want := "[show 3 details 3 similar 3 reveal 3 menu 3 show 4 close 4]"
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

func TestSentence(t *testing.T) {
	for text, want := range map[string]string{
		"the file could not be read: no such file": "The file could not be read: no such file.",
		"This folder is offline since Tuesday.":    "This folder is offline since Tuesday.",
		"überlang":                                 "Überlang.",
	} {
		if got := sentence(errors.New(text)); got != want {
			t.Errorf("%q became %q", text, got)
		}
	}
}
