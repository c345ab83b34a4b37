package grid

import (
	"image"
	"testing"

	"descry/library"
)

func TestCacheForgetsTheOldestByBytes(t *testing.T) {
	thumb := func(w int) image.Image { return image.NewGray(image.Rect(0, 0, w, 10)) }
	c := newCache(1000)
	for id := library.PhotoID(1); id <= 10; id++ {
		c.put(id, thumb(10), usual)
	}
	if img, _ := c.get(1); img == nil || c.used != 1000 {
		t.Fatalf("the cache is full too early: %d bytes used", c.used)
	}
	c.put(11, thumb(20), usual) // pushes out 2 and 3: 1 was asked for just now
	for id, want := range map[library.PhotoID]bool{1: true, 2: false, 3: false, 4: true, 11: true} {
		if c.has(id) != want {
			t.Errorf("photo %d in the cache: %v, want %v", id, !want, want)
		}
	}
	c.put(12, thumb(101), usual)
	if c.has(12) || c.used != 1000 {
		t.Errorf("a picture larger than the cache cost others: %d bytes used", c.used)
	}
	c.put(11, thumb(5), usual)
	if c.used != 850 {
		t.Errorf("replacing a picture leaves %d bytes, want 850", c.used)
	}
	c.drop(11)
	c.drop(99)
	if c.used != 800 || c.room() != 10 {
		t.Errorf("%d bytes used, room for %d", c.used, c.room())
	}
}

func TestCacheKeepsTheSharpestPicture(t *testing.T) {
	small, large := image.NewGray(image.Rect(0, 0, 4, 3)), image.NewGray(image.Rect(0, 0, 16, 12))
	c := newCache(1000)
	c.put(1, small, usual)
	c.put(1, large, sharp)
	c.put(1, small, usual) // came late
	if img, as := c.get(1); img != large || as != sharp || c.used != 16*12 {
		t.Errorf("%v as %d, %d bytes used", img.Bounds(), as, c.used)
	}
}
