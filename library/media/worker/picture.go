package worker

import (
	"fmt"
	"image"
)

// colours is how the pixels of a picture lie in memory.
type colours uint8

const (
	gray colours = iota + 1
	gray16
	rgba
	nrgba
	rgba64
	nrgba64
	cmyk
	ycbcr // and the ratios of package image, in their order
)

const lastColours = ycbcr + colours(image.YCbCrSubsampleRatio410)

// layout determines the sizes of a picture: one plane, or three of which the second and third
// are alike.
type layout struct {
	bytes        int // of a pixel in the first plane
	wide, height int // pixels that share a sample of the other planes; 0: no other planes
}

// layouts are the layouts of colours, from gray on.
var layouts = [...]layout{{1, 0, 0}, {2, 0, 0}, {4, 0, 0}, {4, 0, 0}, {8, 0, 0}, {8, 0, 0}, {4, 0, 0},
	// 4:4:4, 4:2:2, 4:2:0, 4:4:0, 4:1:1, 4:1:0
	{1, 1, 1}, {1, 2, 1}, {1, 2, 2}, {1, 1, 2}, {1, 4, 1}, {1, 4, 2}}

func (c colours) known() bool { return c >= gray && c <= lastColours }

func (c colours) layout() layout { return layouts[c-gray] }

// chroma is the size of the second plane for rows of a picture.
func (l layout) chroma(width, rows int) (w, h int) {
	if l.wide == 0 {
		return 0, 0
	}
	return (width + l.wide - 1) / l.wide, (rows + l.height - 1) / l.height
}

// size is the bytes of rows of a picture, without gaps.
func (l layout) size(width, rows int) int {
	w, h := l.chroma(width, rows)
	return l.bytes*width*rows + 2*w*h
}

const (
	maxSide = 1 << 18
	// bandRows divides the number of rows of each band but the last, so that samples are
	// shared within a band.
	bandRows = 2
	// bandBytes is about how many bytes of the first plane are in a band: few enough to stay
	// in a CPU's cache until the band is used.
	bandBytes = 256 << 10
)

// check tells whether a message can be the next band of a picture of a size. next is the first
// row that has not come. Every number may come from a decoder that was taken over.
func (m message) check(size image.Point, next int) error {
	width, top, bottom := int64(m.Width), int64(m.Top), int64(m.Bottom)
	switch {
	case !m.Colours.known():
		return fmt.Errorf("%w: unknown colours", ErrDecode)
	case size.X < 1 || size.Y < 1 || size.X > maxSide || size.Y > maxSide:
		return fmt.Errorf("%w: impossible width or height", ErrDecode)
	case width != int64(size.X) || bottom > int64(size.Y):
		return fmt.Errorf("%w: its sizes contradict each other", ErrDecode)
	case top != int64(next) || bottom <= top || top%bandRows != 0 || bottom-top > rowsOf(m.Colours, size.X):
		return errNonsense
	case int64(m.Size) != int64(m.Colours.layout().size(size.X, int(bottom-top))):
		return errNonsense
	}
	return nil
}

// rowsOf is how many rows a band has, but for the last.
func rowsOf(c colours, width int) int64 {
	return int64(max(bandRows, bandBytes/(c.layout().bytes*width)&^(bandRows-1)))
}

