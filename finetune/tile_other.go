//go:build !amd64

package finetune

// tile sums the products of two rows with four: a0·b0 … a0·b3, a1·b0 … a1·b3. All
// rows have the length of a0.
func tile(sums *[8]float64, a0, a1, b0, b1, b2, b3 []float64) {
	tileGo(sums, a0, a1, b0, b1, b2, b3)
}
