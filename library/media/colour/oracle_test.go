//go:build linux

package colour_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/ebitengine/purego"

	"descry/library/media/colour"
)

// littleCMS is the library that transicc and ImageMagick convert with, called as
// transicc calls it by default: perceptual, to its own sRGB.
type littleCMS struct {
	open      func(data []byte, size uint32) uintptr
	srgb      func() uintptr
	transform func(in uintptr, inFormat uint32, out uintptr, outFormat uint32, intent, flags uint32) uintptr
	do        func(transform uintptr, in, out []byte, n uint32)
}

func openLittleCMS(t *testing.T) *littleCMS {
	lib, err := purego.Dlopen("liblcms2.so.2", purego.RTLD_NOW)
	if err != nil {
		t.Skip("littleCMS isn't installed")
	}
	l := &littleCMS{}
	purego.RegisterLibFunc(&l.open, lib, "cmsOpenProfileFromMem")
	purego.RegisterLibFunc(&l.srgb, lib, "cmsCreate_sRGBProfile")
	purego.RegisterLibFunc(&l.transform, lib, "cmsCreateTransform")
	purego.RegisterLibFunc(&l.do, lib, "cmsDoTransform")
	return l
}

// convert is nil where littleCMS refuses the profile.
func (l *littleCMS) convert(profile, pixels []byte, channels int, flags uint32) []byte {
	format := map[int]uint32{1: 3<<16 | 1<<3 | 1, 3: 4<<16 | 3<<3 | 1, 4: 6<<16 | 4<<3 | 1}[channels]
	p := l.open(profile, uint32(len(profile)))
	if p == 0 {
		return nil
	}
	x := l.transform(p, format, l.srgb(), 4<<16|3<<3|1, 0, flags)
	if x == 0 {
		return nil
	}
	n := len(pixels) / channels
	out := make([]byte, 3*n)
	l.do(x, pixels, out, uint32(n))
	return out
}

// exact is littleCMS's flag for the long way through a profile. Without it, it interpolates
// in a grid of its own where it thinks that enough.
const exact = 0x0100

func TestAgainstLittleCMS(t *testing.T) {
	lcms := openLittleCMS(t)
	random := rand.New(rand.NewPCG(1, 2))
	for name, p := range profiles() {
		t.Run(name, func(t *testing.T) {
			profile := p.b.bytes()
			pixels := samples(random, p.channels)
			want := lcms.convert(profile, pixels, p.channels, exact)
			usual := lcms.convert(profile, pixels, p.channels, 0)
			if want == nil || usual == nil {
				t.Fatal("littleCMS refuses the profile")
			}
			c, _ := colour.For(colour.Tags{ICC: profile})
			if c == nil {
				t.Fatal("it is refused or taken for sRGB")
			}
			if c.Inks() != (p.channels == 4) {
				t.Fatalf("inks: %v", c.Inks())
			}
			got := fourBytes(pixels, p.channels)
			deep := make([]uint16, len(got))
			for i, v := range got {
				deep[i] = uint16(v) * 257
			}
			c.Pixels(got)
			compare(t, "8 bits", got, want, 1, 4)
			if mean, far, _ := difference(fourBytes(usual, 3), want, 8); mean < 0.5 && far == 0 {
				compare(t, "8 bits, as usual", got, usual, 2, 8)
			} // else littleCMS's own grid is too coarse for it
			c.Deep(got, deep)
			compare(t, "16 bits", got, want, 1, 4)
		})
	}
}

// samples are dark, light and grey colours, the corners, and any.
func samples(random *rand.Rand, channels int) []byte {
	var list []byte
	for corner := range 1 << channels {
		for c := range channels {
			list = append(list, byte(255*(corner>>c&1)))
		}
	}
	for i := range 6_000 {
		base := random.IntN(256)
		for range channels {
			switch i % 4 {
			case 0:
				list = append(list, byte(random.IntN(256)))
			case 1:
				list = append(list, byte(random.IntN(40)))
			case 2:
				list = append(list, byte(255-random.IntN(40)))
			case 3:
				list = append(list, byte(min(max(base+random.IntN(9)-4, 0), 255)))
			}
		}
	}
	return list
}

// compare wants a mean difference, and one in 99 of 100 samples, of at most so many levels.
func compare(t *testing.T, what string, got, want []byte, mean, most float64) {
	t.Helper()
	is, far, worst := difference(got, want, most)
	t.Logf("%s: mean %.3f, worst at pixel %d: %v, want %v", what, is, worst, got[4*worst:4*worst+4], want[3*worst:3*worst+3])
	if is > mean || far > len(want)/100 {
		t.Errorf("%s: mean difference %.2f, %d of %d differ by more than %.0f", what, is, far, len(want), most)
	}
}

// difference is the mean one of pixels of four bytes from others of three, how many samples
// differ by more than most, and the pixel of the worst.
func difference(got, want []byte, most float64) (mean float64, far, at int) {
	worst := 0.0
	for i := range len(want) / 3 {
		for c := range 3 {
			d := math.Abs(float64(got[4*i+c]) - float64(want[3*i+c]))
			if mean += d; d > most {
				far++
			}
			if d > worst {
				worst, at = d, i
			}
		}
	}
	return mean / float64(len(want)), far, at
}
