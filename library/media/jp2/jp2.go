// Package jp2 reads JPEG 2000 photos: JP2 and JPX files and bare codestreams. Boxes and the
// header are read in Go. The system's openjpeg decodes the pixels in the child processes of
// package worker.
package jp2

import (
	"context"
	"errors"
	"image"
	"time"

	"descry/library/media/worker"
)

// ErrFormat means that the boxes or the header are broken or cut off.
var ErrFormat = errors.New("the JPEG 2000 structure is damaged")

// ErrColours means that colours are of a kind that is not read here.
var ErrColours = errors.New("the colours of this JPEG 2000 are not supported")

const kind worker.Kind = "openjpeg"

// Decoders are the decoders that child processes need (see [worker.Main]).
func Decoders() map[worker.Kind]worker.Decoder {
	return map[worker.Kind]worker.Decoder{kind: {Open: openNative, Decode: decodeNative}}
}

// Decode decodes the picture, halved a number of times, and hands it to use as bands of type
// image.Gray, Gray16, NRGBA, NRGBA64, RGBA, RGBA64 or CMYK. c is the file's Config, halvings
// at most the Config's Levels, limit the time for decoding. decoder names what decoded, such
// as "openjpeg 2.5.0". Errors wrap one of package worker's, or are those of ctx or use.
// worker.ErrMissing says that the system has no openjpeg.
func Decode(ctx context.Context, data []byte, c Config, halvings int, limit time.Duration, use worker.Use) (decoder string, err error) {
	w, h := c.Halved(halvings)
	r := worker.Request{Kind: kind, File: data, Options: []byte{byte(halvings)}, Size: image.Pt(w, h), Limit: limit}
	result, err := worker.Decode(ctx, r, use)
	return result.Decoder, err
}

// Native tells which library of the system decodes. Without a library the error is a
// worker.ErrMissing.
func Native(ctx context.Context) (worker.About, error) { return worker.Ask(ctx, kind) }
