package ml_test

import (
	"strings"
	"testing"

	"descry/ml"
)

func TestVectorCache(t *testing.T) {
	c := ml.NewVectorCache(2)
	c.Put("m", "a", []float32{1})
	c.Put("m", "b", []float32{2})
	if v, ok := c.Get("m", "a"); !ok || v[0] != 1 {
		t.Fatal(v, ok)
	} else {
		v[0] = 9 // the caller's own copy
	}
	c.Put("other", "a", []float32{3}) // drops b, used least recently
	for _, want := range []struct {
		model, text string
		value       float32
	}{{"m", "a", 1}, {"m", "b", 0}, {"other", "a", 3}} {
		v, ok := c.Get(want.model, want.text)
		if ok != (want.value != 0) || ok && v[0] != want.value {
			t.Errorf("%s %s: %v, %t, want %v", want.model, want.text, v, ok, want.value)
		}
	}
	c.Put("m", "a", []float32{4})
	if v, _ := c.Get("m", "a"); v[0] != 4 || c.Len() != 2 {
		t.Errorf("after an update: %v, %d vectors", v, c.Len())
	}
}

func TestVectorCacheBounds(t *testing.T) {
	none := ml.NewVectorCache(0)
	none.Put("m", "a", []float32{1})
	long := ml.NewVectorCache(1)
	long.Put("m", strings.Repeat("x", 1<<20), []float32{1})
	if none.Len() != 0 || long.Len() != 0 {
		t.Errorf("kept %d without capacity, %d of a megabyte", none.Len(), long.Len())
	}
}
