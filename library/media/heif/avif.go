package heif

import (
	"context"
	"fmt"
	"image"
)

func decodeAVIF(ctx context.Context, data []byte, c Config) (image.Image, error) {
	var picture image.Image
	err := avifModule.run(ctx, func(i *instance) error {
		in, err := i.write(data)
		if err != nil {
			return err
		}
		fields, err := i.alloc(4 * 4)
		if err != nil {
			return err
		}
		w, err := i.avif(in, len(data), fields, 0, 0)
		if err != nil {
			return err
		}
		if w[0] != c.CodedWidth || w[1] != c.CodedHeight {
			return fmt.Errorf("%w: its sizes contradict each other", ErrFormat)
		}
		picture, err = i.avifPixels(in, len(data), fields, w)
		return err
	})
	if err != nil {
		return nil, err
	}
	return picture, nil
}

// avifPixels decodes the first frame into memory of the instance, then copies
// it out. w is width, height and bits a sample.
func (i *instance) avifPixels(in uint32, size int, fields uint32, w []int) (image.Image, error) {
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
		return nil, ErrDecode
	}
	if _, err := i.avif(in, size, fields, delay, out); err != nil {
		return nil, err
	}
	if v, ok := i.Memory().ReadUint64Le(delay); !ok || v == unset {
		return nil, ErrDecode
	}
	pix, ok := i.Memory().Read(out, uint32(n))
	if !ok {
		return nil, ErrDecode
	}
	rect := image.Rect(0, 0, w[0], w[1])
	if bytesPerPixel == 4 {
		return &image.RGBA{Pix: append([]byte(nil), pix...), Stride: 4 * w[0], Rect: rect}, nil
	}
	return &image.RGBA64{Pix: swapped(pix), Stride: 8 * w[0], Rect: rect}, nil
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

// swapped copies little-endian 16-bit samples into Go's big-endian order.
func swapped(src []byte) []byte {
	dst := make([]byte, len(src))
	for i := 0; i+1 < len(src); i += 2 {
		dst[i], dst[i+1] = src[i+1], src[i]
	}
	return dst
}
