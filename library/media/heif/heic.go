package heif

import (
	"fmt"

	"descry/library/media/worker"
)

// libheif's numbers for colour spaces and chroma formats (heif.h).
const (
	colourYCbCr = 0
	colourRGB   = 1
	colourGray  = 2
)

// row is the size of a row of samples in this build of libheif, which has room for at least 64
// samples and a multiple of 16 bytes.
func row(width, bytes int) int { return (max(64, (width+1)&^1)*bytes + 15) &^ 15 }

// heic decodes a picture coded with HEVC, to 8 bits.
func (i *instance) heic(p *picture) (*frame, error) {
	file := p.withChroma(heicTarget(p.info)).still(unconverted)
	in, err := i.Write(file)
	if err != nil {
		return nil, err
	}
	defer i.Release(in)
	fields, err := i.Alloc(4 * 5)
	if err != nil {
		return nil, err
	}
	defer i.Release(fields)
	f, err := i.heicHead(in, len(file), fields)
	if err != nil {
		return nil, err
	}
	if f.width != p.CodedWidth || f.height != p.CodedHeight {
		return nil, fmt.Errorf("%w: its sizes contradict each other", ErrFormat)
	}
	rows := f.height
	if f.layout == yuv420 {
		rows = (rows + 1) / 2
	}
	luma, chroma := f.row*f.height, f.chromaRow*rows
	out, err := i.Alloc(luma + 2*chroma)
	if err != nil {
		return nil, err
	}
	f.release = func() { i.Release(out) }
	if err := i.callHEIC(in, len(file), fields, out); err != nil {
		return nil, err
	}
	pix, ok := i.Memory().Read(out, uint32(luma+2*chroma))
	if !ok {
		return nil, worker.ErrDecode
	}
	f.planes = [3][]byte{pix[:luma], pix[luma:][:chroma], pix[luma+chroma:]}
	if layout(p.info.chroma) == mono {
		f.layout = mono
	}
	return f, nil
}

// heicTarget is the chroma format that this build of libheif converts to without failing: not
// to one of gray, and deep samples not to 4:4:4.
func heicTarget(info streamInfo) layout {
	switch chroma := layout(info.chroma); {
	case chroma == mono:
		return yuv420
	case info.bits > 8 && chroma == yuv444:
		return yuv422
	default:
		return chroma
	}
}

// heicHead reads how the planes are going to lie.
func (i *instance) heicHead(in uint32, size int, fields uint32) (*frame, error) {
	if err := i.callHEIC(in, size, fields, 0); err != nil {
		return nil, err
	}
	w, err := i.Words(fields, 4)
	if err != nil {
		return nil, err
	}
	f := &frame{width: w[0], height: w[1], bits: 8}
	if f.width <= 0 || f.height <= 0 || f.width > maxSide || f.height > maxSide {
		return nil, fmt.Errorf("%w: impossible width or height", ErrFormat)
	}
	switch colour, chroma := w[2], layout(w[3]); {
	case colour == colourGray:
		f.layout, f.row = mono, row(f.width, 1)
	case colour == colourRGB:
		f.layout, f.row = rgba8, row(f.width, 4)
	case colour == colourYCbCr && chroma >= yuv420 && chroma <= yuv444:
		f.layout, f.row = chroma, row(f.width, 1)
		f.chromaRow = row(f.chroma(f.width), 1)
	default:
		return nil, fmt.Errorf("%w: unknown colours", worker.ErrDecode)
	}
	return f, nil
}

const maxSide = 1 << 16

// callHEIC calls decode for the head (out is 0) or the pixels.
func (i *instance) callHEIC(in uint32, size int, fields, out uint32) error {
	headOnly := uint64(0)
	if out == 0 {
		headOnly = 1
	}
	f := uint64(fields)
	return i.Call(uint64(in), uint64(size), headOnly, f, f+4, f+8, f+12, f+16, uint64(out))
}
