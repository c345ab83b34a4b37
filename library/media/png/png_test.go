package png_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	stdpng "image/png"
	"io"
	"testing"

	"descry/library/media/png"
)

// canvas collects pixels of either depth as ones of 16 bits.
type canvas struct {
	t     testing.TB
	pix   *image.NRGBA64
	taken int // pixels
}

func (c *canvas) Add(x, y int, nrgba []byte) {
	for i := 0; i < len(nrgba); i += 4 {
		c.set(x+i/4, y, color.NRGBA64{uint16(nrgba[i]) * 257, uint16(nrgba[i+1]) * 257, uint16(nrgba[i+2]) * 257, uint16(nrgba[i+3]) * 257})
	}
}

func (c *canvas) Add16(x, y int, nrgba []uint16) {
	for i := 0; i < len(nrgba); i += 4 {
		c.set(x+i/4, y, color.NRGBA64{nrgba[i], nrgba[i+1], nrgba[i+2], nrgba[i+3]})
	}
}

func (c *canvas) set(x, y int, px color.NRGBA64) {
	if !(image.Point{X: x, Y: y}).In(c.pix.Rect) {
		c.t.Fatalf("a pixel at %d, %d is outside %v", x, y, c.pix.Rect)
	}
	c.taken++
	c.pix.SetNRGBA64(x, y, px)
}

func decode(t testing.TB, data []byte) (c *canvas, warning string, err error) {
	t.Helper()
	f, err := png.Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, "", err
	}
	if f.Width*f.Height > 1<<20 {
		return nil, "", errors.New("too large")
	}
	warning, err = f.Decode(t.Context(), func() png.Sink {
		c = &canvas{t: t, pix: image.NewNRGBA64(image.Rect(0, 0, f.Width, f.Height))}
		return c
	})
	return c, warning, err
}

// TestSameAsStandardLibrary has all kinds of pixels, in sizes that leave passes empty.
func TestSameAsStandardLibrary(t *testing.T) {
	depths := map[byte][]byte{0: {1, 2, 4, 8, 16}, 2: {8, 16}, 3: {1, 2, 4, 8}, 4: {8, 16}, 6: {8, 16}}
	keys := map[byte][]byte{0: {0, 1}, 2: {0, 7, 0, 8, 0, 9}, 3: {0, 128, 255}}
	for colour, list := range depths {
		for _, depth := range list {
			for _, size := range []image.Point{{1, 1}, {3, 2}, {13, 9}, {32, 17}} {
				for _, interlaced := range []bool{false, true} {
					for _, trns := range [][]byte{nil, keys[colour]} {
						p := picture{width: size.X, height: size.Y, depth: depth, colour: colour, interlaced: interlaced, trns: trns}
						if colour == 3 {
							p.palette = bytes.Repeat([]byte{1, 2, 3, 200, 100, 50, 9, 90, 250}, (1<<depth+2)/3)[:3<<depth]
						}
						compare(t, fmt.Sprintf("%+v", p), p.build())
					}
				}
			}
		}
	}
}

func compare(t *testing.T, name string, data []byte) {
	t.Helper()
	want, err := stdpng.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("%s: the file isn't good: %v", name, err)
	}
	got, warning, err := decode(t, data)
	if err != nil || warning != "" {
		t.Fatalf("%s: %q, %v", name, warning, err)
	}
	b := want.Bounds()
	if got.taken != b.Dx()*b.Dy() {
		t.Errorf("%s: %d pixels came", name, got.taken)
	}
	for y := range b.Dy() {
		for x := range b.Dx() {
			w, g := deep(want.At(x, y)), got.pix.NRGBA64At(x, y)
			if w != g {
				t.Fatalf("%s: %v at %d, %d, want %v", name, g, x, y, w)
			}
		}
	}
}

// deep doesn't go through premultiplied colours, as the standard library does.
func deep(c color.Color) color.NRGBA64 {
	if c, ok := c.(color.NRGBA); ok {
		return color.NRGBA64{uint16(c.R) * 257, uint16(c.G) * 257, uint16(c.B) * 257, uint16(c.A) * 257}
	}
	return color.NRGBA64Model.Convert(c).(color.NRGBA64)
}

