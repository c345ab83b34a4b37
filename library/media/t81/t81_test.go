package t81_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"path/filepath"
	"testing"

	"descry/library/media/t81"
)

// lossless are the properties of a lossless JPEG that a test makes.
type lossless struct {
	bits, components, predictor, shift, restart int
	apart                                       bool // a scan for each component
}

const width, height = 23, 17

// at is a sample of the picture.
func (l lossless) at(c, x, y int) int {
	whole := 1<<l.bits - 1
	v := ((c+1)*(x*x+3*y*7) + x*y*(c+2)) % (whole + 1)
	return v >> l.shift << l.shift
}

// file encodes the picture by the book: every category of differences has a code of 5 bits.
func (l lossless) file() []byte {
	var out bytes.Buffer
	out.WriteString("\xff\xd8\xff\xc4\x00\x24\x00\x00\x00\x00\x00\x11\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00")
	for v := range 17 {
		out.WriteByte(byte(v))
	}
	out.Write([]byte{0xff, 0xc3, 0, byte(8 + 3*l.components), byte(l.bits), 0, height, 0, width, byte(l.components)})
	for c := range l.components {
		out.Write([]byte{byte(c + 1), 0x11, 0})
	}
	out.Write([]byte{0xff, 0xdd, 0, 4, 0, byte(l.restart * width)})
	all := make([]int, l.components)
	for c := range all {
		all[c] = c
	}
	if !l.apart {
		l.scan(&out, all)
	} else {
		for c := range all {
			l.scan(&out, all[c:c+1])
		}
	}
	out.WriteString("\xff\xd9")
	return out.Bytes()
}

func (l lossless) scan(out *bytes.Buffer, components []int) {
	out.Write([]byte{0xff, 0xda, 0, byte(6 + 2*len(components)), byte(len(components))})
	for _, c := range components {
		out.Write([]byte{byte(c + 1), 0})
	}
	out.Write([]byte{byte(l.predictor), 0, byte(l.shift)})
	held, n := 0, 0
	put := func(v, bits int) {
		for i := bits - 1; i >= 0; i-- {
			if held, n = held<<1|v>>i&1, n+1; n == 8 {
				out.WriteByte(byte(held))
				if byte(held) == 0xff {
					out.WriteByte(0)
				}
				held, n = 0, 0
			}
		}
	}
	flush := func() {
		for n > 0 {
			put(1, 1)
		}
	}
	first := 0
	for y := range height {
		if l.restart > 0 && y > 0 && y%l.restart == 0 {
			flush()
			out.Write([]byte{0xff, byte(0xd0 + (y/l.restart-1)%8)})
			first = y
		}
		for x := range width {
			for _, c := range components {
				v := func(x, y int) int { return l.at(c, x, y) >> l.shift }
				var from int
				switch {
				case y == first && x == 0:
					from = 1 << (l.bits - l.shift - 1)
				case y == first:
					from = v(x-1, y)
				case x == 0:
					from = v(x, y-1)
				default:
					a, b, both := v(x-1, y), v(x, y-1), v(x-1, y-1)
					from = [...]int{0, a, b, both, a + b - both, a + (b-both)>>1, b + (a-both)>>1, (a + b) >> 1}[l.predictor]
				}
				d := int(int16(v(x, y) - from))
				category := 0
				for ; d != 0 && category < 16 && (d >= 1<<category || d <= -1<<category); category++ {
				}
				put(category, 5)
				if category < 16 && d < 0 {
					put(d+1<<category-1, category)
				} else if category < 16 {
					put(d, category)
				}
			}
		}
	}
	flush()
}

func all() (list []lossless) {
	for predictor := 1; predictor <= 7; predictor++ {
		for _, bits := range []int{2, 8, 12, 16} {
			list = append(list, lossless{bits: bits, components: 1, predictor: predictor},
				lossless{bits: bits, components: 3, predictor: predictor, restart: 3},
				lossless{bits: bits, components: 3, predictor: predictor, shift: 1, apart: true, restart: 1},
				lossless{bits: bits, components: 4, predictor: predictor})
		}
	}
	return list
}

