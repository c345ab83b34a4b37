package heif

import (
	"fmt"

	"descry/library/media/worker"
)

// layout is how the samples of a decoded picture lie in memory.
type layout int

// mono to yuv444 are the chroma formats by their numbers in streams.
const (
	mono layout = iota
	yuv420
	yuv422
	yuv444
	rgba8  // interleaved, opaque
	rgba16 // the same with 16 bits
)

// frame is a coded picture from its decoder. Samples of more than 8 bits take two bytes, the
// less significant one first.
type frame struct {
	layout         layout
	bits           int // of a sample
	width, height  int
	planes         [3][]byte
	row, chromaRow int    // bytes
	release        func() // frees the planes; may be nil
}

// check tells whether the planes hold the expected picture.
func (f *frame) check(p *picture) error {
	if f.width != p.Width && f.width != p.CodedWidth || f.height != p.Height && f.height != p.CodedHeight {
		return fmt.Errorf("%w: its sizes contradict each other", ErrFormat)
	}
	if f.bits < 8 || f.bits > 16 || f.layout < mono || f.layout > rgba16 {
		return fmt.Errorf("%w: unknown colours", worker.ErrDecode)
	}
	size := f.sampleBytes()
	if f.layout >= rgba8 {
		size *= 4
	}
	if !holds(f.planes[0], f.row, size*f.width, f.height) {
		return fmt.Errorf("%w: impossible rows", worker.ErrDecode)
	}
	if f.layout == mono || f.layout >= rgba8 {
		return nil
	}
	rows := f.height
	if f.layout == yuv420 {
		rows = (rows + 1) / 2
	}
	for _, plane := range f.planes[1:] {
		if !holds(plane, f.chromaRow, size*f.chroma(f.width), rows) {
			return fmt.Errorf("%w: impossible rows", worker.ErrDecode)
		}
	}
	return nil
}

// holds tells whether rows of a width fit into a plane.
func holds(plane []byte, row, width, rows int) bool {
	return rows > 0 && row >= width && len(plane) >= (rows-1)*row+width
}

// chromaShift is by how much chroma is narrower.
func (f *frame) chromaShift() int {
	if f.layout == yuv420 || f.layout == yuv422 {
		return 1
	}
	return 0
}

// chroma is the width of chroma for a width of luma.
func (f *frame) chroma(width int) int {
	shift := f.chromaShift()
	return (width + shift) >> shift
}

// sampleBytes is the size of a sample.
func (f *frame) sampleBytes() int {
	if f.bits > 8 {
		return 2
	}
	return 1
}
