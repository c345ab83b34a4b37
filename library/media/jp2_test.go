package media_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"descry/library/media"
	"descry/library/media/jp2"
	"descry/library/media/worker"
)

func readJP2File(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("jp2", "testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func needOpenjpeg(t *testing.T) {
	t.Helper()
	if _, err := jp2.Native(t.Context()); errors.Is(err, worker.ErrMissing) {
		t.Skip(err)
	}
}

// jp2File wraps a codestream with boxes in its header.
func jp2File(stream []byte, boxes ...[]byte) []byte {
	return slices.Concat([]byte("\x00\x00\x00\x0cjP  \r\n\x87\n"), isoBox("ftyp", []byte("jp2 \x00\x00\x00\x00jp2 ")), isoBox("jp2h", boxes...), isoBox("jp2c", stream))
}

func isoBox(kind string, parts ...[]byte) []byte {
	body := slices.Concat(parts...)
	return slices.Concat(binary.BigEndian.AppendUint32(nil, uint32(8+len(body))), []byte(kind), body)
}

// jp2Header are the first two boxes of a header of 8-bit components.
func jp2Header(components byte, colr string) []byte {
	return slices.Concat(isoBox("ihdr", []byte{0, 0, 0, 43, 0, 0, 0, 61, 0, components, 7, 7, 0, 0}), isoBox("colr", []byte(colr)))
}

func TestJPEG2000(t *testing.T) {
	needOpenjpeg(t)
	over := func(p func(x, y int) [4]byte) func(x, y int) [4]byte {
		return func(x, y int) [4]byte { return overBackdrop(p(x, y), 255-4*x) }
	}
	palette := []byte{0, 255, 3, 7, 7, 7} // 255 entries of three columns of 8 bits
	for i := range 255 {
		palette = append(palette, byte(i), byte(255-i), byte(i/2))
	}
	grey, colour := readJP2File(t, "grey.j2k"), readJP2File(t, "rgb.j2k")
	for _, f := range []struct {
		name string
		data []byte
		want func(x, y int) [4]byte
		mean float64
		most int
	}{
		{"rgb.jp2", nil, sample, 0, 0},
		{"rgb.j2k", nil, sample, 0, 0},
		{"offset.j2k", nil, sample, 0, 0},
		{"tiles.jp2", nil, sample, 0, 0},
		{"grey.jp2", nil, greySample, 0, 0},
		{"rgb16.jp2", nil, sample, 0.5, 1},
		{"rgb12.j2k", nil, sample, 0.5, 1},
		{"grey16.j2k", nil, greySample, 0.5, 1},
		{"lossy.jp2", nil, sample, 6, 40},
		{"alpha.jp2", nil, over(sample), 0.6, 1},
		{"alpha16.jp2", nil, over(sample), 0.6, 1},
		{"grey-alpha.jp2", nil, over(greySample), 0.6, 1},
		{"ycc.jp2", nil, sample, 3, 12},
		{"ycc.j2k", nil, sample, 3, 12},
		{"palette", jp2File(grey, jp2Header(1, "\x01\x00\x00\x00\x00\x00\x10"), isoBox("pclr", palette), isoBox("cmap", []byte{0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 1, 2})), func(x, y int) [4]byte {
			i := 2 * (x + y)
			return [4]byte{byte(i), byte(255 - i), byte(i / 2), 255}
		}, 0, 0},
		{"blue first", jp2File(colour, jp2Header(3, "\x01\x00\x00\x00\x00\x00\x10"), isoBox("cdef", []byte{0, 3, 0, 0, 0, 0, 0, 3, 0, 1, 0, 0, 0, 2, 0, 2, 0, 0, 0, 1})), func(x, y int) [4]byte {
			p := sample(x, y)
			return [4]byte{p[2], p[1], p[0], 255}
		}, 0, 0},
		{"unknown colours, then a profile of no use, then sRGB", jp2File(colour, jp2Header(3, "\x04\x00\x00vendor"), isoBox("colr", []byte("\x02\x00\x00short")), isoBox("colr", []byte("\x01\x00\x00\x00\x00\x00\x10"))), sample, 0, 0},
	} {
		data := f.data
		if data == nil {
			data = readJP2File(t, f.name)
		}
		m, err := media.Decode(t.Context(), data, media.Options{})
		if err != nil {
			t.Errorf("%s: %v", f.name, err)
			continue
		}
		if !strings.HasPrefix(m.Decoder, "openjpeg 2.") || m.Profile != "sRGB" || m.Warning != "" || m.Width != m.Pix.Rect.Dx() || m.Height != m.Pix.Rect.Dy() || m.Width < 60 {
			t.Errorf("%s: %+v", f.name, m)
		}
		if mean, most := differenceTo(m.Pix, f.want); mean > f.mean || most > f.most {
			t.Errorf("%s differs by %.2f, at most by %d", f.name, mean, most)
		}
	}
}

// TestJPEG2000Colours: profiles and colours by name count.
func TestJPEG2000Colours(t *testing.T) {
	needOpenjpeg(t)
	icc := profileOfJPEG(t, filepath.Join("testdata", "cases", "icc", "p3.jpg"))
	stream := readJP2File(t, "rgb.j2k")
	for name, colr := range map[string]string{
		"p3": "\x02\x00\x00" + string(icc), "Display P3": "\x05\x00\x00\x00\x0c\x00\x0d\x00\x00\x00", "PNG primaries, gamma 1.8": "\x01\x00\x00\x00\x00\x00\x15",
	} {
		m, err := media.Decode(t.Context(), jp2File(stream, jp2Header(3, colr)), media.Options{})
		if err != nil || m.Profile != name {
			t.Errorf("%s: %v, %v", name, m, err)
			continue
		}
		if _, most := differenceTo(m.Pix, sample); most < 5 {
			t.Errorf("%s changes colours by %d at most", name, most)
		}
	}
	if _, err := media.Decode(t.Context(), jp2File(stream, jp2Header(3, "\x01\x00\x00\x00\x00\x00\x0e")), media.Options{}); !errors.Is(err, media.ErrUnsupported) {
		t.Errorf("CIELab: %v", err)
	}
}

// TestJPEG2000Reduced: thumbnails are decoded by halves and show the same.
func TestJPEG2000Reduced(t *testing.T) {
	needOpenjpeg(t)
	for _, c := range []struct {
		name          string
		minSide       int
		width, height int
	}{{"rgb.jp2", 20, 31, 22}, {"rgb.jp2", 10, 16, 11}, {"rgb16.jp2", 10, 16, 11}, {"offset.j2k", 20, 31, 22}, {"ycc.jp2", 20, 30, 21}} {
		m, err := media.Decode(t.Context(), readJP2File(t, c.name), media.Options{MinSide: c.minSide})
		if err != nil || m.Pix.Rect.Dx() != c.width || m.Pix.Rect.Dy() != c.height || m.Width < 60 {
			t.Errorf("%s: %v (%v)", c.name, m, err)
			continue
		}
		scale := (61 + c.width/2) / c.width
		if mean, _ := differenceTo(m.Pix, func(x, y int) [4]byte { return sample(min(scale*x+scale/2, 60), min(scale*y+scale/2, 42)) }); mean > 10 { // a sample is that of the first pixel more than of the others
			t.Errorf("%s by %d differs by %.2f", c.name, c.minSide, mean)
		}
	}
}

// TestJPEG2000Broken: what is cut off is shown with a warning or an error.
func TestJPEG2000Broken(t *testing.T) {
	needOpenjpeg(t)
	for _, name := range []string{"tiles.jp2", "rgb.j2k"} {
		data := readJP2File(t, name)
		shown := 0
		for n := 1; n < len(data)-1; n += 61 {
			m, err := media.Decode(t.Context(), data[:n], media.Options{})
			switch {
			case err == nil && m.Warning == "":
				t.Errorf("%d of %d bytes of %s are a picture without a warning", n, len(data), name)
			case err == nil:
				shown++
			case !errors.Is(err, media.ErrDamaged) && !errors.Is(err, media.ErrNotPhoto):
				t.Errorf("%d bytes of %s: %v", n, name, err)
			}
		}
		if shown == 0 {
			t.Errorf("nothing is shown of %s, however little is missing", name)
		}
	}
	zeros := append(bytes.Clone(readJP2File(t, "rgb.j2k")[:60]), make([]byte, 300)...)
	if _, err := media.Decode(t.Context(), zeros, media.Options{}); err == nil {
		t.Error("zeros are a picture")
	}
}
