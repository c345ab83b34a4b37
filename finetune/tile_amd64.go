package finetune

import "golang.org/x/sys/cpu"

// vectorUnits is a variable so that tests can compare with plain Go.
var vectorUnits = cpu.X86.HasAVX2 && cpu.X86.HasFMA

// lanes is how many numbers tileAVX2 takes at a time.
const lanes = 4

// tile sums the products of two rows with four: a0·b0 … a0·b3, a1·b0 … a1·b3. All rows have
// the length of a0.
func tile(sums *[8]float64, a0, a1, b0, b1, b2, b3 []float64) {
	n := len(a0) &^ (lanes - 1)
	if !vectorUnits || n == 0 {
		tileGo(sums, a0, a1, b0, b1, b2, b3)
		return
	}
	tileAVX2(sums, &a0[0], &a1[0], &b0[0], &b1[0], &b2[0], &b3[0], n)
	if n == len(a0) {
		return
	}
	var rest [8]float64
	end := len(a0)
	tileGo(&rest, a0[n:], a1[n:end], b0[n:end], b1[n:end], b2[n:end], b3[n:end])
	for i, s := range rest {
		sums[i] += s
	}
}

// tileAVX2 reads n numbers of each row, a multiple of lanes.
//
//go:noescape
func tileAVX2(sums *[8]float64, a0, a1, b0, b1, b2, b3 *float64, n int)