// TestKeys has the colours that tRNS makes transparent.
func TestKeys(t *testing.T) {
	for name, c := range map[string]struct {
		picture
		alpha []uint16 // of the first two pixels
	}{
		"grey":         {picture{depth: 8, colour: 0, trns: []byte{0, 7}, raw: []byte{0, 7, 8}}, []uint16{0, 0xffff}},
		"grey 16":      {picture{depth: 16, colour: 0, trns: []byte{1, 7}, raw: []byte{0, 1, 7, 0, 7}}, []uint16{0, 0xffff}},
		"high bits":    {picture{depth: 8, colour: 0, trns: []byte{3, 7}, raw: []byte{0, 7, 8}}, []uint16{0, 0xffff}},
		"colour":       {picture{depth: 8, colour: 2, trns: []byte{0, 1, 0, 2, 0, 3}, raw: []byte{0, 1, 2, 3, 1, 2, 4}}, []uint16{0, 0xffff}},
		"too short":    {picture{depth: 8, colour: 2, trns: []byte{0, 1, 0, 2}, raw: []byte{0, 1, 2, 3, 1, 2, 4}}, []uint16{0xffff, 0xffff}},
		"not allowed":  {picture{depth: 8, colour: 4, trns: []byte{0, 1}, raw: []byte{0, 1, 255, 1, 0}}, []uint16{0xffff, 0}},
		"long palette": {picture{depth: 8, colour: 3, palette: []byte{1, 2, 3}, trns: []byte{9, 8, 7}, raw: []byte{0, 0, 3}}, []uint16{9 * 257, 0xffff}},
	} {
		c.width, c.height = 2, 1
		got, warning, err := decode(t, c.build())
		if err != nil || warning != "" {
			t.Errorf("%s: %q, %v", name, warning, err)
			continue
		}
		for x, want := range c.alpha {
			if a := got.pix.NRGBA64At(x, 0).A; a != want {
				t.Errorf("%s: opacity %d of pixel %d, want %d", name, a, x, want)
			}
		}
	}
}

var rgb = picture{width: 20, height: 30, depth: 8, colour: 2}

// TestTolerated shows the whole picture of files that break a rule.
func TestTolerated(t *testing.T) {
	whole, _, err := decode(t, rgb.build())
	if err != nil {
		t.Fatal(err)
	}
	data := deflated(rgb.rows())
	badAdler := bytes.Clone(data)
	badAdler[len(badAdler)-1]++
	smallWindow := append([]byte{0x08, 0x1d}, data[2:]...)
	wrongHead := append([]byte{0x78, 0x00}, data[2:]...)
	more := deflated(append(rgb.rows(), make([]byte, 500)...))
	start := rgb.start()
	broken := func(kind string) []byte { // a chunk with a wrong sum
		b := chunk(nil, kind, []byte("something"))
		b[len(b)-1]++
		return b
	}
	file := func(parts ...[]byte) []byte { return bytes.Join(append([][]byte{start}, parts...), nil) }
	idat := func(data []byte) []byte { return chunk(nil, "IDAT", data) }
	end := chunk(nil, "IEND", nil)
	headSum := bytes.Clone(start)
	headSum[len(headSum)-1]++
	for name, data := range map[string][]byte{
		"sum of the header":          bytes.Join([][]byte{headSum, idat(data), end}, nil),
		"sum of an ancillary chunk":  file(broken("tEXt"), broken("iCCP"), broken("eXIf"), broken("abCd"), idat(data), end),
		"sum of the end":             file(idat(data), append(end[:8:8], 1, 2, 3, 4)),
		"no end":                     file(idat(data)),
		"cut in the sum":             file(idat(data)[:len(data)+9]),
		"bytes after the end":        file(idat(data), end, make([]byte, 1000)),
		"bytes after the stream":     file(idat(append(bytes.Clone(data), "surplus"...)), end),
		"surplus rows":               file(idat(more), end),
		"surplus chunk of data":      file(idat(data), idat([]byte("surplus")), idat(nil), end),
		"Adler sum":                  file(idat(badAdler), end),
		"no Adler sum":               file(idat(data[:len(data)-4]), end),
		"small window":               file(idat(smallWindow), end),
		"wrong head":                 file(idat(wrongHead), end),
		"chunks between the data":    file(idat(data[:50]), chunk(nil, "tEXt", []byte("a\x00b")), idat(data[50:]), end),
		"empty chunks first":         file(idat(nil), idat(nil), idat(data), end),
		"palette of a picture":       file(chunk(nil, "PLTE", []byte{1, 2, 3}), idat(data), end),
		"a critical unknown chunk":   file(chunk(nil, "ABCD", nil), idat(data), end),
		"two headers":                file(chunk(nil, "IHDR", picture{width: 1, height: 1, depth: 8}.header()), idat(data), end),
		"time and text after data":   file(idat(data), chunk(nil, "tEXt", []byte("a\x00b")), chunk(nil, "tIME", make([]byte, 7)), end),
		"frames of an animation":     file(chunk(nil, "acTL", make([]byte, 8)), chunk(nil, "fcTL", make([]byte, 26)), idat(data), chunk(nil, "fdAT", data), end),
		"a chunk cut off at the end": file(idat(data), []byte{0, 0, 9, 9, 't', 'E', 'X', 't', 1}),
	} {
		got, warning, err := decode(t, data)
		if err != nil || warning != "" {
			t.Errorf("%s: %q, %v", name, warning, err)
		} else if !bytes.Equal(got.pix.Pix, whole.pix.Pix) {
			t.Errorf("%s: other pixels", name)
		}
	}
}

