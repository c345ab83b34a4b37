package viewer

import (
	"image"
	"image/color"
	"testing"
)

// gradient is a picture whose colour tells the place.
func gradient(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			m.SetRGBA(x, y, color.RGBA{uint8(x), uint8(y), uint8(x>>8)<<4 | uint8(y>>8), 255})
		}
	}
	return m
}

func TestPictureLevels(t *testing.T) {
	p := newPicture(gradient(3000, 2000), true, 800)
	widths := []int{3000, 1500, 750, 375, 188}
	if len(p.levels) != len(widths) {
		t.Fatalf("%d levels", len(p.levels))
	}
	for i, w := range widths {
		if got := p.levels[i].Bounds().Dx(); got != w {
			t.Errorf("level %d is %d wide, want %d", i, got, w)
		}
	}
	for width, want := range map[float64]int{9000: 0, 3000: 0, 1501: 0, 1500: 1, 800: 1, 750: 2, 1: 4} {
		if got := p.level(width); got != want {
			t.Errorf("shown %v wide it is level %d, want %d", width, got, want)
		}
	}
	if len(p.cuts) != 3*2 { // 1500 × 1000 in squares of 512
		t.Errorf("%d squares cut ahead", len(p.cuts))
	}
}

func TestPictureCuts(t *testing.T) {
	src := gradient(1300, 700)
	part := src.SubImage(image.Rect(40, 20, 1300, 700)) // bounds don't begin at zero
	p := newPicture(part, true, 1e9)
	seen := image.Rectangle{}
	for at, cut := range p.cuts {
		b := cut.Bounds()
		origin := image.Pt(at.column*cutSize, at.row*cutSize)
		seen = seen.Union(b.Add(origin))
		for _, q := range []image.Point{{0, 0}, {b.Dx() - 1, b.Dy() - 1}} {
			want := src.RGBAAt(40+origin.X+q.X, 20+origin.Y+q.Y)
			if got := cut.RGBAAt(q.X, q.Y); got != want {
				t.Errorf("square %v, pixel %v: %v, want %v", at, q, got, want)
			}
		}
	}
	if seen != image.Rect(0, 0, 1260, 680) {
		t.Errorf("the squares cover %v", seen)
	}
	p.keepCuts(map[cutAt]bool{{0, 1, 1}: true}, 3)
	if len(p.cuts) != 1 {
		t.Errorf("%d squares kept", len(p.cuts))
	}
}

func TestPictureReduces(t *testing.T) {
	p := newPicture(gradient(3000, 2000), true, 800)
	p.reduce(800)
	if p.width() != 1500 || p.full || len(p.cuts) > 0 {
		t.Errorf("reduced to %v, full %v, %d squares", p.width(), p.full, len(p.cuts))
	}
	small := newPicture(gradient(300, 200), true, 800)
	small.reduce(800)
	if small.width() != 300 || !small.full {
		t.Error("a small picture was reduced")
	}
}

func TestInWindow(t *testing.T) {
	tests := []struct {
		start, unit, window float64
		pixels              int
		want                [2]int
	}{
		{0, 1, 1000, 3000, [2]int{0, 2}},
		{-600, 1, 1000, 3000, [2]int{1, 4}},
		{-1024, 1, 1024, 3000, [2]int{2, 4}},
		{100, 0.5, 1000, 1200, [2]int{0, 3}},
		{-5000, 4, 1000, 1200, [2]int{2, 3}},
		{2000, 1, 1000, 1200, [2]int{0, 0}},
	}
	for _, tt := range tests {
		if got := inWindow(tt.start, tt.unit, tt.window, tt.pixels); got != tt.want {
			t.Errorf("%+v: got %v", tt, got)
		}
	}
}

func BenchmarkNewPicture12Megapixels(b *testing.B) {
	img := image.NewYCbCr(image.Rect(0, 0, 4000, 3000), image.YCbCrSubsampleRatio420)
	for b.Loop() {
		newPicture(img, true, 1200)
	}
}
