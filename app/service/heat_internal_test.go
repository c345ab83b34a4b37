package service

import (
	"slices"
	"testing"
)

func TestHeatValues(t *testing.T) {
	wanted, plain := []float32{1, 0}, []float32{0, 1}
	got := heatValues([][]float32{{1, 0}, {0, 1}, {0, 1}, {0.5, 0.5}}, wanted, plain)
	if got[0] != 1 || got[1] != 0 || got[2] != 0 || got[3] <= 0 || got[3] >= 1 {
		t.Errorf("values %v", got)
	}
	if flat := heatValues([][]float32{{0, 1}, {0, 1}}, wanted, plain); !slices.Equal(flat, []float32{0, 0}) {
		t.Errorf("equal patches give %v", flat)
	}
}

// TestUncropped: the square lies in the middle of the longer side.
func TestUncropped(t *testing.T) {
	h := Heat{Rows: 2, Columns: 2, Values: []float32{1, 2, 3, 4}}
	for _, c := range []struct {
		name          string
		width, height int
		want          Heat
	}{
		{"square", 10, 10, h},
		{"wide", 40, 20, Heat{Rows: 2, Columns: 4, Values: []float32{0, 1, 2, 0, 0, 3, 4, 0}}},
		{"high", 10, 20, Heat{Rows: 4, Columns: 2, Values: []float32{0, 0, 1, 2, 3, 4, 0, 0}}},
		{"unknown", 0, 20, h},
	} {
		if got := uncropped(h, c.width, c.height); got.Rows != c.want.Rows || got.Columns != c.want.Columns || !slices.Equal(got.Values, c.want.Values) {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}
