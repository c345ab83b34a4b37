// Package jxl reads JPEG XL photos. Boxes and the header of the codestream are read in Go. The
// system's libjxl decodes the pixels in the child processes of package worker.
package jxl

import (
	"context"
	"errors"
	"image"
	"time"

	"descry/library/media/worker"
)

// ErrFormat means that the boxes or the header are broken or cut off.
var ErrFormat = errors.New("the JPEG XL structure is damaged")

// kind is the decoder in child processes.
const kind worker.Kind = "libjxl"

// Decoders are the decoders that child processes need (see [worker.Main]).
func Decoders() map[worker.Kind]worker.Decoder {
	return map[worker.Kind]worker.Decoder{kind: {Open: openNative, Decode: decodeNative}}
}

// Result is what comes beside the pixels.
type Result struct {
	Decoder string // such as "libjxl 0.7.0"
	// Cut says that the file ends before its picture is complete.
	Cut bool
}

// cutMark is the child's answer for a picture that is incomplete.
const cutMark = "cut"

// profileOption requests the ICC profile of the decoded pixels and no picture.
const profileOption = "profile"

// Decode decodes the first frame and hands it to use, upright, as bands of type image.Gray,
// Gray16, NRGBA or NRGBA64. c is the file's Config, limit the time for decoding. Errors wrap
// one of package worker's, an ErrMissing where there is no libjxl, or are those of ctx or use.
func Decode(ctx context.Context, data []byte, c Config, limit time.Duration, use worker.Use) (Result, error) {
	result, err := worker.Decode(ctx, worker.Request{Kind: kind, File: data, Size: image.Pt(c.Width, c.Height), Limit: limit}, use)
	return Result{result.Decoder, string(result.Bytes) == cutMark}, err
}

// Profile returns the ICC profile of Decode's pixels, for a file with a profile of its own.
// Only libjxl can read the compressed profile.
func Profile(ctx context.Context, data []byte, limit time.Duration) ([]byte, error) {
	r := worker.Request{Kind: kind, File: data, Options: []byte(profileOption), Limit: limit}
	result, err := worker.Decode(ctx, r, nil)
	return result.Bytes, err
}

// Native tells which library of the system decodes. Without a library the error is a
// worker.ErrMissing.
func Native(ctx context.Context) (worker.About, error) { return worker.Ask(ctx, kind) }
