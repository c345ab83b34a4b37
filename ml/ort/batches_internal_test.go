package ort

import (
	"slices"
	"testing"
)

// TestFirstRunIsOfOnePicture: a card's first run is of one picture, whatever it is asked
// for, and so is that of one that was loaded again.
func TestFirstRunIsOfOnePicture(t *testing.T) {
	d := &fakeDevice{}
	m := fakeModel(t, d)
	for _, c := range []struct {
		n    int
		runs []int
	}{{20, []int{1, 16, 4}}, {3, []int{3}}, {0, nil}, {1, []int{1}}, {2, []int{2}}} {
		d.ran = nil
		if c.n == 0 {
			if err := m.ReleaseImage(t.Context()); err != nil {
				t.Fatal(err)
			}
			continue
		}
		vectors, err := m.EncodeImages(t.Context(), numbered(c.n), c.n)
		if err != nil {
			t.Fatal(err)
		}
		checkNumbered(t, vectors, c.n)
		if !slices.Equal(d.ran, c.runs) {
			t.Errorf("%d pictures in runs of %v, want %v", c.n, d.ran, c.runs)
		}
	}
}
