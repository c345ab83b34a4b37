package finetune

import (
	"math"
	"testing"
)

// TestVectorUnitsAgreeWithPlainGo covers rows that end between two steps.
func TestVectorUnitsAgreeWithPlainGo(t *testing.T) {
	if !vectorUnits {
		t.Skip("this processor has no AVX2")
	}
	w := newWorld(4, 1)
	for n := 1; n < 40; n++ {
		rows := newMatrix(6, n)
		for i := range rows.data {
			rows.data[i] = w.r.NormFloat64()
		}
		var fast, plain [8]float64
		tile(&fast, rows.row(0), rows.row(1), rows.row(2), rows.row(3), rows.row(4), rows.row(5))
		tileGo(&plain, rows.row(0), rows.row(1), rows.row(2), rows.row(3), rows.row(4), rows.row(5))
		for i := range fast {
			if math.Abs(fast[i]-plain[i]) > 1e-12 {
				t.Errorf("%d numbers, sum %d: %v, plain %v", n, i, fast[i], plain[i])
			}
		}
	}
}
