package media_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"slices"
	"strings"
	"testing"

	"descry/library/media"
	"descry/library/media/raw/rawtest"
)

// Colours of the previews in the raw files made here: each has a corner of white, so
// that it is seen which preview was taken and how it was turned.
var (
	red   = color.NRGBA{200, 30, 30, 255}
	green = color.NRGBA{30, 160, 30, 255}
	blue  = color.NRGBA{30, 30, 200, 255}
)

// cornered is a JPEG of one colour whose upper left quarter is white.
func cornered(t testing.TB, w, h int, c color.NRGBA) []byte {
	t.Helper()
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			if x < w/2 && y < h/2 {
				m.SetNRGBA(x, y, color.NRGBA{255, 255, 255, 255})
			} else {
				m.SetNRGBA(x, y, c)
			}
		}
	}
	data, err := media.EncodeJPEG(m, 90)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// corner says in which corner of a picture the white is, and what colour the rest has.
func corner(m *image.NRGBA) (where string, rest color.NRGBA) {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	for name, p := range map[string]image.Point{
		"upper left": {w / 4, h / 4}, "upper right": {w - 1 - w/4, h / 4},
		"lower left": {w / 4, h - 1 - h/4}, "lower right": {w - 1 - w/4, h - 1 - h/4},
	} {
		if c := m.NRGBAAt(p.X, p.Y); c.R > 230 && c.G > 230 && c.B > 230 {
			where += name
		} else {
			rest = c
		}
	}
	return where, rest
}

func near(a, b color.NRGBA) bool {
	d := func(x, y uint8) int { return max(int(x), int(y)) - min(int(x), int(y)) }
	return max(d(a.R, b.R), d(a.G, b.G), d(a.B, b.B)) < 12
}

