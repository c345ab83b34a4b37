// Package pyramid makes pictures smaller by halves for display. A graphics card
// that shrinks a picture by more than half without smaller copies of it skips
// pixels, and the photo shimmers; halving first costs less than a resampler.
package pyramid

import (
	"image"
	"image/draw"
)

// Half returns img at half its width and height, rounded up, each pixel the mean
// of four. A YCbCr picture stays YCbCr in the same subsampling, everything else
// becomes RGBA. A picture of one pixel is returned as it is.
func Half(img image.Image) image.Image {
	size := img.Bounds().Size()
	if size.X <= 1 && size.Y <= 1 {
		return img
	}
	if y, ok := img.(*image.YCbCr); ok && y.Rect.Min == (image.Point{}) {
		return halfYCbCr(y)
	}
	return halfRGBA(toRGBA(img))
}

// Shrink halves img as long as its width stays at least width and its height at
// least height, so that what is left is less than twice as large as wanted.
func Shrink(img image.Image, width, height int) image.Image {
	for size := img.Bounds().Size(); size.X >= 2*width && size.Y >= 2*height; size = img.Bounds().Size() {
		if size.X <= 1 && size.Y <= 1 {
			break
		}
		img = Half(img)
	}
	return img
}

func toRGBA(img image.Image) *image.RGBA {
	if m, ok := img.(*image.RGBA); ok {
		return m
	}
	b := img.Bounds()
	m := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(m, m.Rect, img, b.Min, draw.Src)
	return m
}

func halfYCbCr(src *image.YCbCr) *image.YCbCr {
	w, h := src.Rect.Dx(), src.Rect.Dy()
	dst := image.NewYCbCr(image.Rect(0, 0, (w+1)/2, (h+1)/2), src.SubsampleRatio)
	halfPlane(dst.Y, dst.YStride, src.Y, src.YStride, w, h)
	cw, ch := chromaSize(w, h, src.SubsampleRatio)
	halfPlane(dst.Cb, dst.CStride, src.Cb, src.CStride, cw, ch)
	halfPlane(dst.Cr, dst.CStride, src.Cr, src.CStride, cw, ch)
	return dst
}

// chromaSize is the size of the colour planes of a w × h picture. Rounding up
// twice, for the subsampling and for the halving, gives the same in either order.
func chromaSize(w, h int, ratio image.YCbCrSubsampleRatio) (cw, ch int) {
	switch ratio {
	case image.YCbCrSubsampleRatio422:
		return (w + 1) / 2, h
	case image.YCbCrSubsampleRatio420:
		return (w + 1) / 2, (h + 1) / 2
	case image.YCbCrSubsampleRatio440:
		return w, (h + 1) / 2
	case image.YCbCrSubsampleRatio411:
		return (w + 3) / 4, h
	case image.YCbCrSubsampleRatio410:
		return (w + 3) / 4, (h + 1) / 2
	default:
		return w, h
	}
}

// halfPlane halves one plane of w × h bytes. The last column or row of an odd
// size is averaged with itself.
func halfPlane(dst []byte, dstStride int, src []byte, srcStride, w, h int) {
	for y := 0; y < (h+1)/2; y++ {
		top := src[2*y*srcStride:][:w]
		bottom := src[min(2*y+1, h-1)*srcStride:][:w]
		out := dst[y*dstStride:][:(w+1)/2]
		for x := 0; x < w/2; x++ {
			out[x] = byte((int(top[2*x]) + int(top[2*x+1]) + int(bottom[2*x]) + int(bottom[2*x+1]) + 2) >> 2)
		}
		if w%2 == 1 {
			out[w/2] = byte((int(top[w-1]) + int(bottom[w-1]) + 1) >> 1)
		}
	}
}

func halfRGBA(src *image.RGBA) *image.RGBA {
	w, h := src.Rect.Dx(), src.Rect.Dy()
	dst := image.NewRGBA(image.Rect(0, 0, (w+1)/2, (h+1)/2))
	for y := 0; y < dst.Rect.Dy(); y++ {
		top := src.Pix[2*y*src.Stride:]
		bottom := src.Pix[min(2*y+1, h-1)*src.Stride:]
		for x := 0; x < dst.Rect.Dx(); x++ {
			left, right := 8*x, 4*min(2*x+1, w-1)
			out := dst.Pix[y*dst.Stride+4*x:][:4]
			for c := range out {
				sum := int(top[left+c]) + int(top[right+c]) + int(bottom[left+c]) + int(bottom[right+c])
				out[c] = byte((sum + 2) >> 2)
			}
		}
	}
	return dst
}
