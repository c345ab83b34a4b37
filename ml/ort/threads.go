package ort

// imageThreads splits the cores between calls and the threads of one call. One
// thread a call and as many calls as cores encode twice the photos of one call
// at a time with all cores: nothing waits for the slowest thread of a layer.
func imageThreads(asked, cores int) (threads, parallel int) {
	if asked > 0 {
		return asked, max(cores/asked, 1)
	}
	return 1, cores
}

// smallText is the file size below which a text tower gains nothing from more
// than smallTextThreads: its matrices are too small to be cut up further.
const (
	smallText        = 256 << 20
	smallTextThreads = 4
)

// textThreads gives a single query the cores it can use.
func textThreads(size int64, cores int) int {
	if size < smallText {
		return min(cores, smallTextThreads)
	}
	return cores
}

// ImageParallel is what [ImageEncoder.Parallel] will be with these options, for
// who plans before the tower is loaded.
func ImageParallel(o Options) int {
	_, parallel := imageThreads(o.IntraOpThreads, physicalCores())
	return parallel
}
