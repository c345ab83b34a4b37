package viewer

import (
	"context"
	"fmt"
	"image"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
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
		s.tiles = append(s.tiles, library.Tile{ID: library.PhotoID(i + 1), Width: 4000, Height: 3000, Colour: [3]uint8{0x33, 0x66, 0x99}})
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
