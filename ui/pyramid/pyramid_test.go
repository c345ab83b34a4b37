package pyramid_test

import (
	"fmt"
	"image"
	"image/color"
	"testing"

	"descry/ui/pyramid"
)

var ratios = []image.YCbCrSubsampleRatio{
	image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio422, image.YCbCrSubsampleRatio420,
	image.YCbCrSubsampleRatio440, image.YCbCrSubsampleRatio411, image.YCbCrSubsampleRatio410,
}

func TestHalfKeepsYCbCr(t *testing.T) {
	for _, ratio := range ratios {
		for w := 1; w <= 9; w++ {
			for h := 1; h <= 9; h++ {
				src := image.NewYCbCr(image.Rect(0, 0, w, h), ratio)
				fill(src.Y, 120)
				fill(src.Cb, 90)
				fill(src.Cr, 200)
				checkFlat(t, pyramid.Half(src), src, fmt.Sprintf("%v %d×%d", ratio, w, h))
			}
		}
	}
}

// checkFlat wants half the size and, of a picture in one colour, every sample
// of every plane unchanged: a sample left at zero was forgotten.
func checkFlat(t *testing.T, img image.Image, src *image.YCbCr, name string) {
	t.Helper()
	got, ok := img.(*image.YCbCr)
	if !ok || got.SubsampleRatio != src.SubsampleRatio {
		t.Fatalf("%s: became %T", name, img)
	}
	want := image.Pt((src.Rect.Dx()+1)/2, (src.Rect.Dy()+1)/2)
	if got.Rect.Size() != want {
		t.Fatalf("%s: size %v, want %v", name, got.Rect.Size(), want)
	}
	for y := range want.Y {
		for x := range want.X {
			if c := got.YCbCrAt(x, y); c != (color.YCbCr{Y: 120, Cb: 90, Cr: 200}) {
				t.Fatalf("%s: pixel %d,%d is %v", name, x, y, c)
			}
		}
	}
}

func TestHalfAverages(t *testing.T) {
	src := image.NewRGBA(image.Rect(0, 0, 3, 2))
	for x, v := range []uint8{0, 100, 50} {
		src.SetRGBA(x, 0, color.RGBA{v, 0, 0, 255})
		src.SetRGBA(x, 1, color.RGBA{v + 20, 0, 0, 255})
	}
	got := pyramid.Half(src)
	if got.Bounds() != image.Rect(0, 0, 2, 1) {
		t.Fatalf("bounds %v", got.Bounds())
	}
	for x, want := range []color.RGBA{{60, 0, 0, 255}, {60, 0, 0, 255}} {
		if c := got.At(x, 0); c != want {
			t.Errorf("pixel %d is %v, want %v", x, c, want)
		}
	}
}

// A part of a larger picture has bounds that don't begin at zero.
func TestHalfOfSubImage(t *testing.T) {
	whole := image.NewYCbCr(image.Rect(0, 0, 16, 16), image.YCbCrSubsampleRatio420)
	fill(whole.Y, 200)
	fill(whole.Cb, 128)
	fill(whole.Cr, 128)
	rgba := image.NewRGBA(image.Rect(0, 0, 16, 16))
	fill(rgba.Pix, 200)
	for _, img := range []image.Image{
		whole.SubImage(image.Rect(3, 5, 12, 12)),
		rgba.SubImage(image.Rect(3, 5, 12, 12)),
	} {
		half := pyramid.Half(img)
		if got := half.Bounds(); got != image.Rect(0, 0, 5, 4) {
			t.Errorf("%T: bounds %v", img, got)
		}
		if r, _, _, _ := half.At(4, 3).RGBA(); r>>8 != 200 {
			t.Errorf("%T: last pixel %d, want 200", img, r>>8)
		}
	}
}

func TestShrink(t *testing.T) {
	tests := []struct{ w, h, toW, toH, wantW, wantH int }{
		{256, 170, 200, 130, 256, 170},
		{256, 170, 120, 80, 128, 85},
		{256, 170, 60, 40, 64, 43},
		{1, 1, 0, 0, 1, 1},
		{7, 3, 1, 1, 2, 1},
	}
	for _, tt := range tests {
		got := pyramid.Shrink(image.NewRGBA(image.Rect(0, 0, tt.w, tt.h)), tt.toW, tt.toH).Bounds().Size()
		if got != image.Pt(tt.wantW, tt.wantH) {
			t.Errorf("%d×%d for %d×%d: got %v, want %d×%d", tt.w, tt.h, tt.toW, tt.toH, got, tt.wantW, tt.wantH)
		}
	}
}

func TestBytes(t *testing.T) {
	r := image.Rect(0, 0, 256, 170)
	ycbcr := pyramid.Bytes(image.NewYCbCr(r, image.YCbCrSubsampleRatio420))
	rgba := pyramid.Bytes(image.NewRGBA(r))
	if rgba != 4*256*170 || ycbcr != 256*170*3/2 {
		t.Errorf("RGBA %d, YCbCr %d bytes", rgba, ycbcr)
	}
	if got := pyramid.Bytes(image.NewNRGBA64(r)); got != 8*256*170 {
		t.Errorf("16-bit picture counts %d bytes", got)
	}
}

func fill(plane []byte, v byte) {
	for i := range plane {
		plane[i] = v
	}
}

func BenchmarkHalfThumbnail(b *testing.B) {
	img := image.NewYCbCr(image.Rect(0, 0, 256, 170), image.YCbCrSubsampleRatio420)
	for b.Loop() {
		pyramid.Half(img)
	}
}

func BenchmarkHalf12Megapixels(b *testing.B) {
	img := image.NewYCbCr(image.Rect(0, 0, 4000, 3000), image.YCbCrSubsampleRatio420)
	for b.Loop() {
		pyramid.Half(img)
	}
}
