package ort

import "descry/ml"

// plan is how a device is used best by the image tower.
type plan struct {
	threads  int // threads of the CPU in one call
	parallel int // calls at a time
	batch    int // pictures in one call
}

// The batches of a graphics card. A card computes sixteen pictures of most towers in hardly
// more time than one, while a second call brings the next pictures to the card.
const (
	cardBatch    = 16
	cardParallel = 2
)

// imagePlan keeps within the memory of the options as far as the use of memory can be known
// beforehand. The CPU's plan ignores the memory of the options, which is the card's.
func imagePlan(p *ml.Pack, o Options, on Provider, cores int) plan {
	var best plan
	if on == CPU {
		best.batch = 1 // larger batches win nothing on a CPU
		best.threads, best.parallel = imageThreads(o.IntraOpThreads, cores)
	} else {
		best = plan{min(cores, smallTextThreads), cardParallel, cardBatch}
		if on == DirectML { // DirectML takes one call at a time
			best.parallel = 1
		}
	}
	if on == WebGPU && o.BufferMB > 0 {
		best.batch = max(min(best.batch, picturesPerBuffer(int64(o.BufferMB)<<20, p.Vision.Size)), 1)
	}
	if o.MemoryMB == 0 || on == CPU {
		return best
	}
	room := picturesIn(int64(o.MemoryMB)<<20, visionWeights(p), p.Vision.Size, on)
	if on == WebGPU { // a child computes one call at a time (see turns)
		best.batch = min(best.batch, room)
		return best
	}
	best.parallel = min(best.parallel, room)
	best.batch = min(best.batch, max(room/best.parallel, 1))
	return best
}

// imageThreads splits the cores between calls and the threads of one call. One thread a call
// and as many calls as cores encode twice the photos of one call with all cores: no call waits
// for the slowest thread of a layer.
func imageThreads(requested, cores int) (threads, parallel int) {
	if requested > 0 {
		return requested, max(cores/requested, 1)
	}
	return 1, cores
}

// smallText is the file size, in bytes, below which a text tower gains nothing from more than
// smallTextThreads: the tower's matrices are too small to be cut up further.
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
