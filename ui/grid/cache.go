package grid

import (
	"container/list"
	"image"

	"descry/library"
	"descry/ui/pyramid"
)

// cache holds decoded thumbnails up to a number of bytes and forgets the least recently used.
// The cache is for the UI goroutine.
type cache struct {
	limit int64
	used  int64
	order *list.List // of *entry, most recent first
	byID  map[library.PhotoID]*list.Element
}

type entry struct {
	id    library.PhotoID
	img   image.Image
	as    sharpness
	bytes int64
}

func newCache(limit int64) *cache {
	return &cache{limit: limit, order: list.New(), byID: map[library.PhotoID]*list.Element{}}
}

// get returns the sharpest picture of a photo, or nil.
func (c *cache) get(id library.PhotoID) (image.Image, sharpness) {
	e, ok := c.byID[id]
	if !ok {
		return nil, 0
	}
	c.order.MoveToFront(e)
	return e.Value.(*entry).img, e.Value.(*entry).as
}

// put keeps a picture in the place of one that isn't sharper. A picture larger than the whole
// cache is not kept.
func (c *cache) put(id library.PhotoID, img image.Image, as sharpness) {
	e := &entry{id: id, img: img, as: as, bytes: pyramid.Bytes(img)}
	if old, ok := c.byID[id]; ok && old.Value.(*entry).as > as || e.bytes > c.limit {
		return
	}
	c.drop(id)
	c.byID[id] = c.order.PushFront(e)
	c.used += e.bytes
	for c.used > c.limit {
		c.drop(c.order.Back().Value.(*entry).id)
	}
}

// has tells whether a thumbnail is there without counting as use.
func (c *cache) has(id library.PhotoID) bool { return c.byID[id] != nil }

// room estimates how many thumbnails the cache holds, by the mean size of its thumbnails.
func (c *cache) room() int {
	const usual = 64 << 10 // 256 × 170 pixels as YCbCr 4:2:0
	mean := int64(usual)
	if n := int64(len(c.byID)); n > 0 {
		mean = max(c.used/n, 1)
	}
	return int(c.limit / mean)
}

func (c *cache) drop(id library.PhotoID) {
	if e, ok := c.byID[id]; ok {
		c.used -= e.Value.(*entry).bytes
		c.order.Remove(e)
		delete(c.byID, id)
	}
}
