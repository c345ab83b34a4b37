package grid_test

import (
	"context"
	"errors"
	"fmt"
	"image"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"descry/library"
	"descry/ui/grid"
)

// stripes is a picture of lines four photo pixels apart in a photo of 1,024: at 256
// pixels they are one grey.
func stripes(side int) image.Image {
	m := image.NewYCbCr(image.Rect(0, 0, side, side*3/4), image.YCbCrSubsampleRatio420)
	for i := range m.Cb {
		m.Cb[i], m.Cr[i] = 128, 128
	}
	for y := range m.Rect.Dy() {
		for x := range side {
			m.Y[m.YOffset(x, y)] = 128
			if side == 1024 {
				m.Y[m.YOffset(x, y)] = byte(x / 2 % 2 * 255)
			}
		}
	}
	return m
}

// contrast is how far the brightest and the darkest pixel of a row are apart.
func contrast(img image.Image) (span int) {
	low, high := 255, 0
	for x := range img.Bounds().Dx() {
		y, _, _, _ := img.At(x, 5).RGBA()
		low, high = min(low, int(y>>8)), max(high, int(y>>8))
	}
	return high - low
}

// larges counts the loads of sharper pictures.
type larges struct {
	mu    sync.Mutex
	loads map[library.PhotoID]int
	begun chan library.PhotoID
	hold  chan struct{} // nil: nothing is held
	ended map[library.PhotoID]error
	fail  error
}

func newLarges() *larges {
	return &larges{loads: map[library.PhotoID]int{}, ended: map[library.PhotoID]error{}, begun: make(chan library.PhotoID, 1000)}
}

func (l *larges) load(ctx context.Context, id library.PhotoID) (image.Image, error) {
	l.mu.Lock()
	l.loads[id]++
	l.mu.Unlock()
	l.begun <- id
	if l.hold != nil {
		select {
		case <-l.hold:
		case <-ctx.Done():
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ended[id] = ctx.Err()
	if l.fail != nil {
		return nil, l.fail
	}
	return stripes(1024), ctx.Err()
}

func (l *larges) cancelled(id library.PhotoID) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.ended[id] != nil
}

func (l *larges) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := 0
	for _, k := range l.loads {
		n += k
	}
	return n
}

func smallStripes(context.Context, library.PhotoID) (image.Image, error) { return stripes(256), nil }

// photos are of four to three, twelve megapixels.
func photos(n int) []library.Tile {
	tiles := plain(n)
	for i := range tiles {
		tiles[i].Width, tiles[i].Height = 4000, 3000
	}
	return tiles
}

// TestLargestRowsAreSharp shows the small picture at once and the sharper one in its
// place, of which the detail can be seen.
func TestLargestRowsAreSharp(t *testing.T) {
	l := newLarges()
	l.hold = make(chan struct{})
	b := open(t, 1200, 900, grid.Options{RowHeight: grid.MaxRowHeight, Load: smallStripes, LoadLarge: l.load})
	b.SetTiles(photos(40), noSections)
	b.until("the small pictures", b.sharp)
	img, _ := b.Picture(1)
	if contrast(img) > 20 || img.Bounds().Dx() != 256 {
		t.Errorf("at first %v, contrast %d", img.Bounds().Size(), contrast(img))
	}
	x, y, w, h, _ := b.ShownBox(1)
	close(l.hold)
	b.until("the sharper ones", func() bool {
		for _, id := range b.ShownIDs() {
			if img, _ := b.Picture(id); img == nil || img.Bounds().Dx() < 1024 {
				return false
			}
		}
		return true
	})
	if img, _ := b.Picture(1); contrast(img) < 200 {
		t.Errorf("the detail is lost: contrast %d", contrast(img))
	}
	if x2, y2, w2, h2, _ := b.ShownBox(1); x != x2 || y != y2 || w != w2 || h != h2 {
		t.Error("a tile moved when its sharper picture came")
	}
	shown := len(b.ShownIDs())
	for range 5 {
		b.Refresh()
	}
	if n := l.count(); n != shown {
		t.Errorf("%d sharper pictures were loaded for %d tiles", n, shown)
	}
	b.SetRowHeight(80) // what there is serves small rows, too
	b.until("small rows", b.sharp)
	if img, _ := b.Picture(1); img.Bounds().Dx() != 128 || l.count() != shown {
		t.Errorf("a small row draws %v after %d loads", img.Bounds().Size(), l.count())
	}
}