// turnedJPEG is a picture as it lies after turning it by an orientation.
func turnedJPEG(t testing.TB, w, h int, c color.NRGBA, orientation int) []byte {
	t.Helper()
	img, err := media.Decode(context.Background(), rawtest.WithEXIF(cornered(t, w, h, c), nil, orientation), media.Options{})
	if err != nil {
		t.Fatal(err)
	}
	data, err := media.EncodeJPEG(img.Pix, 90)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func decodeRaw(t testing.TB, data []byte, minSide int) *media.Image {
	t.Helper()
	img, err := media.Decode(context.Background(), data, media.Options{MinSide: minSide})
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// upperLeftOf is where the upper left corner goes by an orientation.
var upperLeftOf = map[int]string{1: "upper left", 2: "upper right", 3: "lower right", 4: "lower left", 6: "upper right", 8: "lower left"}

// TestRawLayouts decodes the largest preview of every maker's files, turned once.
func TestRawLayouts(t *testing.T) {
	colours := map[byte]color.NRGBA{'L': red, 'M': green, 'S': blue}
	for _, l := range rawtest.Layouts {
		for _, o := range []int{1, 6} {
			data := l.File(rawtest.Photo{
				Large: cornered(t, 240, 160, red), Medium: cornered(t, 120, 80, green), Small: cornered(t, 60, 40, blue),
				Width: 1200, Height: 800, Orientation: o,
			})
			img, err := media.Decode(context.Background(), data, media.Options{})
			if err != nil {
				t.Errorf("%s: %v", l.Name, err)
				continue
			}
			where, c := corner(img.Pix)
			if where != upperLeftOf[o] || !near(c, colours[l.Holds[0]]) {
				t.Errorf("%s turned by %d: white in the %s, the rest %v", l.Name, o, where, c)
			}
			w, h := 1200, 800
			if o >= 5 {
				w, h = h, w
			}
			config, err := media.Probe(data)
			if err != nil || config.Format != media.Raw || config.Width != w || config.Height != h || img.Width != w || img.Height != h || img.Format != media.Raw ||
				config.PreviewWidth != img.Pix.Rect.Dx() || config.PreviewHeight != img.Pix.Rect.Dy() {
				t.Errorf("%s turned by %d: probed %+v, decoded %d x %d of %s: %v", l.Name, o, config, img.Width, img.Height, img.Format, err)
			}
			if !strings.Contains(img.Warning, "small preview") {
				t.Errorf("%s: warning %q", l.Name, img.Warning)
			}
		}
	}
}

// TestRawTurnedOnce has previews with and without their own mark, turned already or not.
func TestRawTurnedOnce(t *testing.T) {
	lying := cornered(t, 240, 160, red)
	for name, c := range map[string]struct {
		sensor  int
		preview []byte
		want    string
		upright bool
	}{
		"plain":                            {1, lying, "upper left", false},
		"no mark":                          {6, lying, "upper right", true},
		"no mark, mirrored":                {2, lying, "upper right", false},
		"no mark, upside down":             {3, lying, "lower right", false},
		"the same mark":                    {6, rawtest.WithEXIF(lying, nil, 6), "upper right", true},
		"the same mark, upside down":       {3, rawtest.WithEXIF(lying, nil, 3), "lower right", false},
		"its own mark only":                {1, rawtest.WithEXIF(lying, nil, 8), "lower left", true},
		"turned already":                   {6, turnedJPEG(t, 240, 160, red, 6), "upper right", true},
		"turned already, marked so":        {8, rawtest.WithEXIF(turnedJPEG(t, 240, 160, red, 8), nil, 1), "lower left", true},
		"turned upside down, marked so":    {3, rawtest.WithEXIF(turnedJPEG(t, 240, 160, red, 3), nil, 1), "lower right", false},
		"not turned, marked as if it were": {6, rawtest.WithEXIF(lying, nil, 1), "upper right", true},
	} {
		for _, layout := range []string{"NEF", "DNG", "CR2", "ARW", "CR3"} {
			img := decodeRaw(t, rawtest.Named(layout).File(rawtest.Photo{Large: c.preview, Width: 1200, Height: 800, Orientation: c.sensor}), 0)
			where, _ := corner(img.Pix)
			if up := img.Pix.Rect.Dy() > img.Pix.Rect.Dx(); where != c.want || up != c.upright || (img.Height > img.Width) != c.upright {
				t.Errorf("%s, %s: white in the %s of %v, photo %d x %d", name, layout, where, img.Pix.Rect.Max, img.Width, img.Height)
			}
		}
	}
}

// TestRawReduced takes the smallest preview that is large enough.
func TestRawReduced(t *testing.T) {
	data := rawtest.Named("ARW").File(rawtest.Photo{
		Large: cornered(t, 1800, 1200, red), Medium: cornered(t, 1080, 720, green), Small: cornered(t, 160, 120, blue),
		Width: 6000, Height: 4000,
	})
	for minSide, want := range map[int]color.NRGBA{0: red, 224: green, 448: green, 720: green, 721: red, 2000: red} {
		img := decodeRaw(t, data, minSide)
		if _, c := corner(img.Pix); !near(c, want) || img.Width != 6000 || img.Height != 4000 || img.Warning != "" {
			t.Errorf("%d: %v, %d x %d, %q", minSide, c, img.Width, img.Height, img.Warning)
		}
		if short := img.Pix.Rect.Dy(); short < min(minSide, 1200) {
			t.Errorf("%d: reduced to %v", minSide, img.Pix.Rect.Max)
		}
		config, err := media.Probe(data)
		if used := 4 * int64(len(img.Pix.Pix)) / 4; err != nil || config.MemoryFor(media.Options{MinSide: minSide}) < used {
			t.Errorf("%d: %d bytes estimated, %d used: %v", minSide, config.MemoryFor(media.Options{MinSide: minSide}), used, err)
		}
	}
}

// bogusHuffman makes the first Huffman table of a JPEG claim more codes than there are.
func bogusHuffman(jpeg []byte) []byte {
	out := slices.Clone(jpeg)
	at := bytes.Index(out, []byte{0xff, 0xc4})
	for i := range 16 {
		out[at+5+i] = 0xff
	}
	return out
}

// scrambled makes the second half of a JPEG's data nonsense.
func scrambled(jpeg []byte) []byte {
	out := slices.Clone(jpeg)
	for i := len(out) / 2; i < len(out)-2; i++ {
		out[i] = byte(i*37) & 0x7f
	}
	return out
}

// TestRawBroken takes the next preview where the largest one is broken.
func TestRawBroken(t *testing.T) {
	encode := func(m *image.NRGBA) []byte {
		data, err := media.EncodeJPEG(m, 90)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	whole := encode(photo(600, 400))
	_, err := media.DecodePlanes(whole)
	tellsDamage := err == nil // image/jpeg takes nonsense for a picture, and a cut one for none
	small := encode(decodeRaw(t, whole, 200).Pix)
	for name, c := range map[string]struct {
		large []byte
		want  int
	}{
		"whole":             {whole, 600},
		"bogus tables":      {bogusHuffman(whole), 300},
		"scrambled":         {scrambled(whole), 300},
		"cut in its middle": {whole[:len(whole)/2], 300},
		"cut at its end":    {whole[:len(whole)-40], 600},
		"cut in its tables": {whole[:100], 300},
		"empty":             {[]byte{0xff, 0xd8, 0xff, 0xd9}, 300},
		"lossless":          {rawtest.Lossless(600, 400), 300},
		"of no size":        {bytes.Replace(whole, []byte{8, 1, 0x90, 2, 0x58}, []byte{8, 0, 0, 0, 0}, 1), 300},
		"of an absurd size": {bytes.Replace(whole, []byte{8, 1, 0x90, 2, 0x58}, []byte{8, 0xff, 0xff, 0xff, 0xff}, 1), 300},
	} {
		if !tellsDamage && (name == "scrambled" || name == "cut at its end") {
			continue
		}
		for _, layout := range []string{"NEF", "DNG", "CR3"} {
			img := decodeRaw(t, rawtest.Named(layout).File(rawtest.Photo{Large: c.large, Medium: small, Width: 6000, Height: 4000}), 0)
			if got := img.Pix.Rect.Dx(); got != c.want {
				t.Errorf("%s, %s: %d pixels wide, want %d (%s)", name, layout, got, c.want, img.Warning)
			}
		}
	}
}

// TestRawWithout says why a raw file can't be shown.
func TestRawWithout(t *testing.T) {
	jpeg := cornered(t, 24, 16, red)
	for name, c := range map[string]struct {
		data []byte
		kind error
		text string
	}{
		"no preview":   {rawtest.Named("CR2").File(rawtest.Photo{Width: 600, Height: 400}), media.ErrUnsupported, "no preview in the file"},
		"JPEG XL only": {rawtest.OnlyJXL([]byte("\xff\x0a")), media.ErrDamaged, "JPEG XL"},
		"all broken":   {rawtest.Named("CR2").File(rawtest.Photo{Large: bogusHuffman(jpeg), Small: bogusHuffman(jpeg), Width: 600, Height: 400}), media.ErrDamaged, "previews"},
		"no structure": {[]byte("IIRO\xff\xff\xff\x7f\x00\x00\x00\x00"), media.ErrDamaged, "raw photo"},
	} {
		_, err := media.Decode(context.Background(), c.data, media.Options{})
		if !errors.Is(err, c.kind) || !strings.Contains(err.Error(), c.text) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestRawPixels decodes previews that are no files by themselves.
func TestRawPixels(t *testing.T) {
	img := decodeRaw(t, rawtest.Tiled(cornered(t, 64, 48, red), 3, 2), 0)
	if img.Pix.Rect.Max != image.Pt(192, 96) {
		t.Fatalf("tiles make %v", img.Pix.Rect.Max)
	}
	for _, at := range []image.Point{{10, 10}, {74, 10}, {138, 58}} {
		if c := img.Pix.NRGBAAt(at.X, at.Y); c.R < 230 || c.G < 230 {
			t.Errorf("at %v: %v", at, c)
		}
	}
	img = decodeRaw(t, rawtest.Named("NEF").File(rawtest.Photo{Width: 600, Height: 400, Orientation: 6}), 0)
	if img.Pix.Rect.Max != image.Pt(12, 16) || img.Width != 400 || !strings.Contains(img.Warning, "small preview (12 x 16 pixels)") {
		t.Errorf("plain thumbnail: %v, %d x %d, %q", img.Pix.Rect.Max, img.Width, img.Height, img.Warning)
	}
}

// TestRawNamesDontCount keeps ordinary TIFFs what they are.
func TestRawNamesDontCount(t *testing.T) {
	for name, data := range map[string][]byte{
		"of a camera": rawtest.PlainTIFF(cornered(t, 160, 120, red)), "with a mark in its pixels": rawtest.WithPixels("CR\x02\x00"),
	} {
		config, err := media.Probe(data)
		if err != nil || config.Format != media.TIFF || config.Width != 16 || config.Height != 12 {
			t.Errorf("TIFF %s: %+v, %v", name, config, err)
		}
	}
}

// TestRawColours takes previews for Adobe RGB where the camera was set so, and where a DNG
// says so of the preview itself.
func TestRawColours(t *testing.T) {
	plain := cornered(t, 240, 160, red)
	profile := func(data []byte) string { return decodeRaw(t, data, 0).Profile }
	for name, c := range map[string]struct {
		layout  string
		preview []byte
		adobe   bool
	}{
		"NEF": {"NEF", plain, true}, "CR3": {"CR3", plain, true}, "ARW": {"ARW", plain, true},
		"NEF, preview with EXIF": {"NEF", rawtest.WithEXIF(plain, nil, 1), false},
		"DNG":                    {"DNG", plain, false},
	} {
		p := rawtest.Photo{Large: c.preview, Width: 1200, Height: 800}
		if got := profile(rawtest.Named(c.layout).File(p)); got != "sRGB" {
			t.Errorf("%s: %q", name, got)
		}
		p.AdobeRGB = true
		if got := profile(rawtest.Named(c.layout).File(p)); (got != "sRGB") != c.adobe {
			t.Errorf("%s set to Adobe RGB: %q", name, got)
		}
	}
	p := rawtest.Photo{Large: plain, Width: 1200, Height: 800, AdobeRGBPreviews: true}
	if got := profile(rawtest.Named("DNG").File(p)); !strings.HasPrefix(got, "Adobe RGB") {
		t.Errorf("DNG that says so: %q", got)
	}
}
