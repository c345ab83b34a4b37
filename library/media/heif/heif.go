// Package heif reads HEIC and AVIF photos. Boxes, grids, overlays, opacity and turning are
// read in Go. The system's libheif, or else libheif and libavif in WebAssembly, decode one
// coded picture at a time, wrapped as a file of nothing else. The decoders run in the child
// processes of package worker, which the program kills when they take too long: native code
// can't be interrupted, and WebAssembly that can be takes four times as long.
package heif

import (
	"context"
	"errors"
	"image"
	"sync/atomic"
	"time"

	"descry/library/media/worker"
)

// ErrCoding means that the main picture has a coding that is not read here.
var ErrCoding = errors.New("the coding of its picture is not supported")

// ErrFormat means that the box structure is broken or incomplete.
var ErrFormat = errors.New("the box structure is damaged")

// ErrMinimized means that the header has the short form of ISO/IEC 23008-12, a "mini" box
// in place of "meta", which is not read here.
var ErrMinimized = errors.New("the header is minimized")

// The decoders in child processes.
const (
	nativeKind   worker.Kind = "libheif"
	heicWasmKind worker.Kind = "heic-webassembly"
	avifWasmKind worker.Kind = "avif-webassembly"
)

// Decoders are the decoders that child processes need (see [worker.Main]).
func Decoders() map[worker.Kind]worker.Decoder {
	return map[worker.Kind]worker.Decoder{
		nativeKind:   {Open: openNative, Decode: decodeNative},
		heicWasmKind: {Open: heicModule.Open, Decode: heicModule.decoder((*instance).heic)},
		avifWasmKind: {Open: avifModule.Open, Decode: avifModule.decoder((*instance).avif)},
	}
}

// withoutNative is true once the system has turned out to have no library that decodes.
var withoutNative atomic.Bool

// Decode decodes the main picture and hands it to use as bands of its coded size, neither
// cropped nor turned, of type image.YCbCr, Gray, Gray16, NRGBA or NRGBA64. The samples of an
// image.YCbCr are those of JPEG, whatever the file's are. The colours are the file's own. A
// second band that begins at row 0 is that of another decoder, which begins anew. c is the
// file's Config, limit the time that one decoder may take. decoder names what decoded, such as
// "libheif 1.15.1". Errors wrap one of this package's or of package worker's, or are those of
// ctx or use.
func Decode(ctx context.Context, data []byte, c Config, limit time.Duration, use worker.Use) (decoder string, err error) {
	native := worker.Request{Kind: nativeKind, File: data, Size: image.Pt(c.CodedWidth, c.CodedHeight), Limit: limit}
	other := native
	native.Memory = min(2*c.working.native+threadBytes, worker.MaxMemory)
	if other.Kind = heicWasmKind; c.coding == av1 {
		other.Kind = avifWasmKind
	}
	result, missing, err := worker.DecodeEither(ctx, native, other, use)
	if worker.WaysOf(ctx) != worker.WebAssemblyOnly {
		withoutNative.Store(missing)
	}
	return result.Decoder, err
}

// threadBytes is room for the stacks and buffers of threads. dav1d has one thread for each
// CPU.
const threadBytes = 256 << 20

// Native tells which library of the system decodes, such as "libheif 1.15.1 (HEVC, AV1)".
// Without a library the error is a worker.ErrMissing.
func Native(ctx context.Context) (worker.About, error) { return worker.Ask(ctx, nativeKind) }

// Memory estimates what decoding takes in a child process, in bytes, without the file.
func (c Config) Memory() int64 {
	if withoutNative.Load() {
		return c.working.wasm
	}
	return c.working.native
}

// decodeParts decodes the main picture of a file from its coded parts.
func decodeParts(file []byte, decode func(*picture) (*frame, error), a *worker.Answer) error {
	p, err := parsePicture(file)
	if err != nil {
		return err
	}
	return composer{decode}.render(p, false, a.Send)
}