// image wraps the bytes of a band.
func (m message) image(data []byte) image.Image {
	width, rect := int(m.Width), image.Rect(0, int(m.Top), int(m.Width), int(m.Bottom))
	l := m.Colours.layout()
	stride := l.bytes * width
	switch m.Colours {
	case gray:
		return &image.Gray{Pix: data, Stride: stride, Rect: rect}
	case gray16:
		return &image.Gray16{Pix: data, Stride: stride, Rect: rect}
	case rgba:
		return &image.RGBA{Pix: data, Stride: stride, Rect: rect}
	case nrgba:
		return &image.NRGBA{Pix: data, Stride: stride, Rect: rect}
	case rgba64:
		return &image.RGBA64{Pix: data, Stride: stride, Rect: rect}
	case nrgba64:
		return &image.NRGBA64{Pix: data, Stride: stride, Rect: rect}
	case cmyk:
		return &image.CMYK{Pix: data, Stride: stride, Rect: rect}
	default: // ycbcr and the subsamplings behind it
	}
	w, h := l.chroma(width, rect.Dy())
	y, c := width*rect.Dy(), w*h
	return &image.YCbCr{
		Y: data[:y:y], Cb: data[y : y+c : y+c], Cr: data[y+c : y+2*c : y+2*c], YStride: width, CStride: w,
		SubsampleRatio: image.YCbCrSubsampleRatio(m.Colours - ycbcr), Rect: rect,
	}
}

// shape is a picture taken apart.
type shape struct {
	colours        colours
	rect           image.Rectangle
	planes         [3][]byte
	row, chromaRow int // bytes from one row to the next
}

// shapeOf takes rows of a picture apart.
func shapeOf(m image.Image) (s shape, err error) {
	s.rect = m.Bounds()
	switch m := m.(type) {
	case *image.Gray:
		s.colours, s.row, s.planes[0] = gray, m.Stride, m.Pix
	case *image.Gray16:
		s.colours, s.row, s.planes[0] = gray16, m.Stride, m.Pix
	case *image.RGBA:
		s.colours, s.row, s.planes[0] = rgba, m.Stride, m.Pix
	case *image.NRGBA:
		s.colours, s.row, s.planes[0] = nrgba, m.Stride, m.Pix
	case *image.RGBA64:
		s.colours, s.row, s.planes[0] = rgba64, m.Stride, m.Pix
	case *image.NRGBA64:
		s.colours, s.row, s.planes[0] = nrgba64, m.Stride, m.Pix
	case *image.CMYK:
		s.colours, s.row, s.planes[0] = cmyk, m.Stride, m.Pix
	case *image.YCbCr:
		s.colours, s.row, s.chromaRow = ycbcr+colours(m.SubsampleRatio), m.YStride, m.CStride
		s.planes = [3][]byte{m.Y, m.Cb, m.Cr}
	}
	if !s.colours.known() || s.rect.Empty() || s.rect.Min.X != 0 || s.rect.Min.Y < 0 || s.rect.Min.Y%bandRows != 0 || s.rect.Max.X > maxSide || s.rect.Max.Y > maxSide {
		return s, fmt.Errorf("%w: unknown colours or sizes (%T, %v)", ErrDecode, m, s.rect)
	}
	return s, nil
}

func (s shape) layout() layout { return s.colours.layout() }

// bands calls do with the rows of each band until do fails.
func (s shape) bands(do func(top, bottom int) error) error {
	rows := int(rowsOf(s.colours, s.rect.Dx()))
	for top := s.rect.Min.Y; top < s.rect.Max.Y; top += rows {
		if err := do(top, min(top+rows, s.rect.Max.Y)); err != nil {
			return err
		}
	}
	return nil
}

// appendRows appends rows of all planes, without gaps.
func (s shape) appendRows(to []byte, top, bottom int) []byte {
	l, width := s.layout(), s.rect.Dx()
	top, bottom = top-s.rect.Min.Y, bottom-s.rect.Min.Y
	to = appendPlane(to, s.planes[0], s.row, l.bytes*width, top, bottom)
	if l.wide == 0 {
		return to
	}
	w, rows := l.chroma(width, bottom-top)
	for _, p := range s.planes[1:] {
		to = appendPlane(to, p, s.chromaRow, w, top/l.height, top/l.height+rows)
	}
	return to
}

func appendPlane(to, plane []byte, stride, width, top, bottom int) []byte {
	if stride == width {
		return append(to, plane[top*stride:bottom*stride]...)
	}
	for y := top; y < bottom; y++ {
		to = append(to, plane[y*stride:][:width]...)
	}
	return to
}