// TestPaletteBehind has the palette and the transparency behind the pixels.
func TestPaletteBehind(t *testing.T) {
	p := picture{width: 2, height: 1, depth: 8, colour: 3, raw: []byte{0, 0, 1}}
	b := chunk(p.start(), "IDAT", deflated(p.rows()))
	b = chunk(chunk(b, "tRNS", []byte{9}), "PLTE", []byte{1, 2, 3, 4, 5, 6})
	got, _, err := decode(t, chunk(b, "IEND", nil))
	if want := (color.NRGBA64{257, 514, 771, 9 * 257}); err != nil || got.pix.NRGBA64At(0, 0) != want {
		t.Errorf("%v, want %v", err, want)
	}
}

// TestApple reads what Xcode makes of PNG files: blue first, premultiplied, no zlib header.
func TestApple(t *testing.T) {
	b := chunk([]byte("\x89PNG\r\n\x1a\n"), "CgBI", []byte{0x50, 0, 0x20, 2})
	b = chunk(b, "IHDR", picture{width: 1, height: 1, depth: 8, colour: 6}.header())
	z := deflated([]byte{0, 10, 20, 64, 128})
	got, warning, err := decode(t, chunk(b, "IDAT", z[2:len(z)-4]))
	if err != nil || warning != "" {
		t.Fatal(warning, err)
	}
	if px, want := got.pix.NRGBA64At(0, 0), (color.NRGBA64{128 * 257, 40 * 257, 20 * 257, 128 * 257}); px != want {
		t.Errorf("%v, want %v", px, want)
	}
}

// TestCut shows what there is of a file that ends early, and says so.
func TestCut(t *testing.T) {
	whole, _, _ := decode(t, rgb.build())
	full := chunk(rgb.start(), "IDAT", deflated(rgb.rows()))
	got, warning, err := decode(t, full[:len(full)/2])
	if err != nil || warning != "it ends early" {
		t.Fatalf("%q, %v", warning, err)
	}
	if n := 20 * 8 * 10; !bytes.Equal(got.pix.Pix[:n], whole.pix.Pix[:n]) || got.taken == 600 {
		t.Errorf("%d pixels came, not those of the upper third", got.taken)
	}
	damaged := bytes.Clone(full)
	copy(damaged[len(damaged)/2:], bytes.Repeat([]byte{0xff}, 100))
	if _, warning, err := decode(t, damaged); err != nil || warning == "" {
		t.Errorf("damaged: %q, %v", warning, err)
	}
	wrongSum := bytes.Clone(full)
	wrongSum[len(wrongSum)-1]++
	if _, warning, err := decode(t, wrongSum); err != nil || warning == "" {
		t.Errorf("with a wrong sum: %q, %v", warning, err)
	}
}

