// Package heif reads HEIC and AVIF photos: their box structure in Go, their
// pixels with libheif and libavif compiled to WebAssembly, where damaged files
// can neither reach the rest of the program nor take more memory or time than
// they are given.
package heif

import (
	"context"
	"errors"
	"image"
)

// ErrFormat means that the box structure is broken or lacks something.
var ErrFormat = errors.New("the box structure is damaged")

// ErrDecode means that the coded picture could not be decoded.
var ErrDecode = errors.New("the coded picture is damaged")

// ErrMemory means that decoding needs more than MemoryLimit.
var ErrMemory = errors.New("decoding takes too much memory")

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
	// Deep is true for more than 8 bits a sample.
	Deep bool
	// matrix and fullRange say how colours are coded.
	matrix    int
	fullRange bool
}

// Use takes a decoded picture, at its coded size, neither cropped nor turned. The
// picture lies in the decoder's own memory, so it must be read before Use
// returns, and no reference to it kept.
type Use func(image.Image) error

// DecodeHEIC decodes the main picture to an image.YCbCr, Gray, RGBA or NRGBA and
// hands it to use. c is the file's Config. It ends with ctx's error soon after
// ctx ends, even while use reads the picture, which then turns black.
func DecodeHEIC(ctx context.Context, data []byte, c Config, use Use) error {
	return decodeHEIC(ctx, data, c, use)
}

// DecodeAVIF decodes the main picture to an image.RGBA or RGBA64 and hands it to
// use, as DecodeHEIC does.
func DecodeAVIF(ctx context.Context, data []byte, c Config, use Use) error {
	return decodeAVIF(ctx, data, c, use)
}
