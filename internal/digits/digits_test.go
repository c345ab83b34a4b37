package digits_test

import (
	"math"
	"testing"

	"descry/internal/digits"
)

func TestGroup(t *testing.T) {
	for n, want := range map[int]string{
		0: "0", 7: "7", 999: "999", 1000: "1,000", 18302: "18,302", 1234567: "1,234,567", -1200: "-1,200", -7: "-7",
		math.MinInt64: "-9,223,372,036,854,775,808",
	} {
		if got := digits.Group(n); got != want {
			t.Errorf("%d is %q, want %q", n, got, want)
		}
	}
}
