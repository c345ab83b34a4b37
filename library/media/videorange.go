package media

import (
	"image"
	"image/color"
)

// videoYCbCr is a picture coded like video, with black at 16, white at 235 and the matrix of
// BT.601. The planes of VP8 are coded so, image.YCbCr isn't.
type videoYCbCr struct {
	planes image.YCbCr
	alpha  []byte // nil for an opaque picture
	stride int
}

// asVideo wraps the pictures that the decoder of lossy WebP returns. Other pictures are
// returned unchanged.
func asVideo(m image.Image) image.Image {
	switch m := m.(type) {
	case *image.YCbCr:
		return &videoYCbCr{planes: *m}
	case *image.NYCbCrA:
		return &videoYCbCr{planes: m.YCbCr, alpha: m.A, stride: m.AStride}
	}
	return m
}

func (m *videoYCbCr) Bounds() image.Rectangle { return m.planes.Rect }

func (m *videoYCbCr) ColorModel() color.Model { return color.NRGBAModel }

func (m *videoYCbCr) At(x, y int) color.Color {
	var px [4]byte
	m.pixel(px[:], x, y)
	return color.NRGBA{px[0], px[1], px[2], px[3]}
}

// fill writes row y, counted from the top of the bounds.
func (m *videoYCbCr) fill(row []byte, y int) {
	at := m.planes.Rect.Min
	if m.planes.SubsampleRatio != image.YCbCrSubsampleRatio420 || at.X&1 != 0 {
		for x := range len(row) / 4 {
			m.pixel(row[4*x:4*x+4:4*x+4], at.X+x, at.Y+y)
		}
		return
	}
	width := len(row) / 4
	luma, c := m.planes.Y[m.planes.YOffset(at.X, at.Y+y):][:width], m.planes.COffset(at.X, at.Y+y)
	cb, cr := m.planes.Cb[c:][:(width+1)/2], m.planes.Cr[c:][:(width+1)/2]
	for x, v := range luma {
		px := row[4*x : 4*x+4 : 4*x+4]
		videoToRGB(px, v, cb[x/2], cr[x/2])
		px[3] = 255
	}
	if m.alpha != nil {
		for x, a := range m.alpha[y*m.stride:][:width] {
			row[4*x+3] = a
		}
	}
}

func (m *videoYCbCr) pixel(px []byte, x, y int) {
	i, c := m.planes.YOffset(x, y), m.planes.COffset(x, y)
	videoToRGB(px, m.planes.Y[i], m.planes.Cb[c], m.planes.Cr[c])
	px[3] = 255
	if m.alpha != nil {
		px[3] = m.alpha[(y-m.planes.Rect.Min.Y)*m.stride+x-m.planes.Rect.Min.X]
	}
}

// Factors of BT.601 in 65,536ths, from 219 steps of luma and 224 of chroma to 255 levels.
const (
	videoLuma             = 76309 // 255/219
	videoRed, videoBlue   = 104597, 132201
	videoGreenB, videoGrR = 25675, 53279
)

// videoToRGB writes red, green and blue.
func videoToRGB(px []byte, y, cb, cr byte) {
	luma := (int32(y)-16)*videoLuma + 1<<15
	b, r := int32(cb)-128, int32(cr)-128
	px[0] = clampByte((luma + r*videoRed) >> 16)
	px[1] = clampByte((luma - b*videoGreenB - r*videoGrR) >> 16)
	px[2] = clampByte((luma + b*videoBlue) >> 16)
}

func clampByte(v int32) byte { return byte(min(max(v, 0), 255)) }