// TestSharperPicturesAreLoadedWhereTheyShow counts them at two row heights, on two
// screens, and of photos that have no more pixels.
func TestSharperPicturesAreLoadedWhereTheyShow(t *testing.T) {
	for _, c := range []struct {
		row, scale float32
		photo      int
		want       int // pixels of the picture on show
	}{
		{grid.DefaultRowHeight, 1, 4000, 256},
		{grid.DefaultRowHeight, 2, 4000, 512},
		{grid.MaxRowHeight, 2, 4000, 1024},
		{grid.MaxRowHeight, 1, 200, 256},
	} {
		t.Run(fmt.Sprint(c.row, "×", c.scale, " of ", c.photo), func(t *testing.T) {
			l := newLarges()
			b := open(t, 1200, 900, grid.Options{RowHeight: c.row, Load: smallStripes, LoadLarge: l.load})
			scaled, ok := b.window.Canvas().(interface{ SetScale(float32) })
			if !ok {
				t.Fatal("this canvas has one scale")
			}
			scaled.SetScale(c.scale)
			tiles := photos(12)
			for i := range tiles {
				tiles[i].Width, tiles[i].Height = int32(c.photo), int32(c.photo*3/4)
			}
			b.SetTiles(tiles, noSections)
			b.until("pictures", b.sharp)
			if c.want > 256 {
				b.until("sharper ones", func() bool { img, _ := b.Picture(1); return img.Bounds().Dx() == c.want })
				return
			}
			if img, _ := b.Picture(1); img.Bounds().Dx() != c.want || l.count() != 0 {
				t.Errorf("draws %v after %d loads", img.Bounds().Size(), l.count())
			}
		})
	}
}

// TestSharperPicturesAreCancelledWhenScrolledAway scrolls on while two are loaded.
func TestSharperPicturesAreCancelledWhenScrolledAway(t *testing.T) {
	l := newLarges()
	l.hold = make(chan struct{})
	b := open(t, 1200, 900, grid.Options{RowHeight: grid.MaxRowHeight, Load: smallStripes, LoadLarge: l.load})
	b.SetTiles(photos(400), noSections)
	first, second := <-l.begun, <-l.begun
	b.SetScrollOffset(20000)
	for deadline := time.Now().Add(10 * time.Second); !l.cancelled(first) || !l.cancelled(second); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("they went on")
		}
	}
	close(l.hold)
	b.until("those in view", func() bool {
		img, _ := b.Picture(b.ShownIDs()[0])
		return img != nil && img.Bounds().Dx() == 1024
	})
}

// TestScrollingOnLoadsNoSharperPictures goes through many photos without a rest.
func TestScrollingOnLoadsNoSharperPictures(t *testing.T) {
	l := newLarges()
	b := open(t, 1200, 900, grid.Options{RowHeight: grid.MaxRowHeight, Load: smallStripes, LoadLarge: l.load})
	b.SetTiles(photos(4000), noSections)
	for i := range 200 {
		b.SetScrollOffset(float32(i) * 2000)
	}
	if n := l.count(); n > 4 {
		t.Errorf("%d sharper pictures were loaded on the way", n)
	}
}

// TestAPhotoWithoutASharperPictureKeepsTheOneOnShow is offline.
func TestAPhotoWithoutASharperPictureKeepsTheOneOnShow(t *testing.T) {
	l := newLarges()
	l.fail = errors.New("this folder is offline")
	b := open(t, 1200, 900, grid.Options{RowHeight: grid.MaxRowHeight, Load: smallStripes, LoadLarge: l.load})
	b.SetTiles(photos(2), noSections)
	b.until("pictures", b.sharp)
	for range 2 {
		<-l.begun
	}
	b.until("the refusal", func() bool { return len(b.queue) == 0 })
	for range 10 {
		b.Refresh()
	}
	if img, broken := b.Picture(1); broken || img == nil || img.Bounds().Dx() != 256 {
		t.Errorf("shows %v, broken %v", img, broken)
	}
	b.window.Resize(fyne.NewSize(1100, 900))
	if n := l.count(); n != 2 {
		t.Errorf("asked %d times", n)
	}
}
