package ml

import (
	"container/list"
	"slices"
	"sync"
)

// VectorCache remembers the vectors of recent texts, with what else the encoder told about
// each text, so that a repeated or refined query costs no encoder run. VectorCache is safe for
// concurrent use.
type VectorCache[I any] struct {
	capacity int

	mu     sync.Mutex
	recent *list.List // of *cached[I], the latest first
	byKey  map[cacheKey]*list.Element
}

type cacheKey struct{ model, text string }

type cached[I any] struct {
	key    cacheKey
	vector []float32
	info   I
}

// maxCachedText is the longest text that is kept, in bytes. A model reads less than
// maxCachedText, and pasted files would fill the memory with keys.
const maxCachedText = 16 << 10

// NewVectorCache returns a cache of at most capacity vectors. The least recently used vector
// is dropped. 512 floats make 2 KB each.
func NewVectorCache[I any](capacity int) *VectorCache[I] {
	return &VectorCache[I]{
		capacity: capacity,
		recent:   list.New(),
		byKey:    make(map[cacheKey]*list.Element),
	}
}

// Get returns a copy of the vector that a model gave a text, and the info that was put with
// the vector.
func (c *VectorCache[I]) Get(model, text string) (vector []float32, info I, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.byKey[cacheKey{model, text}]
	if !ok {
		return nil, info, false
	}
	c.recent.MoveToFront(e)
	found := e.Value.(*cached[I])
	return slices.Clone(found.vector), found.info, true
}

// Put remembers a copy of the vector, and info.
func (c *VectorCache[I]) Put(model, text string, vector []float32, info I) {
	if c.capacity < 1 || len(text) > maxCachedText {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	entry := &cached[I]{cacheKey{model, text}, slices.Clone(vector), info}
	if e, ok := c.byKey[entry.key]; ok {
		e.Value = entry
		c.recent.MoveToFront(e)
		return
	}
	c.byKey[entry.key] = c.recent.PushFront(entry)
	if c.recent.Len() > c.capacity {
		oldest := c.recent.Remove(c.recent.Back()).(*cached[I])
		delete(c.byKey, oldest.key)
	}
}

// Len is the number of vectors kept.
func (c *VectorCache[I]) Len() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.recent.Len()
}
