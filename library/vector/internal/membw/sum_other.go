//go:build !amd64

package membw

// Sum adds up b as 32-bit lanes and folds the lanes into one value, which exists only so that
// every byte must be read. Bytes past the last whole 256 are left out.
func Sum(b []byte) uint32 { return sumGo(b) }
