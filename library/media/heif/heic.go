package heif

import (
	"fmt"
	"image"

	"descry/library/media/worker"
)

// libheif's numbers for colour spaces and chroma formats (heif.h).
const (
	colourYCbCr = 0
	colourRGB   = 1
	colourGray  = 2

	chroma420 = 1
	chroma422 = 2
	chroma444 = 3
)

const maxSide = 1 << 16

// stride is libheif's row size: rows are aligned to 16 bytes.
func stride(n int) int { return (n + 15) &^ 15 }

// heicResult is what the decoder's C function reports.
type heicResult struct {
	width, height         int
	colour, chroma        int
	premultiplied         bool
	luma, chromaRow, rows int // luma stride, chroma stride, chroma rows
}

// decodeHEIC decodes the main picture; it changes the file. Opacity is left out: libheif, as it is
// built here, cannot decode the one-channel picture that holds it.
func decodeHEIC(file, _ []byte, a *worker.Answer) error {
	c, err := DecodeConfig(file)
	if err != nil {
		return err
	}
	if err := simplify(file); err != nil {
		return err
	}
	return heicModule.run(func(i *instance) error {
		in, err := i.write(file)
		if err != nil {
			return err
		}
		picture, err := i.heicPixels(in, len(file), c)
		if err != nil {
			return err
		}
		return a.Send(picture)
	})
}

func (i *instance) heicPixels(in uint32, size int, c Config) (image.Image, error) {
	fields, err := i.alloc(4 * 5)
	if err != nil {
		return nil, err
	}
	r, err := i.heic(in, size, fields, 0)
	if err != nil {
		return nil, err
	}
	if r.width != c.CodedWidth || r.height != c.CodedHeight {
		return nil, fmt.Errorf("%w: its sizes contradict each other", ErrFormat)
	}
	out, err := i.alloc(r.size())
	if err != nil {
		return nil, err
	}
	if _, err := i.heic(in, size, fields, out); err != nil {
		return nil, err
	}
	pix, ok := i.Memory().Read(out, uint32(r.size()))
	if !ok {
		return nil, worker.ErrDecode
	}
	return r.image(pix, c), nil
}

// heic calls decode for the header (out is 0) or the pixels.
func (i *instance) heic(in uint32, size int, fields, out uint32) (*heicResult, error) {
	headerOnly := uint64(0)
	if out == 0 {
		headerOnly = 1
	}
	f := uint64(fields)
	err := i.call(uint64(in), uint64(size), headerOnly, f, f+4, f+8, f+12, f+16, uint64(out))
	if err != nil {
		return nil, err
	}
	w, err := i.words(fields, 5)
	if err != nil {
		return nil, err
	}
	r := &heicResult{width: w[0], height: w[1], colour: w[2], chroma: w[3], premultiplied: w[4] == 1}
	return r, r.layOut()
}

// layOut works out the planes; it bounds the size by what 32 bits address.
func (r *heicResult) layOut() error {
	if r.width <= 0 || r.height <= 0 || r.width > maxSide || r.height > maxSide {
		return fmt.Errorf("%w: impossible width or height", ErrFormat)
	}
	half := func(n int) int { return (n + 1) / 2 }
	switch {
	case r.colour == colourGray:
		r.luma = stride(r.width)
	case r.colour == colourRGB:
		r.luma = stride(4 * r.width)
	case r.colour == colourYCbCr && r.chroma == chroma420:
		r.luma, r.chromaRow, r.rows = stride(r.width), stride(half(r.width)), half(r.height)
	case r.colour == colourYCbCr && r.chroma == chroma422:
		r.luma, r.chromaRow, r.rows = stride(r.width), stride(half(r.width)), r.height
	case r.colour == colourYCbCr && r.chroma == chroma444:
		r.luma, r.chromaRow, r.rows = stride(r.width), stride(r.width), r.height
	default:
		return fmt.Errorf("%w: unknown colours", worker.ErrDecode)
	}
	return nil
}

func (r *heicResult) size() int { return r.luma*r.height + 2*r.chromaRow*r.rows }

// image wraps the planes.
func (r *heicResult) image(pix []byte, c Config) image.Image {
	rect := image.Rect(0, 0, r.width, r.height)
	switch r.colour {
	case colourGray:
		return &image.Gray{Pix: pix, Stride: r.luma, Rect: rect}
	case colourRGB:
		if r.premultiplied {
			return &image.RGBA{Pix: pix, Stride: r.luma, Rect: rect}
		}
		return &image.NRGBA{Pix: pix, Stride: r.luma, Rect: rect}
	}
	ratio := map[int]image.YCbCrSubsampleRatio{
		chroma420: image.YCbCrSubsampleRatio420,
		chroma422: image.YCbCrSubsampleRatio422,
		chroma444: image.YCbCrSubsampleRatio444,
	}[r.chroma]
	cb := r.luma * r.height
	cr := cb + r.chromaRow*r.rows
	m := &image.YCbCr{
		Y: pix[:cb:cb], Cb: pix[cb:cr:cr], Cr: pix[cr:],
		YStride: r.luma, CStride: r.chromaRow, SubsampleRatio: ratio, Rect: rect,
	}
	toJFIF(m, c.matrix, c.fullRange)
	return m
}
