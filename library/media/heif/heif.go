// Package heif reads HEIC and AVIF photos: their box structure in Go, their
// pixels with libheif and libavif compiled to WebAssembly, in child processes of
// package worker: whatever stops the world, the garbage collector above all, waits
// for compiled WebAssembly together with the whole program.
package heif

import (
	"context"
	"errors"
	"image"
	"time"

	"descry/library/media/worker"
)

// ErrFormat means that the box structure is broken or lacks something.
var ErrFormat = errors.New("the box structure is damaged")

// ErrMinimized means that the header has the short form of ISO/IEC 23008-12, a "mini" box
// in place of "meta", which is not read here.
var ErrMinimized = errors.New("the header is minimized")

// Kind is what the file type box says of an ISO media file.
type Kind int

// The kinds of files that start like a HEIC. CR3 is Canon's raw format.
const (
	None Kind = iota
	HEIC
	AVIF
	CR3
	Video
)

// Config is what the boxes say of the main picture.
type Config struct {
	// Width and Height are the upright size, after cropping and turning.
	Width, Height int
	// CodedWidth and CodedHeight are the size before that.
	CodedWidth, CodedHeight int
	// Orientation is the EXIF number, 1 to 8, of the turning and mirroring
	// that the file asks for.
	Orientation int
	// Crop is the part of the coded picture to show.
	Crop image.Rectangle
	// ICC is the profile of its colours; nil without one.
	ICC []byte
	// Primaries and Transfer are code points of ISO/IEC 23091-2 for its colours; 0
	// where the boxes say nothing.
	Primaries, Transfer uint16
	// Deep is true for more than 8 bits a sample.
	Deep bool
	// matrix and fullRange say how colours are coded.
	matrix    int
	fullRange bool
}

// The decoders in child processes.
const (
	heicWasmKind worker.Kind = "heic-webassembly"
	avifWasmKind worker.Kind = "avif-webassembly"
)

// Decoders are those that child processes need (see [worker.Main]).
func Decoders() map[worker.Kind]worker.Decoder {
	return map[worker.Kind]worker.Decoder{
		heicWasmKind: {Open: heicModule.open, Decode: decodeHEIC},
		avifWasmKind: {Open: avifModule.open, Decode: decodeAVIF},
	}
}

// DecodeHEIC decodes the main picture and hands it to use as bands of its coded size,
// neither cropped nor turned, that are of type image.YCbCr, Gray, RGBA or NRGBA. c is the
// file's Config, limit the time that decoding may take. Errors wrap one of this package's
// or of package worker's, or are those of ctx or use.
func DecodeHEIC(ctx context.Context, data []byte, c Config, limit time.Duration, use worker.Use) error {
	return decodeIn(ctx, heicWasmKind, data, c, limit, use)
}

// DecodeAVIF decodes the main picture to bands of type image.RGBA or RGBA64, as
// DecodeHEIC does.
func DecodeAVIF(ctx context.Context, data []byte, c Config, limit time.Duration, use worker.Use) error {
	return decodeIn(ctx, avifWasmKind, data, c, limit, use)
}

func decodeIn(ctx context.Context, kind worker.Kind, data []byte, c Config, limit time.Duration, use worker.Use) error {
	_, err := worker.Decode(ctx, worker.Request{
		Kind: kind, File: data, Size: image.Pt(c.CodedWidth, c.CodedHeight), Limit: limit,
	}, use)
	return err
}
