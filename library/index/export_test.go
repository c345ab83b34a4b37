package index

// HashOf is the hash of one file beside a photo.
func HashOf(name string, size, modTimeNS int64) int64 {
	h := sidecarHash{}
	h.add(name, size, modTimeNS)
	return h.sum()
}
