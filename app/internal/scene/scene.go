// Package scene draws pictures that the built-in model knows by description, so
// that tests of the whole program need no photos of anybody.
package scene

import (
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// Scene is a drawn picture with a description that fits it and none of the
// others.
type Scene struct {
	Name        string // file name
	Description string
	paint       func(x, y float64, r *rand.Rand) color.RGBA // x, y in 0..1
}

// All are the scenes there are.
var All = []Scene{
	{"sunset.jpg", "an orange sunset over the dark sea with the sun low above the horizon", sunset},
	{"meadow.jpg", "a green meadow under a clear blue sky", meadow},
	{"stars.jpg", "a night sky full of stars", stars},
	{"chess.jpg", "the black and white squares of a chessboard", chess},
}

func sunset(x, y float64, _ *rand.Rand) color.RGBA {
	if y > 0.62 {
		glow := math.Max(0, 1-math.Abs(x-0.5)*6) * (1 - (y-0.62)*2)
		return color.RGBA{uint8(30 + 200*glow), uint8(25 + 90*glow), uint8(50 + 10*glow), 255}
	}
	if math.Hypot((x-0.5)*1.5, y-0.5) < 0.07 {
		return color.RGBA{255, 240, 180, 255}
	}
	return color.RGBA{uint8(200 + 55*y/0.62), uint8(60 + 110*y/0.62), uint8(70 - 40*y), 255}
}

func meadow(x, y float64, r *rand.Rand) color.RGBA {
	if y < 0.45+0.03*math.Sin(x*7) {
		return color.RGBA{uint8(90 + 120*y), uint8(150 + 150*y), 240, 255}
	}
	n := r.Float64() * 50
	return color.RGBA{uint8(40 + n), uint8(120 + 60*(1-y) + n), uint8(30 + n/2), 255}
}

func stars(_, y float64, r *rand.Rand) color.RGBA {
	if r.Float64() < 0.004 {
		v := uint8(150 + r.IntN(106))
		return color.RGBA{v, v, v, 255}
	}
	return color.RGBA{6, 8, uint8(20 + 25*y), 255}
}

func chess(x, y float64, _ *rand.Rand) color.RGBA {
	if (int(x*12)+int(y*8))%2 == 0 {
		return color.RGBA{245, 240, 230, 255}
	}
	return color.RGBA{25, 22, 20, 255}
}

// Width and Height are the size of the pictures.
const (
	Width  = 900
	Height = 600
)

// Paint writes all scenes as JPEGs into a folder.
func Paint(dir string) error {
	for i, s := range All {
		if err := s.write(filepath.Join(dir, s.Name), view{1, 0, 0, 1}, rand.New(rand.NewPCG(uint64(i), 5))); err != nil {
			return err
		}
	}
	return nil
}

// PaintSeries writes n pictures of each scene, "sunset-07.jpg", that differ in place,
// size and light.
func PaintSeries(dir string, n int) error {
	for i, s := range All {
		r := rand.New(rand.NewPCG(uint64(i), 6))
		for k := range n {
			name := fmt.Sprintf("%s-%02d.jpg", s.Name[:len(s.Name)-len(".jpg")], k)
			v := view{0.8 + 0.4*r.Float64(), 0.2 * (r.Float64() - 0.5), 0.1 * (r.Float64() - 0.5), 0.8 + 0.3*r.Float64()}
			if err := s.write(filepath.Join(dir, name), v, r); err != nil {
				return err
			}
		}
	}
	return nil
}

// view is how a scene is looked at: size, place, and how light it is.
type view struct{ zoom, x, y, light float64 }

func (s Scene) write(path string, v view, r *rand.Rand) error {
	img := image.NewRGBA(image.Rect(0, 0, Width, Height))
	for y := range Height {
		for x := range Width {
			c := s.paint(float64(x)/Width*v.zoom+v.x, float64(y)/Height*v.zoom+v.y, r)
			img.SetRGBA(x, y, color.RGBA{v.shine(c.R), v.shine(c.G), v.shine(c.B), 255})
		}
	}
	if err := write(path, img); err != nil {
		return fmt.Errorf("paint %s: %w", s.Name, err)
	}
	return nil
}

func (v view) shine(c uint8) uint8 { return uint8(math.Min(255, float64(c)*v.light)) }

func write(path string, img image.Image) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := jpeg.Encode(f, img, &jpeg.Options{Quality: 90}); err != nil {
		_ = f.Close()
		return err
	}
	return f.Close()
}
