package media

import (
	"context"
	"fmt"
	"image"
	"math/bits"

	"descry/internal/filesize"
	"descry/library/media/colour"
	"descry/library/media/worker"
)

// header is the content of a file's start, with the decoder for the file.
type header struct {
	format        Format
	width, height int // as stored
	orientation   int // 1 to 8
	// fixed is the memory a decode takes whatever the reduction: the
	// decoder's own planes, coefficients or rows.
	fixed int64
	// eighths is true for a decoder that reduces by eighths. Pictures of other decoders are
	// reduced by an integer factor after decoding.
	eighths bool
	// halvings is how often the decoder can halve the picture at no cost. The reduction is a
	// power of two then.
	halvings int
	// timed is true for a decoder that keeps to DecodeTimeout, because it may have to wait for
	// its turn first.
	timed bool
	// shared is true where the result also lies in a child's memory while it is copied.
	shared bool
	// colours are what the file states about its colours. Decoding always ends with sRGB.
	colours colour.Tags
	// inks is true where decode can leave cyan, magenta, yellow and black as they are. deep is
	// true where decode hands more than 8 bits a sample to a reducer.
	inks, deep bool
	// decoder names the decoder, set by decode. "" stands for ownDecoder.
	decoder string
	// previews are the previews of a raw file, which has no decoder of its own.
	previews []preview
	// foundProfile names the colours where only decode finds them and converts them.
	foundProfile *string
	decode       decodeFunc
}

// decodeFunc decodes data, reduced as planned and not yet turned. A warning tells that part of
// the picture is damaged. The pixels are in the file's own colours, except under a plan that
// is deep, where a reducer has converted them.
type decodeFunc func(ctx context.Context, data []byte, p plan) (pix *image.NRGBA, warning string, err error)

// plan is how one decode is going to run.
type plan struct {
	reduction
	stored image.Point // full size before turning
	memory int64
	// colours convert to sRGB, nil for colours that need no conversion.
	colours *colour.Conversion
	profile string // the name of the colours
	// inks requests cyan, magenta, yellow and black in place of red, green, blue and opacity,
	// where 255 is full ink: colours convert inks. deep requests pixels that a reducer has
	// converted, because converting before the reduction to 8 bits loses less. Both are false
	// without colours.
	inks, deep bool
	// stripOfTIFF says that a JPEG is a part of a TIFF, whose inks are not inverted.
	stripOfTIFF bool
}

// reduction is the size of the decoded picture before turning, reached by
// keeping num of 8 pixels or by averaging boxes of n x n.
type reduction struct {
	width, height int
	num           int // eighths; 8 is full size
	box           int // 1 is full size
}

// readers parse the header of each format.
var readers = map[Format]func(data []byte) (*header, error){
	JPEG: readJPEG,
	PNG:  readPNG,
	GIF:  readGIF,
	WebP: readWebP,
	TIFF: readTIFF,
	BMP:  readBMP,
	PSD:  readPSD,
	HEIC: readHEIF,
	AVIF: readHEIF,
	JXL:  readJXL,

	JPEG2000: readJPEG2000,
}

// readHeader finds the format and reads its header. With ErrUnsupported readHeader may return
// what is known of the photo.
func readHeader(data []byte) (h *header, err error) {
	if len(data) > MaxFileBytes {
		return nil, fail(ErrTooLarge, "the file is larger than "+filesize.Format(MaxFileBytes))
	}
	f, err := sniff(data)
	if err != nil {
		return nil, err
	}
	read, ok := readers[f]
	return finishHeader(f, ok, func() (*header, error) { return read(data) })
}

// finishHeader reads a header and judges it.
func finishHeader(f Format, known bool, read func() (*header, error)) (h *header, err error) {
	if !known {
		return &header{format: f, orientation: 1}, unsupported(f)
	}
	defer recoverAs(f, &err)
	h, err = read()
	if err != nil {
		return h, damaged(f, err)
	}
	h.format = formatOr(h.format, f)
	if h.width <= 0 || h.height <= 0 {
		return nil, fail(ErrDamaged, "the "+f.name()+" header says that the photo has no pixels")
	}
	return h, nil
}