func TestLossless(t *testing.T) {
	for _, l := range all() {
		m, err := t81.Decode(t.Context(), l.file(), width*height)
		if err != nil || m.Width != width || m.Height != height || m.Components() != l.components {
			t.Errorf("%+v: %v (%v)", l, m, err)
			continue
		}
		row := make([]uint16, 4*width)
		for y := range height {
			m.Row(y, row)
			for x := range width {
				for c := range l.components {
					whole := 1<<l.bits - 1
					want := (l.at(c, x, y)*65535 + whole/2) / whole
					if l.components == 4 {
						want = 65535 - want
					}
					if got := int(row[4*x+c]); got != want {
						t.Fatalf("%+v: component %d at %d, %d is %d, want %d", l, c, x, y, got, want)
					}
				}
			}
		}
	}
}

// TestSequential compares the transform, subsampling and colours with package image/jpeg's,
// which has 8 bits.
func TestSequential(t *testing.T) {
	m := image.NewRGBA(image.Rect(0, 0, 83, 61))
	for y := range 61 {
		for x := range 83 {
			m.SetRGBA(x, y, color.RGBA{byte(3 * x), byte(4 * y), byte(x + 2*y), 255})
		}
	}
	grey := image.NewGray(m.Rect)
	for i := range grey.Pix {
		grey.Pix[i] = byte(i % 83 * 3)
	}
	for name, picture := range map[string]image.Image{"colour": m, "grey": grey} {
		var file bytes.Buffer
		if err := jpeg.Encode(&file, picture, &jpeg.Options{Quality: 90}); err != nil {
			t.Fatal(err)
		}
		want, err := jpeg.Decode(bytes.NewReader(file.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		got, err := t81.Decode(t.Context(), file.Bytes(), 83*61)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		row := make([]uint16, 4*83)
		for y := range 61 {
			got.Row(y, row)
			for x := range 83 {
				r, g, b, _ := want.At(x, y).RGBA()
				for c, v := range [3]uint32{r, g, b} {
					if d := int(row[4*x+c]>>8) - int(v>>8); d < -4 || d > 4 {
						t.Fatalf("%s at %d, %d: %v, want %d, %d, %d", name, x, y, row[4*x:4*x+4], r, g, b)
					}
				}
			}
		}
	}
}

// reported are the files of the reported cases.
var reported = []string{"twelve-bit.jpg", "lossless-sof3.jpg"}

func readCase(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "testdata", "cases", "jpeg", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestCut: what is cut off is an error, and a context that has ended is told.
func TestCut(t *testing.T) {
	for _, data := range [][]byte{readCase(t, reported[0]), readCase(t, reported[1]), lossless{bits: 8, components: 3, predictor: 4, restart: 2}.file()} {
		for n := range len(data) - 20 {
			if _, err := t81.Decode(t.Context(), data[:n], 1<<20); !errors.Is(err, t81.ErrFormat) {
				t.Fatalf("%d of %d bytes: %v", n, len(data), err)
			}
		}
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := t81.Decode(ended, data, 1<<20); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		if _, err := t81.Decode(t.Context(), data, 10); !errors.Is(err, t81.ErrFormat) {
			t.Errorf("a picture larger than asked for: %v", err)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, name := range reported {
		f.Add(readCase(f, name))
	}
	for _, l := range all() {
		f.Add(l.file())
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := t81.Decode(t.Context(), data, 1<<16)
		if err != nil {
			if !errors.Is(err, t81.ErrFormat) {
				t.Fatal(err)
			}
			return
		}
		row := make([]uint16, 4*m.Width)
		for y := range m.Height {
			m.Row(y, row)
		}
	})
}
