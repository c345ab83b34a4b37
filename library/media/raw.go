package media

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"image"
	"math"
	"slices"

	"descry/library/media/raw"
)

const (
	// enoughPreview is the long side, in pixels, of a preview from which a reduced picture may
	// be made although there are larger previews. Smaller previews are called small.
	enoughPreview = 1024
	// maxPreviewTries bounds the previews of one file that are tried.
	maxPreviewTries = 8
	// maxRawPixels bounds the size of a photo that a raw file states.
	maxRawPixels = 1 << 30
)

// preview is one picture in a raw file that can be decoded.
type preview struct {
	header *header
	data   []byte // what the header's decoder takes
}

func (p preview) longSide() int { return max(p.header.width, p.header.height) }

func init() {
	readers[Raw] = readRaw // here, because readRaw uses the readers of its previews
}

// readRaw reads the structure of a raw file and the headers of the previews. The size is that
// of the photo as the camera would develop it. Where the file states no size, or an absurd
// one, the size is that of the largest preview.
func readRaw(data []byte) (*header, error) {
	f, err := raw.Parse(data)
	if err != nil {
		return nil, err
	}
	h := &header{format: Raw, orientation: f.Orientation, width: f.Width, height: f.Height}
	var why error
	for _, p := range f.Previews {
		ph, err := previewHeader(data, f, p)
		if err != nil {
			why = cmp.Or(why, err)
			continue
		}
		h.previews = append(h.previews, *ph)
	}
	if len(h.previews) == 0 {
		if why == nil {
			why = fail(ErrUnsupported, "there is no preview in the file")
		}
		return h, why
	}
	h.adoptSize()
	return h, nil
}

// adoptSize makes the size of a raw file agree with the largest of its previews.
func (h *header) adoptSize() {
	best := h.previews[0].header
	if h.width <= 0 || h.height <= 0 || h.width > MaxSide || h.height > MaxSide || h.width*h.height > maxRawPixels {
		h.width, h.height, h.orientation = best.width, best.height, best.orientation
		return
	}
	w, ht := h.uprightSize()
	bw, bh := best.uprightSize()
	if w < ht && bw > bh || w > ht && bw < bh {
		h.width, h.height = h.height, h.width
	}
}

// previewHeader reads the header of one preview and decides how the preview is turned.
func previewHeader(data []byte, f *raw.File, p raw.Preview) (*preview, error) {
	v := &preview{data: p.Data}
	var err error
	switch p.Coding {
	case raw.JPEG:
		v.header, err = readPreview(JPEG, p.Data)
	case raw.JXL:
		v.header, err = readPreview(JXL, p.Data)
	case raw.Pixels:
		v.header, err = pixelsHeader(p)
		v.data = data
	}
	if err != nil {
		return nil, err
	}
	if v.header.width <= 0 || v.header.height <= 0 {
		return nil, errNoPicture
	}
	v.header.orientation = previewOrientation(f, p, v.header)
	v.header.colours.AdobeRGB = v.header.colours.AdobeRGB || p.AdobeRGB
	return v, nil
}

// readPreview reads a preview with the reader of its format, where there is one.
func readPreview(f Format, data []byte) (h *header, err error) {
	read, ok := readers[f]
	if !ok || len(data) == 0 {
		return nil, fail(ErrUnsupported, "the raw photo has only "+f.name()+" previews, which are not supported")
	}
	defer recoverAs(f, &err)
	h, err = read(data)
	if err != nil {
		return nil, damaged(f, err)
	}
	h.format = formatOr(h.format, f)
	return h, nil
}

// pixelsHeader is the header of a preview that a directory of the file describes.
func pixelsHeader(p raw.Preview) (*header, error) {
	c, err := p.Structure.Config(p.Directory)
	if err != nil {
		return nil, tiffError(err)
	}
	h, err := headerOfTIFF(c, func(ctx context.Context, r *reducer) (string, error) {
		return p.Structure.Decode(ctx, p.Directory, r, stripDecoder(ctx, r.inks))
	})
	if err != nil {
		return nil, err
	}
	h.format = TIFF
	return h, nil
}