// TestCutInterlaced fills the whole picture from the passes that there are.
func TestCutInterlaced(t *testing.T) {
	for _, size := range []image.Point{{20, 30}, {5, 5}, {1, 9}, {9, 1}} {
		p := picture{width: size.X, height: size.Y, depth: 8, colour: 0, interlaced: true}
		rows := p.rows()
		for n := range len(rows) {
			got, warning, err := decode(t, chunk(p.start(), "IDAT", deflated(rows[:n])))
			if err != nil {
				continue // not even the first pass
			}
			if warning == "" {
				t.Fatalf("%v: not said at %d of %d bytes", size, n, len(rows))
			}
			if got.taken != size.X*size.Y {
				t.Fatalf("%v: %d pixels at %d of %d bytes", size, got.taken, n, len(rows))
			}
		}
	}
}

func TestErrors(t *testing.T) {
	good := rgb.build()
	header := func(change func(b []byte)) []byte {
		b := bytes.Clone(good)
		change(b[16:])
		return b
	}
	for name, data := range map[string][]byte{
		"nothing":         nil,
		"signature alone": good[:8],
		"no data":         rgb.start(),
		"data first":      chunk(chunk(good[:8:8], "IDAT", deflated(rgb.rows())), "IHDR", rgb.header()),
		"no palette":      picture{width: 1, height: 1, depth: 8, colour: 3}.build(),
		"depth 3":         header(func(b []byte) { b[8] = 3 }),
		"colour 9":        header(func(b []byte) { b[9] = 9 }),
		"width 0":         header(func(b []byte) { copy(b, make([]byte, 4)) }),
		"too wide":        header(func(b []byte) { b[0] = 0xff }),
		"interlacing 2":   header(func(b []byte) { b[12] = 2 }),
		"garbage":         chunk(rgb.start(), "IDAT", []byte("garbage")),
		"bad filter":      chunk(rgb.start(), "IDAT", deflated(bytes.Repeat([]byte{9}, 1830))),
	} {
		if _, _, err := decode(t, data); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// failing fails to read pixels, of which much is read at once.
type failing struct{ r io.ReaderAt }

var errDisk = errors.New("the disk fails")

func (r failing) ReadAt(p []byte, at int64) (int, error) {
	if len(p) > 1000 && at > 40 {
		return 0, errDisk
	}
	return r.r.ReadAt(p, at)
}

// TestFailingFile doesn't take an error of the disk for the end of the picture.
func TestFailingFile(t *testing.T) {
	data := picture{width: 200, height: 300, depth: 8, colour: 2}.build()
	f, err := png.Open(failing{bytes.NewReader(data)}, int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.Decode(t.Context(), func() png.Sink { return &canvas{t: t, pix: image.NewNRGBA64(image.Rect(0, 0, 200, 300))} })
	if !errors.Is(err, errDisk) {
		t.Error(err)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	data := rgb.build()
	f, err := png.Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Decode(ctx, func() png.Sink { return &canvas{t: t} }); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func FuzzDecode(f *testing.F) {
	for _, p := range []picture{
		rgb,
		{width: 9, height: 9, depth: 1, colour: 0, interlaced: true},
		{width: 5, height: 3, depth: 4, colour: 3, palette: []byte{1, 2, 3}, trns: []byte{4}},
		{width: 3, height: 3, depth: 16, colour: 6, interlaced: true},
		{width: 3, height: 3, depth: 16, colour: 2, trns: make([]byte, 6)},
	} {
		f.Add(p.build())
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, _, err := decode(t, data)
		if err == nil && c.taken == 0 {
			t.Error("no pixel, but no error")
		}
	})
}