func formatOr(f, fallback Format) Format {
	if f == "" {
		return fallback
	}
	return f
}

func unsupported(f Format) error {
	return fail(ErrUnsupported, f.name()+" files are not supported")
}

// uprightSize is the full size after turning.
func (h *header) uprightSize() (width, height int) {
	if h.orientation >= 5 {
		return h.height, h.width
	}
	return h.width, h.height
}

// plan checks the limits and chooses the reduction.
func (h *header) plan(opts Options) (plan, error) {
	limit := opts.MaxPixels
	if limit <= 0 {
		limit = DefaultMaxPixels
	}
	w, ht := h.uprightSize()
	if int64(w) > limit/int64(ht) || w > MaxSide || ht > MaxSide {
		return plan{}, fail(ErrTooLarge, fmt.Sprintf("the photo is too large to open (%d x %d pixels)", w, ht))
	}
	p := plan{reduction: h.reduction(opts.MinSide), stored: image.Pt(h.width, h.height)}
	p.setColours(h)
	h.deep = p.deep // 16 bits are summed up only to be converted
	p.memory = h.memory(p.reduction)
	for limit := int64(MemoryBudget); (p.memory > MemoryBudget || p.memory-h.fixed > limit) && h.reduce(&p.reduction); limit = reducedBudget {
		p.memory = h.memory(p.reduction)
	}
	if p.memory > MemoryBudget {
		return plan{}, fail(ErrTooLarge, fmt.Sprintf("opening the photo would take too much memory (%s)", filesize.Format(p.memory)))
	}
	return p, nil
}

// setColours chooses the conversion of the picture. A profile of inks is no use for pixels
// without inks, and the other way round.
func (p *plan) setColours(h *header) {
	p.colours, p.profile = colour.For(h.colours)
	if p.colours != nil && p.colours.Inks() != h.inks {
		p.colours, p.profile = nil, ""
	}
	p.inks, p.deep = p.colours != nil && h.inks, p.colours != nil && h.deep
}

// reduction chooses the smallest size whose short side is still minSide.
func (h *header) reduction(minSide int) reduction {
	r := reduction{width: h.width, height: h.height, num: 8, box: 1}
	short := min(h.width, h.height)
	if minSide <= 0 || short <= minSide {
		return r
	}
	if h.eighths {
		r.num = (8*minSide + short - 1) / short
		for r.num > 1 && scaled(short, r.num-1) >= minSide {
			r.num--
		}
		r.width, r.height = scaled(h.width, r.num), scaled(h.height, r.num)
		return r
	}
	r.box = min(short/minSide, maxBox)
	if h.halvings > 0 {
		r.box = 1 << min(bits.Len(uint(r.box))-1, h.halvings)
	}
	r.width, r.height = divideUp(h.width, r.box), divideUp(h.height, r.box)
	return r
}

// reduce makes a reduction the next smaller one. The result is false where there is none.
func (h *header) reduce(r *reduction) bool {
	switch {
	case h.eighths && r.num > 1:
		r.num--
		r.width, r.height = scaled(h.width, r.num), scaled(h.height, r.num)
	case !h.eighths && r.box < min(maxBox, h.width, h.height):
		r.box++
		r.width, r.height = divideUp(h.width, r.box), divideUp(h.height, r.box)
	default:
		return false
	}
	return true
}

// scaled is libjpeg's size of a side at num/8.
func scaled(side, num int) int { return divideUp(side*num, 8) }

func divideUp(a, b int) int { return (a + b - 1) / b }

// memory estimates the peak of a decode, in bytes: the result with either the memory of
// decoder and averaging or, after that, the second copy for turning.
func (h *header) memory(r reduction) int64 {
	const overhead = 1 << 20
	result := 4 * int64(r.width) * int64(r.height)
	decoding, turning := h.fixed, int64(0)
	if h.halvings > 0 {
		decoding /= int64(r.box) * int64(r.box)
	} else if r.box > 1 {
		decoding += 4 * result
		if h.deep {
			decoding += 4 * result
		}
	}
	if h.shared {
		decoding += min(result, worker.KeptRoom) // a larger room is given back in parts
	}
	if h.orientation > 1 {
		turning = result
	}
	return overhead + result + max(decoding, turning)
}