// previewOrientation decides how a preview has to be turned. A mark of the preview's own
// counts. Without one the preview lies as the sensor does, unless its proportions show that it
// has been turned already. A mark of 1 on a lying preview of an upright photo is a slip.
func previewOrientation(f *raw.File, p raw.Preview, h *header) int {
	if p.Orientation > 1 {
		return p.Orientation
	}
	sensorWide := f.Width > f.Height || f.Width == 0
	if f.Width == f.Height && f.Width != 0 || h.width == h.height || f.Orientation < 5 {
		return cmp.Or(p.Orientation, f.Orientation)
	}
	if sensorWide != (h.width > h.height) {
		return 1
	}
	return f.Orientation
}

// inOrder are the previews in the order in which they are tried. A reduced picture is made of
// the smallest preview that is large enough, all others of the largest.
func (h *header) inOrder(minSide int) []preview {
	bySize := func(a, b preview) int {
		return cmp.Compare(int64(a.header.width)*int64(a.header.height), int64(b.header.width)*int64(b.header.height))
	}
	var enough, rest []preview
	for _, p := range h.previews {
		if minSide > 0 && p.longSide() >= enoughPreview && min(p.header.width, p.header.height) >= minSide {
			enough = append(enough, p)
		} else {
			rest = append(rest, p)
		}
	}
	slices.SortStableFunc(enough, bySize)
	slices.SortStableFunc(rest, func(a, b preview) int { return bySize(b, a) })
	all := append(enough, rest...)
	return all[:min(len(all), maxPreviewTries)]
}

// decodePreview decodes the first preview that is whole. A damaged preview is taken only where
// no other is whole, or where a whole one shows that the damage doesn't matter.
func decodePreview(ctx context.Context, h *header, opts Options) (*Image, error) {
	var hurt *Image
	var why error
	for _, p := range h.inOrder(opts.MinSide) {
		img, err := decodeHeader(ctx, p.data, p.header, opts)
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case err != nil && Temporary(err) && !errors.Is(err, ErrTooSlow):
			return nil, err // a smaller preview would be kept for good
		case err != nil:
			why = cmp.Or(why, err)
			continue
		case img.Warning != "":
			if hurt == nil {
				hurt = h.finished(img, p)
			}
			continue
		}
		if hurt != nil && alike(hurt.Pix, img.Pix) {
			break
		}
		return h.finished(img, p), nil
	}
	switch {
	case hurt != nil:
		return hurt, nil
	case errors.Is(why, ErrDamaged):
		return nil, &photoError{kind: ErrDamaged, text: "the previews in the raw photo are damaged", cause: why}
	}
	return nil, why
}

// finished makes the picture of a preview the picture of the raw file.
func (h *header) finished(img *Image, p preview) *Image {
	img.Format = Raw
	if p.longSide() < enoughPreview && h.width*h.height > p.header.width*p.header.height && img.Warning == "" {
		img.Warning = fmt.Sprintf("the raw file holds only a small preview (%d x %d pixels)", img.Width, img.Height)
	}
	img.Width, img.Height = h.uprightSize()
	return img
}

// alike says whether two pictures show the same on a coarse grid.
func alike(a, b *image.NRGBA) bool {
	const grid, tolerance = 24, 8
	var sum float64
	for y := range grid {
		for x := range grid {
			p, q := gridCell(a, x, y, grid), gridCell(b, x, y, grid)
			for c := range 3 {
				sum += math.Abs(p[c] - q[c])
			}
		}
	}
	return sum/(3*grid*grid) < tolerance
}

// gridCell is the mean colour of one cell of a grid that is laid over a picture.
func gridCell(m *image.NRGBA, x, y, grid int) (mean [3]float64) {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	x0, y0 := x*w/grid, y*h/grid
	x1, y1 := max((x+1)*w/grid, x0+1), max((y+1)*h/grid, y0+1)
	for yy := y0; yy < y1; yy++ {
		for xx := x0; xx < x1; xx++ {
			i := m.PixOffset(xx, yy)
			for c := range 3 {
				mean[c] += float64(m.Pix[i+c])
			}
		}
	}
	for c := range 3 {
		mean[c] /= float64((x1 - x0) * (y1 - y0))
	}
	return mean
}

// decodable is the header that a decode with these options begins with: the header itself, or
// that of a raw file's preview.
func (h *header) decodable(minSide int) *header {
	if order := h.inOrder(minSide); len(order) > 0 {
		return order[0].header
	}
	return h
}
