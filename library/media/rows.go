package media

import (
	"image"
	"image/color"
)

// reduceImage copies a decoded picture, averaged down as planned. The picture's bounds must
// have the planned stored size.
func reduceImage(m image.Image, p plan) *image.NRGBA {
	r := newReducer(p)
	r.addImage(m, 0)
	return r.image()
}

// addImage takes all of m, whose rows are full ones, as the rows from top on.
func (r *reducer) addImage(m image.Image, top int) {
	if fill := deepFiller(m); fill != nil && r.deep {
		row := make([]uint16, 4*r.stored.X)
		for y := range m.Bounds().Dy() {
			fill(row, y)
			r.Add16(0, top+y, row)
		}
		return
	}
	fill := rowFiller(m)
	if inks, ok := m.(*image.CMYK); ok && r.inks {
		fill = func(row []byte, y int) { copy(row, inks.Pix[y*inks.Stride:]) }
	}
	if r.row == nil {
		r.row = make([]byte, 4*r.stored.X)
	}
	for y := range m.Bounds().Dy() {
		fill(r.row, y)
		r.Add(0, top+y, r.row)
	}
}

// adoptImage is reduceImage for a picture that has no other user and may be returned itself.
func adoptImage(m image.Image, p plan) *image.NRGBA {
	if p.box == 1 && !p.deep {
		if pix := asNRGBA(m); pix != nil {
			return pix
		}
	}
	return reduceImage(m, p)
}

// asNRGBA returns m itself where its pixels lie in memory as NRGBA already.
func asNRGBA(m image.Image) *image.NRGBA {
	switch m := m.(type) {
	case *image.NRGBA:
		if m.Rect.Min == (image.Point{}) && m.Stride == 4*m.Rect.Dx() {
			return m
		}
	case *image.RGBA:
		if m.Opaque() && m.Rect.Min == (image.Point{}) && m.Stride == 4*m.Rect.Dx() {
			return &image.NRGBA{Pix: m.Pix, Stride: m.Stride, Rect: m.Rect}
		}
	}
	return nil
}

// rowFiller returns a function that writes row y of m, counted from the top of
// its bounds, as NRGBA.
func rowFiller(m image.Image) func(row []byte, y int) {
	switch m := m.(type) {
	case *image.NRGBA:
		return func(row []byte, y int) { copy(row, m.Pix[y*m.Stride:]) }
	case *image.RGBA:
		return func(row []byte, y int) {
			copy(row, m.Pix[y*m.Stride:])
			unpremultiply(row)
		}
	case *image.Gray:
		return func(row []byte, y int) { spreadGray(row, m.Pix[y*m.Stride:], 1) }
	case *image.Gray16:
		return func(row []byte, y int) { spreadGray(row, m.Pix[y*m.Stride:], 2) }
	case *image.NRGBA64:
		return func(row []byte, y int) { highBytes(row, m.Pix[y*m.Stride:]) }
	case *image.RGBA64:
		return func(row []byte, y int) { unpremultiply16(row, m.Pix[y*m.Stride:]) }
	case *image.Paletted:
		table := paletteTable(m.Palette)
		return func(row []byte, y int) { lookUp(row, m.Pix[y*m.Stride:], table) }
	case *videoYCbCr:
		return func(row []byte, y int) { m.fill(row, y) }
	case *image.YCbCr:
		return func(row []byte, y int) { fillYCbCr(row, m, y) }
	case *image.NYCbCrA:
		return func(row []byte, y int) {
			fillYCbCr(row, &m.YCbCr, y)
			for x := range len(row) / 4 {
				row[4*x+3] = m.A[y*m.AStride+x]
			}
		}
	case *image.CMYK:
		return func(row []byte, y int) { fillCMYK(row, m.Pix[y*m.Stride:]) }
	}
	return func(row []byte, y int) { fillAny(row, m, y) }
}

func fillAny(row []byte, m image.Image, y int) {
	b := m.Bounds()
	for x := range len(row) / 4 {
		c := color.NRGBAModel.Convert(m.At(b.Min.X+x, b.Min.Y+y)).(color.NRGBA)
		row[4*x], row[4*x+1], row[4*x+2], row[4*x+3] = c.R, c.G, c.B, c.A
	}
}

func fillYCbCr(row []byte, m *image.YCbCr, y int) {
	y += m.Rect.Min.Y
	width := len(row) / 4
	luma, at := m.Y[m.YOffset(m.Rect.Min.X, y):][:width], m.COffset(m.Rect.Min.X, y)
	shift, before := 0, 0
	switch m.SubsampleRatio {
	case image.YCbCrSubsampleRatio422, image.YCbCrSubsampleRatio420:
		shift, before = 1, m.Rect.Min.X&1
	case image.YCbCrSubsampleRatio411, image.YCbCrSubsampleRatio410:
		shift, before = 2, m.Rect.Min.X&3
	default: // the others have a colour for each column
	}
	chroma := (width+before-1)>>shift + 1
	cb, cr := m.Cb[at:][:chroma], m.Cr[at:][:chroma]
	for x, v := range luma {
		c := (x + before) >> shift
		px := row[4*x : 4*x+4 : 4*x+4]
		px[0], px[1], px[2] = color.YCbCrToRGB(v, cb[c], cr[c])
		px[3] = 255
	}
}

func fillCMYK(row, src []byte) {
	for i := 0; i+3 < len(row); i += 4 {
		r, g, b := color.CMYKToRGB(src[i], src[i+1], src[i+2], src[i+3])
		row[i], row[i+1], row[i+2], row[i+3] = r, g, b, 255
	}
}
