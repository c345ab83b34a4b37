package ml

import (
	"container/list"
	"slices"
	"sync"
)

// VectorCache remembers the vectors of recent texts, so that a repeated or
// refined query costs no encoder run. It is safe for concurrent use.
type VectorCache struct {
	capacity int

	mu     sync.Mutex
	recent *list.List // of *cached, the latest first
	byKey  map[cacheKey]*list.Element
}

type cacheKey struct{ model, text string }

type cached struct {
	key    cacheKey
	vector []float32
}

// maxCachedText is the longest text that is kept: a model reads less of it, and
// pasted files would fill the memory with keys.
const maxCachedText = 16 << 10

// NewVectorCache returns a cache of at most so many vectors; the least recently
// used is dropped. 512 floats make 2 KB each.
func NewVectorCache(capacity int) *VectorCache {
	return &VectorCache{
		capacity: capacity,
		recent:   list.New(),
		byKey:    make(map[cacheKey]*list.Element),
	}
}

// Get returns a copy of the vector that a model gave a text.
func (c *VectorCache) Get(model, text string) ([]float32, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.byKey[cacheKey{model, text}]
	if !ok {
		return nil, false
	}
	c.recent.MoveToFront(e)
	return slices.Clone(e.Value.(*cached).vector), true
}

// Put remembers a copy of the vector.
func (c *VectorCache) Put(model, text string, vector []float32) {
	if c.capacity < 1 || len(text) > maxCachedText {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	key := cacheKey{model, text}
	if e, ok := c.byKey[key]; ok {
		e.Value.(*cached).vector = slices.Clone(vector)
		c.recent.MoveToFront(e)
		return
	}
	c.byKey[key] = c.recent.PushFront(&cached{key, slices.Clone(vector)})
	if c.recent.Len() > c.capacity {
		oldest := c.recent.Remove(c.recent.Back()).(*cached)
		delete(c.byKey, oldest.key)
	}
}

// Len is the number of vectors kept.
func (c *VectorCache) Len() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.recent.Len()
}
