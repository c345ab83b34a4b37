package heif

import (
	"fmt"
	"image"

	"descry/library/media/worker"
)

// decodeAVIF decodes the main picture.
func decodeAVIF(file, _ []byte, a *worker.Answer) error {
	c, err := DecodeConfig(file)
	if err != nil {
		return err
	}
	return avifModule.run(func(i *instance) error {
		in, err := i.write(file)
		if err != nil {
			return err
		}
		picture, err := i.avifPixels(in, len(file), c)
		if err != nil {
			return err
		}
		return a.Send(picture)
	})
}

// avifPixels decodes the first frame.
func (i *instance) avifPixels(in uint32, size int, c Config) (image.Image, error) {
	fields, err := i.alloc(4 * 4)
	if err != nil {
		return nil, err
	}
	w, err := i.avif(in, size, fields, 0, 0)
	if err != nil {
		return nil, err
	}
	if w[0] != c.CodedWidth || w[1] != c.CodedHeight {
		return nil, fmt.Errorf("%w: its sizes contradict each other", ErrFormat)
	}
	return i.avifFrame(in, size, fields, w)
}

// avifFrame decodes once the size is known. w is width, height and bits a
// sample.
func (i *instance) avifFrame(in uint32, size int, fields uint32, w []int) (image.Image, error) {
	bytesPerPixel := 4
	if w[2] > 8 {
		bytesPerPixel = 8
	}
	n := w[0] * w[1] * bytesPerPixel
	out, err := i.alloc(n)
	if err != nil {
		return nil, err
	}
	delay, err := i.alloc(8)
	if err != nil {
		return nil, err
	}
	// the C function reports success even when no frame came out, so what
	// it would overwrite tells
	if !i.Memory().WriteUint64Le(delay, unset) {
		return nil, worker.ErrDecode
	}
	if _, err := i.avif(in, size, fields, delay, out); err != nil {
		return nil, err
	}
	if v, ok := i.Memory().ReadUint64Le(delay); !ok || v == unset {
		return nil, worker.ErrDecode
	}
	pix, ok := i.Memory().Read(out, uint32(n))
	if !ok {
		return nil, worker.ErrDecode
	}
	rect := image.Rect(0, 0, w[0], w[1])
	if bytesPerPixel == 4 {
		return &image.RGBA{Pix: pix, Stride: 4 * w[0], Rect: rect}, nil
	}
	return &image.RGBA64{Pix: swapBytes(pix), Stride: 8 * w[0], Rect: rect}, nil
}

// unset is no duration that a frame can have.
const unset = 1<<64 - 1

// avif calls decode for the header (out is 0) or the first frame.
func (i *instance) avif(in uint32, size int, fields, delay, out uint32) ([]int, error) {
	headerOnly, all := uint64(0), uint64(0)
	if out == 0 {
		headerOnly = 1
	}
	f := uint64(fields)
	err := i.call(uint64(in), uint64(size), headerOnly, all, f, f+4, f+8, f+12, uint64(delay), uint64(out))
	if err != nil {
		return nil, err
	}
	return i.words(fields, 4)
}

// swapBytes turns little-endian 16-bit samples into Go's big-endian order, in
// place.
func swapBytes(pix []byte) []byte {
	for i := 0; i+1 < len(pix); i += 2 {
		pix[i], pix[i+1] = pix[i+1], pix[i]
	}
	return pix
}
