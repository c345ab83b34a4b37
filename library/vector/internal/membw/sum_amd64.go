package membw

import "golang.org/x/sys/cpu"

// Sum adds up b as 32-bit lanes and folds the lanes into one value, which exists only so that
// every byte must be read. Bytes past the last whole 256 are left out.
func Sum(b []byte) uint32 {
	if !cpu.X86.HasAVX2 {
		return sumGo(b)
	}
	return sumAVX2(b)
}

//go:noescape
func sumAVX2(b []byte) uint32
