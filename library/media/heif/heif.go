// Package heif reads HEIC and AVIF photos: their box structure in Go, their
// pixels with libheif and libavif compiled to WebAssembly. Nothing can interrupt
// compiled WebAssembly, and whatever stops the world, the garbage collector above
// all, waits for it together with the whole program. So it runs in child processes
// that are this program started once more: a damaged file can neither take more
// memory or time than it is given nor hold up the window, and what hangs is killed.
package heif

import (
	"context"
	"errors"
	"image"
	"runtime"
	"time"
)

// ErrFormat means that the box structure is broken or lacks something.
var ErrFormat = errors.New("the box structure is damaged")

// ErrMinimized means that the header has the short form of ISO/IEC 23008-12, a "mini" box
// in place of "meta", which is not read here.
var ErrMinimized = errors.New("the header is minimized")

// ErrDecode means that the coded picture could not be decoded.
var ErrDecode = errors.New("the coded picture is damaged")

// ErrMemory means that decoding needs more than MemoryLimit.
var ErrMemory = errors.New("decoding takes too much memory")

// ErrKilled means that the system ended the process that was decoding, or denied it
// memory.
var ErrKilled = errors.New("the system ended the decoder")

// ErrTime means that decoding took longer than it was given.
var ErrTime = errors.New("decoding takes too long")

// ErrUnavailable means that there is no process to decode in. It says nothing of
// the photo, which can be tried again.
var ErrUnavailable = errors.New("the process that decodes HEIC and AVIF photos can't be started")

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

// Use takes one band of a decoded picture: full rows of its coded size, neither
// cropped nor turned. The bounds say where in the picture it lies; the bands come
// from top to bottom and leave nothing out. A band must be read before Use returns,
// and no reference to it kept. An error ends the decoding, which returns it.
type Use func(band image.Image) error

// DecodeHEIC decodes the main picture and hands it to use as bands that are of type
// image.YCbCr, Gray, RGBA or NRGBA. c is the file's Config. It waits while as many
// photos are being decoded as there are CPUs; from then on the decoder has limit to
// decode in before it is killed. Errors wrap one of this package's, or are those of
// ctx or use. It ends with ctx's error soon after ctx ends.
func DecodeHEIC(ctx context.Context, data []byte, c Config, limit time.Duration, use Use) error {
	return workers.decode(ctx, request{HEIC, data}, c, limit, use)
}

// DecodeAVIF decodes the main picture to bands of type image.RGBA or RGBA64, as
// DecodeHEIC does.
func DecodeAVIF(ctx context.Context, data []byte, c Config, limit time.Duration, use Use) error {
	return workers.decode(ctx, request{AVIF, data}, c, limit, use)
}

// workers decode for the whole program.
var workers = newPool(runtime.GOMAXPROCS(0), restFor)
