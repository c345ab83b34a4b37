package jp2

import (
	"fmt"
	"image"

	"descry/library/media/worker"
)

const maxSide = 1 << 18

// component is one plane of a decoded picture.
type component struct {
	width, height, bits int
	signed              bool
	alpha               int // 1: opacity, 2: opacity by which colours are multiplied
	data                []int32
}

// sample scales the sample of a pixel of a picture to 0 to most.
func (c *component) sample(x, y int, p *picture, most int64) int64 {
	if c.width != p.width {
		x = x * c.width / p.width
	}
	if c.height != p.height {
		y = y * c.height / p.height
	}
	v, whole := int64(c.data[y*c.width+x]), int64(1)<<c.bits-1
	if c.signed {
		v += int64(1) << (c.bits - 1)
	}
	v = min(max(v, 0), whole)
	if whole == most {
		return v
	}
	return (v*most + whole/2) / whole
}

// picture is a decoded picture.
type picture struct {
	width, height int
	parts         []component
}

// form is how the components of a picture are handed out.
type form struct {
	colours       []*component // 1 grey, 3 or 4
	alpha         *component
	premultiplied bool
	ycc, deep     bool
}

var errComponents = fmt.Errorf("%w: its components don't fit its colours", worker.ErrDecode)

// form chooses what each component is.
func (c Config) form(p *picture) (f form, err error) {
	for i := range p.parts {
		part := &p.parts[i]
		f.deep = f.deep || part.bits > 8
		if part.alpha == 0 {
			f.colours = append(f.colours, part)
		} else if f.alpha == nil {
			f.alpha, f.premultiplied = part, part.alpha == 2
		}
	}
	want := map[space]int{rgb: 3, ycc: 3, grey: 1, cmyk: 4}[c.space]
	if want == 0 { // no colours are stated: the last of two or four is opacity
		want = 3
		if len(f.colours) < 3 {
			want = 1
		}
		if f.alpha == nil && len(f.colours) == want+1 {
			f.alpha = f.colours[want]
		}
	}
	if len(f.colours) < want {
		return f, errComponents
	}
	f.colours = f.colours[:want]
	f.ycc = c.space == ycc || c.space == unknownSpace && want == 3 && f.colours[1].width < f.colours[0].width
	return f, nil
}

// bandRows is how many rows are handed out at a time.
const bandRows = 64

// send hands out a picture.
func (c Config) send(p picture, a *worker.Answer) error {
	f, err := c.form(&p)
	if err != nil {
		return err
	}
	for top := 0; top < p.height; top += bandRows {
		if err := a.Send(f.band(&p, image.Rect(0, top, p.width, min(top+bandRows, p.height)))); err != nil {
			return err
		}
	}
	return nil
}

// band makes an image of rows.
func (f *form) band(p *picture, r image.Rectangle) image.Image {
	channels := 4
	if len(f.colours) == 1 && f.alpha == nil {
		channels = 1
	}
	stride, most := channels*r.Dx(), int64(255)
	deep := f.deep && len(f.colours) != 4
	if deep {
		stride, most = 2*stride, 65535
	}
	pix := make([]byte, 0, stride*r.Dy())
	var px [4]int64
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := range r.Dx() {
			f.pixel(&px, p, x, y, most)
			for _, v := range px[:channels] {
				if deep {
					pix = append(pix, byte(v>>8))
				}
				pix = append(pix, byte(v))
			}
		}
	}
	switch {
	case len(f.colours) == 4:
		return &image.CMYK{Pix: pix, Stride: stride, Rect: r}
	case channels == 1 && deep:
		return &image.Gray16{Pix: pix, Stride: stride, Rect: r}
	case channels == 1:
		return &image.Gray{Pix: pix, Stride: stride, Rect: r}
	case f.premultiplied && deep:
		return &image.RGBA64{Pix: pix, Stride: stride, Rect: r}
	case f.premultiplied:
		return &image.RGBA{Pix: pix, Stride: stride, Rect: r}
	case deep:
		return &image.NRGBA64{Pix: pix, Stride: stride, Rect: r}
	}
	return &image.NRGBA{Pix: pix, Stride: stride, Rect: r}
}

// pixel fills in all four samples. Grey uses the first.
func (f *form) pixel(px *[4]int64, p *picture, x, y int, most int64) {
	px[3] = most
	for i, c := range f.colours {
		px[i] = c.sample(x, y, p, most)
	}
	switch {
	case len(f.colours) == 1:
		px[1], px[2] = px[0], px[0]
	case f.ycc:
		fromYCC(px, most)
	}
	if f.alpha != nil && len(f.colours) < 4 {
		px[3] = f.alpha.sample(x, y, p, most)
	}
}

// fromYCC turns brightness and colour differences of sYCC, which are those of JPEG, into
// colours.
func fromYCC(px *[4]int64, most int64) {
	y, half := float64(px[0]), float64((most+1)/2)
	cb, cr := float64(px[1])-half, float64(px[2])-half
	for i, v := range [3]float64{y + 1.402*cr, y - 0.344136*cb - 0.714136*cr, y + 1.772*cb} {
		px[i] = min(max(int64(v+0.5), 0), most)
	}
}
