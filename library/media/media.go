// Package media turns photo files into upright 8-bit pixels. Package media trusts no file: the
// claims of a header are checked before anything is decoded, panics of third-party decoders
// become errors, and the memory of all decodes running at once is bounded.
package media

import (
	"context"
	"image"
)

// Format is what the bytes of a file are, found by content and never by name.
type Format string

// The formats that are told apart. Raw stands for all camera raw files, of which the
// previews are decoded.
const (
	JPEG     Format = "jpeg"
	PNG      Format = "png"
	GIF      Format = "gif"
	WebP     Format = "webp"
	TIFF     Format = "tiff"
	BMP      Format = "bmp"
	HEIC     Format = "heic"
	AVIF     Format = "avif"
	Raw      Format = "raw"
	JXL      Format = "jxl"
	JPEG2000 Format = "jpeg2000"
	PSD      Format = "psd"
)

// Options says how much of a photo is wanted.
type Options struct {
	// MinSide allows a reduced decode whose short side is at least MinSide pixels, which is
	// several times faster and smaller. 0 means full size. Photos that are smaller anyway keep
	// their size. A photo that doesn't fit into MemoryBudget becomes smaller than MinSide.
	MinSide int
	// MaxPixels refuses larger photos. 0 means DefaultMaxPixels.
	MaxPixels int64
}

// Image is a decoded photo.
type Image struct {
	// Pix is upright, sRGB and opaque: what is transparent in the file lies on
	// Backdrop.
	Pix *image.NRGBA
	// Width and Height are the full upright size in pixels, which is larger than Pix after a
	// reduced decode. For a raw file Width and Height are the size of the photo that the
	// camera took, of which Pix shows the preview.
	Width, Height int
	Format        Format
	// Warning is empty, or one clause. The clause says what part of the picture is damaged
	// although the rest could be decoded, or that a raw file holds only a small preview.
	Warning string
	// Profile names the colours of the file, such as "Display P3": "sRGB" where the file
	// states none, "" where the statement is of no use.
	Profile string
	// Decoder names what decoded the pixels, such as "libheif 1.15.1 (HEVC, AV1)". "Descry"
	// stands for this program.
	Decoder string
}

// Decode decodes a photo, the first frame or page where there are several. Decode may be
// called from many goroutines, and waits while the photos being decoded take MemoryBudget
// bytes already. An error wraps one of this package's sentinels, or ctx's error once ctx has
// ended.
func Decode(ctx context.Context, data []byte, opts Options) (*Image, error) {
	h, err := readHeader(data)
	if err != nil {
		return nil, err
	}
	if len(h.previews) > 0 {
		return decodePreview(ctx, h, opts)
	}
	return decodeHeader(ctx, data, h, opts)
}

// decodeHeader decodes the picture whose header has been read.
func decodeHeader(ctx context.Context, data []byte, h *header, opts Options) (*Image, error) {
	plan, err := h.plan(opts)
	if err != nil {
		return nil, err
	}
	release, err := reserve(ctx, plan.memory)
	if err != nil {
		return nil, err
	}
	defer release()
	return run(ctx, data, h, plan)
}

// Config is the content of a photo's header.
type Config struct {
	Format Format
	// Width and Height are the full size, upright.
	Width, Height int
	// Orientation is how the stored pixels have to be turned, 1 to 8 as in EXIF. For HEIC and
	// AVIF, Orientation comes from their own transformations.
	Orientation int
	// PreviewWidth and PreviewHeight are the upright size, in pixels, of the largest preview
	// in a raw file, which is what can be shown. Both are 0 for other files.
	PreviewWidth, PreviewHeight int
	// Memory estimates the bytes that a full-size Decode takes at its peak, the result
	// included and the file itself not.
	Memory int64

	header *header
}

// Probe reads the header of a photo without decoding pixels. For a format that cannot be
// decoded, Probe returns ErrUnsupported and the Config as far as it is known.
func Probe(data []byte) (Config, error) {
	h, err := readHeader(data)
	if h == nil {
		return Config{}, err
	}
	c := Config{Format: h.format, Orientation: h.orientation, header: h}
	c.Width, c.Height = h.uprightSize()
	if len(h.previews) > 0 {
		c.PreviewWidth, c.PreviewHeight = h.previews[0].header.uprightSize()
	}
	c.Memory = c.MemoryFor(Options{})
	return c, err
}

// MemoryFor estimates the bytes that a Decode with these options takes at its peak, the result
// included and the file itself not.
func (c Config) MemoryFor(opts Options) int64 {
	if c.header == nil {
		return 0
	}
	h := c.header.decodable(opts.MinSide)
	return h.memory(h.reduction(opts.MinSide))
}
