package heif

import (
	"fmt"
	"image"
)

// colours is how the pixels of a picture lie in memory.
type colours uint8

const (
	gray colours = iota + 1
	rgba
	nrgba
	rgba64
	ycbcr420
	ycbcr422
	ycbcr444
)

// pixelBytes is the size of a pixel in the first plane.
var pixelBytes = map[colours]int{
	gray: 1, rgba: 4, nrgba: 4, rgba64: 8, ycbcr420: 1, ycbcr422: 1, ycbcr444: 1,
}

var ratios = map[colours]image.YCbCrSubsampleRatio{
	ycbcr420: image.YCbCrSubsampleRatio420,
	ycbcr422: image.YCbCrSubsampleRatio422,
	ycbcr444: image.YCbCrSubsampleRatio444,
}

// shape is how a picture lies in memory: one plane, or three of which the second
// and third are alike.
type shape struct {
	colours       colours
	width, height int
	row           int // bytes from one row of the first plane to the next
	chromaRow     int // the same for the other two, 0 where there are none
}

// planes are the bytes of a picture or of a band.
type planes [3][]byte

const (
	maxSide  = 1 << 16
	rowAlign = 16 // rows are padded to a multiple of at most this
)

// check tells whether it can be the shape of a picture of a file that says c: every
// number may come from a decoder that has lost its mind.
func (s shape) check(c Config) error {
	size, known := pixelBytes[s.colours]
	switch {
	case !known:
		return fmt.Errorf("%w: unknown colours", ErrDecode)
	case s.width != c.CodedWidth || s.height != c.CodedHeight:
		return fmt.Errorf("%w: its sizes contradict each other", ErrFormat)
	case s.width < 1 || s.height < 1 || s.width > maxSide || s.height > maxSide:
		return fmt.Errorf("%w: impossible width or height", ErrFormat)
	case !padded(s.row, size*s.width) || !padded(s.chromaRow, s.chromaWidth()):
		return fmt.Errorf("%w: impossible rows", ErrDecode)
	case int64(s.row+2*s.chromaRow)*int64(s.height) > 2*MemoryLimit:
		return ErrMemory // it can't have been in there
	}
	return nil
}

func padded(row, bytes int) bool { return row >= bytes && row < bytes+rowAlign }

func (s shape) chromaWidth() int {
	switch s.colours {
	case ycbcr420, ycbcr422:
		return (s.width + 1) / 2
	case ycbcr444:
		return s.width
	}
	return 0
}

// span is a range of bytes in a plane.
type span struct{ from, to int }

// spans is where the rows from top to before end lie in each plane; top is even.
func (s shape) spans(top, end int) [3]span {
	chromaTop, chromaEnd := top, end
	if s.colours == ycbcr420 {
		chromaTop, chromaEnd = top/2, (end+1)/2
	}
	chroma := span{chromaTop * s.chromaRow, chromaEnd * s.chromaRow}
	return [3]span{{top * s.row, end * s.row}, chroma, chroma}
}

// bandBytes is about how much of the first plane is in a band: little enough to
// stay in a CPU's cache until it is used.
const bandBytes = 256 << 10

// bands calls do with the rows of each band until it fails.
func (s shape) bands(do func(top, end int) error) error {
	rows := max(2, bandBytes/s.row&^1)
	for top := 0; top < s.height; top += rows {
		if err := do(top, min(top+rows, s.height)); err != nil {
			return err
		}
	}
	return nil
}

// image wraps the planes of the rows from top to before end.
func (s shape) image(p planes, top, end int) image.Image {
	rect := image.Rect(0, top, s.width, end)
	switch s.colours {
	case gray:
		return &image.Gray{Pix: p[0], Stride: s.row, Rect: rect}
	case rgba:
		return &image.RGBA{Pix: p[0], Stride: s.row, Rect: rect}
	case nrgba:
		return &image.NRGBA{Pix: p[0], Stride: s.row, Rect: rect}
	case rgba64:
		return &image.RGBA64{Pix: p[0], Stride: s.row, Rect: rect}
	}
	return &image.YCbCr{
		Y: p[0], Cb: p[1], Cr: p[2], YStride: s.row, CStride: s.chromaRow,
		SubsampleRatio: ratios[s.colours], Rect: rect,
	}
}

// shapeOf takes a picture, whose bounds start at 0, apart.
func shapeOf(m image.Image) (shape, planes, error) {
	s := shape{width: m.Bounds().Dx(), height: m.Bounds().Dy()}
	switch m := m.(type) {
	case *image.Gray:
		s.colours, s.row = gray, m.Stride
		return s, planes{m.Pix}, nil
	case *image.RGBA:
		s.colours, s.row = rgba, m.Stride
		return s, planes{m.Pix}, nil
	case *image.NRGBA:
		s.colours, s.row = nrgba, m.Stride
		return s, planes{m.Pix}, nil
	case *image.RGBA64:
		s.colours, s.row = rgba64, m.Stride
		return s, planes{m.Pix}, nil
	case *image.YCbCr:
		for colours, ratio := range ratios {
			if ratio == m.SubsampleRatio {
				s.colours = colours
			}
		}
		s.row, s.chromaRow = m.YStride, m.CStride
		return s, planes{m.Y, m.Cb, m.Cr}, nil
	}
	return s, planes{}, fmt.Errorf("%w: unknown colours", ErrDecode)
}
