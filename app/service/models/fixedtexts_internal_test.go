package models

import (
	"reflect"
	"testing"
)

func TestStoredVectors(t *testing.T) {
	v := [][]float32{{0.5, -0.25, 0}, {0, 0, 1}}
	if got, ok := decodeVectors(encodeVectors(v), 2, 3); !ok || !reflect.DeepEqual(got, v) {
		t.Errorf("read back %v, %v", got, ok)
	}
	for _, bad := range []string{"", "x", encodeVectors(v[:1]), encodeVectors([][]float32{{0, 0, 0}, {0, 0, 0}})} {
		if _, ok := decodeVectors(bad, 2, 3); ok {
			t.Errorf("%q was taken for vectors", bad)
		}
	}
}
