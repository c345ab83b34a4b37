package ml_test

import (
	"strings"
	"testing"

	"descry/ml"
)

func TestVectorCache(t *testing.T) {
	c := ml.NewVectorCache[string](2)
	c.Put("m", "a", []float32{1}, "first")
	c.Put("m", "b", []float32{2}, "second")
	if v, info, ok := c.Get("m", "a"); !ok || v[0] != 1 || info != "first" {
		t.Fatal(v, info, ok)
	} else {
		v[0] = 9 // the caller's own copy
	}
	c.Put("other", "a", []float32{3}, "third") // drops b, used least recently
	for _, want := range []struct {
		model, text, info string
		value             float32
	}{{"m", "a", "first", 1}, {"m", "b", "", 0}, {"other", "a", "third", 3}} {
		v, info, ok := c.Get(want.model, want.text)
		if ok != (want.value != 0) || info != want.info || ok && v[0] != want.value {
			t.Errorf("%s %s: %v, %q, %t, want %v", want.model, want.text, v, info, ok, want.value)
		}
	}
	c.Put("m", "a", []float32{4}, "fourth")
	if v, info, _ := c.Get("m", "a"); v[0] != 4 || info != "fourth" || c.Len() != 2 {
		t.Errorf("after an update: %v, %q, %d vectors", v, info, c.Len())
	}
}

func TestVectorCacheBounds(t *testing.T) {
	none := ml.NewVectorCache[int](0)
	none.Put("m", "a", []float32{1}, 0)
	long := ml.NewVectorCache[int](1)
	long.Put("m", strings.Repeat("x", 1<<20), []float32{1}, 0)
	if none.Len() != 0 || long.Len() != 0 {
		t.Errorf("kept %d without capacity, %d of a megabyte", none.Len(), long.Len())
	}
}
