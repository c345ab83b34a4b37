package largelibrary

import (
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"

	"descry/internal/vectormath"
	"descry/library"
	"descry/library/scan"
)

// pictures is how many different thumbnails there are; a file can't have as many
// names as there are photos.
const pictures = 400

// sizes are those of thumbnails: mostly 3:2 and 4:3, some upright, some wide.
var sizes = []image.Point{
	{256, 171}, {256, 192}, {171, 256}, {256, 171}, {192, 256}, {256, 144}, {256, 171}, {256, 256}, {256, 192}, {256, 91},
}

// file makes a photo's file and returns its stamp as a scan sees it.
func (l Library) file(p photo) (library.FileStamp, error) {
	path := filepath.Join(l.Folder, filepath.FromSlash(p.rel))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return library.FileStamp{}, err
	}
	if err := os.WriteFile(path, []byte(p.rel), 0o644); err != nil {
		return library.FileStamp{}, err
	}
	if err := os.Chtimes(path, p.taken, p.taken); err != nil {
		return library.FileStamp{}, err
	}
	identity, err := scan.Identify(path)
	if err != nil {
		return library.FileStamp{}, err
	}
	return library.FileStamp{
		Size: int64(len(p.rel)), ModTimeNS: p.taken.UnixNano(), Inode: identity.Inode, Device: identity.Dev,
	}, nil
}

// direction is a random unit vector.
func direction(r *rand.Rand, dim int) []float32 {
	v := make([]float32, dim)
	for i := range v {
		v[i] = float32(r.NormFloat64())
	}
	_ = vectormath.Normalize(v) // fails on zero only
	return v
}

// thumbnails draws the pictures and links them to every photo's name, as package
// thumbnail lays them out.
func (l Library) thumbnails(photos []photo) error {
	drawn := filepath.Join(l.Home, "thumbnails", "drawn")
	if err := os.MkdirAll(drawn, 0o755); err != nil {
		return err
	}
	name := func(i int) string { return filepath.Join(drawn, fmt.Sprintf("%d.jpg", i)) }
	for i := range pictures {
		if err := save(name(i), draw(i)); err != nil {
			return err
		}
	}
	for _, p := range photos {
		hash := string(p.hash)
		dir := filepath.Join(l.Home, "thumbnails", hash[:2])
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		if err := os.Link(name(p.picture), filepath.Join(dir, hash+".jpg")); err != nil {
			return err
		}
	}
	return nil
}

func save(name string, img image.Image) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	if err := jpeg.Encode(f, img, &jpeg.Options{Quality: 82}); err != nil {
		return err
	}
	return f.Close()
}

// ground is the dominant colour of a picture, 0xRRGGBB.
func ground(i int) uint32 {
	r := rand.New(rand.NewPCG(uint64(i), 3))
	return uint32(50+r.IntN(150))<<16 | uint32(50+r.IntN(150))<<8 | uint32(50+r.IntN(150))
}

// draw makes a picture with large shapes and fine grain, so that its JPEG is as
// large as a photo's: 10 to 20 KB.
func draw(i int) image.Image {
	r := rand.New(rand.NewPCG(uint64(i), 4))
	size, base := sizes[i%len(sizes)], ground(i)
	img := image.NewRGBA(image.Rectangle{Max: size})
	fx, fy, fade := 8+r.Float64()*40, 8+r.Float64()*40, r.Float64()*60
	for y := range size.Y {
		for x := range size.X {
			v := 40*math.Sin(float64(x)/fx)*math.Cos(float64(y)/fy) + fade*float64(y)/float64(size.Y) + r.NormFloat64()*9
			img.SetRGBA(x, y, color.RGBA{shade(base>>16, v), shade(base>>8, v*0.8), shade(base, v*0.6), 255})
		}
	}
	return img
}

func shade(c uint32, by float64) uint8 { return uint8(min(max(float64(c&255)+by, 0), 255)) }
