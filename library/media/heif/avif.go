package heif

import (
	"fmt"

	"descry/library/media/worker"
)

// avif decodes a picture coded with AV1.
func (i *instance) avif(p *picture) (*frame, error) {
	file := p.still(p.Colours)
	in, err := i.Write(file)
	if err != nil {
		return nil, err
	}
	defer i.Release(in)
	fields, err := i.Alloc(4 * 4)
	if err != nil {
		return nil, err
	}
	defer i.Release(fields)
	w, err := i.callAVIF(in, len(file), fields, 0, 0)
	if err != nil {
		return nil, err
	}
	if w[0] != p.CodedWidth || w[1] != p.CodedHeight {
		return nil, fmt.Errorf("%w: its sizes contradict each other", ErrFormat)
	}
	f := &frame{layout: rgba8, bits: 8, width: w[0], height: w[1], row: 4 * w[0]}
	if w[2] > 8 {
		f.layout, f.bits, f.row = rgba16, 16, 8*w[0]
	}
	return f, i.avifPixels(f, in, len(file), fields)
}

// unset is a duration that no frame can have.
const unset = 1<<64 - 1

// avifPixels decodes once the size is known.
func (i *instance) avifPixels(f *frame, in uint32, size int, fields uint32) error {
	out, err := i.Alloc(f.row * f.height)
	if err != nil {
		return err
	}
	f.release = func() { i.Release(out) }
	delay, err := i.Alloc(8)
	if err != nil {
		return err
	}
	defer i.Release(delay)
	// The C function reports success even when no frame came out, so the value that a frame
	// overwrites tells.
	if !i.Memory().WriteUint64Le(delay, unset) {
		return worker.ErrDecode
	}
	if _, err := i.callAVIF(in, size, fields, delay, out); err != nil {
		return err
	}
	if v, ok := i.Memory().ReadUint64Le(delay); !ok || v == unset {
		return worker.ErrDecode
	}
	pix, ok := i.Memory().Read(out, uint32(f.row*f.height))
	if !ok {
		return worker.ErrDecode
	}
	f.planes[0] = pix
	return nil
}

// callAVIF calls decode for the head (out is 0) or the first frame. The results are width,
// height, bits a sample and the number of frames.
func (i *instance) callAVIF(in uint32, size int, fields, delay, out uint32) ([]int, error) {
	headOnly, all := uint64(0), uint64(0)
	if out == 0 {
		headOnly = 1
	}
	f := uint64(fields)
	err := i.Call(uint64(in), uint64(size), headOnly, all, f, f+4, f+8, f+12, uint64(delay), uint64(out))
	if err != nil {
		return nil, err
	}
	return i.Words(fields, 4)
}
