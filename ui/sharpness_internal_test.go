package ui

import (
	"image"
	"sync"
	"testing"

	"descry/library"
	"descry/ui/details"
)

// TestLargerThumbnailsWhereTheyHelp asks for them in large rows and in the details,
// and for what is at hand in the viewer.
func TestLargerThumbnailsWhereTheyHelp(t *testing.T) {
	b := oneFolder()
	var mu sync.Mutex
	asked := map[bool]int{}
	b.large = func(_ library.PhotoID, fresh bool) (image.Image, error) {
		mu.Lock()
		defer mu.Unlock()
		asked[fresh]++
		return image.NewGray(image.Rect(0, 0, 1024, 768)), nil
	}
	count := func(fresh bool) int {
		mu.Lock()
		defer mu.Unlock()
		return asked[fresh]
	}
	b.state = State{Width: 1280, Height: 800, RowHeight: 400, DetailsShown: true}
	r := newRig(t, b)
	r.until(t, "sharp rows", func() bool { img := r.grid.Cached(3); return img != nil && img.Bounds().Dx() >= 512 })
	inRows := count(true)

	r.grid.Select(2)
	r.until(t, "the details", func() bool { return r.details.Photo() == 2 })
	r.until(t, "the pause", func() bool { r.clock.elapse(details.PreviewPause); return count(true) > inRows })
	r.until(t, "a sharp preview", func() bool {
		shown := r.detailsPictures()
		return len(shown) == 1 && shown[0].Image != nil && shown[0].Image.Bounds().Dx() == 1024
	})
	if count(false) != 0 {
		t.Error("what is at hand was asked for where the sharpest is wanted")
	}

	r.grid.Reload(1) // nothing in memory, so that the viewer has to ask
	r.view(1)
	r.until(t, "the viewer's first picture", func() bool { return count(false) == 1 })
}
