package jxl

import (
	"context"
	"errors"
	"fmt"
	"image"
	_ "unsafe" // for go:linkname

	_ "github.com/gen2brain/jpegxl" // embeds libjxl

	"descry/library/media/webassembly"
	"descry/library/media/worker"
)

// The module embeds the WebAssembly binary but runs it without a context and with up to 4
// GB of memory. Its bytes are taken from there and run here, bounded. If a later version
// names them differently, they are nil, which opening reports and a test finds.

//go:linkname jxlWasm github.com/gen2brain/jpegxl.decodeWasm
var jxlWasm []byte

var wasm = webassembly.Module{Name: "libjxl in WebAssembly", Binary: &jxlWasm}

// decodeWasm decodes a file.
func decodeWasm(file, options []byte, a *worker.Answer) error {
	if string(options) == profileOption {
		return worker.ErrMissing
	}
	c, err := DecodeConfig(file)
	if err != nil {
		return err
	}
	return webassembly.WithoutCollecting(func() error {
		i, err := wasm.Instantiate()
		if err != nil {
			return err
		}
		err = decodeInstance(i, file, c, a)
		return errors.Join(err, i.Close(context.Background()))
	})
}

// pixelBytes is what a pixel takes: red, green, blue and opacity, and only samples of
// exactly 16 bits are handed out as more than 8.
func (c Config) pixelBytes() int {
	if c.Bits == 16 {
		return 8
	}
	return 4
}

// decodeInstance decodes the first frame. What it takes is given back with the instance.
func decodeInstance(i *webassembly.Instance, file []byte, c Config, a *worker.Answer) error {
	size := int64(c.pixelBytes()) * int64(c.Width) * int64(c.Height)
	if size > webassembly.MemoryLimit {
		return worker.ErrMemory
	}
	in, err := i.Write(file)
	if err != nil {
		return err
	}
	fields, err := i.Write(make([]byte, 4*5)) // width, height, bits, frames and how long one is shown
	if err != nil {
		return err
	}
	out, err := i.Alloc(int(size))
	if err != nil {
		return err
	}
	const headOnly, all = 0, 0
	f := uint64(fields)
	if err := i.Call(uint64(in), uint64(len(file)), headOnly, all, f, f+4, f+8, f+12, f+16, uint64(out)); err != nil {
		return err
	}
	w, err := i.Words(fields, 4)
	if err != nil {
		return err
	}
	if w[0] != c.Width || w[1] != c.Height || w[2] != c.Bits || w[3] != 1 {
		return fmt.Errorf("%w: its sizes contradict each other", worker.ErrDecode)
	}
	pix, ok := i.Memory().Read(out, uint32(size))
	if !ok {
		return worker.ErrDecode
	}
	return a.Send(c.image(pix, c.Premultiplied))
}

// image wraps decoded pixels of four samples, big-endian where of 16 bits.
func (c Config) image(pix []byte, premultiplied bool) image.Image {
	r := image.Rect(0, 0, c.Width, c.Height)
	stride := len(pix) / c.Height
	switch deep := stride == 8*c.Width; {
	case deep && premultiplied:
		return &image.RGBA64{Pix: pix, Stride: stride, Rect: r}
	case deep:
		return &image.NRGBA64{Pix: pix, Stride: stride, Rect: r}
	case premultiplied:
		return &image.RGBA{Pix: pix, Stride: stride, Rect: r}
	}
	return &image.NRGBA{Pix: pix, Stride: stride, Rect: r}
}
