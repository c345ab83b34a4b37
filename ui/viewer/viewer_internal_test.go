package viewer

import (
	"errors"
	"image"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"descry/library"
)

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
