package media_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"descry/library/media"
	"descry/library/media/colour"
	"descry/library/media/jxl"
	"descry/library/media/raw/rawtest"
	"descry/library/media/worker"
)

// sample is a pixel of the picture that jxl/testdata and jp2/testdata show: see the
// READMEs there.
func sample(x, y int) [4]byte { return [4]byte{byte(4 * x), byte(5 * y), byte(2 * (x + y)), 255} }

func greySample(x, y int) [4]byte {
	v := byte(2 * (x + y))
	return [4]byte{v, v, v, 255}
}

// overBackdrop lays a pixel over what stands behind transparent ones.
func overBackdrop(p [4]byte, opacity int) [4]byte {
	for c := range 3 {
		p[c] = byte((int(p[c])*opacity + 128*(255-opacity) + 127) / 255)
	}
	return p
}

// differenceTo is the mean and the largest difference of colours of a picture to what a
// function says.
func differenceTo(m *image.NRGBA, want func(x, y int) [4]byte) (mean float64, most int) {
	b, sum := m.Bounds(), 0
	for y := range b.Dy() {
		for x := range b.Dx() {
			w, got := want(x, y), m.Pix[m.PixOffset(x, y):]
			for c := range 3 {
				d := int(got[c]) - int(w[c])
				sum, most = sum+max(d, -d), max(most, d, -d)
			}
		}
	}
	return float64(sum) / float64(3*b.Dx()*b.Dy()), most
}

// jxlFiles are the files of jxl/testdata with what they show.
var jxlFiles = []struct {
	name    string
	want    func(x, y int) [4]byte
	mean    float64
	most    int
	profile string
}{
	{"lossless", sample, 0, 0, "sRGB"},
	{"lossy", sample, 1.5, 22, "sRGB"},
	{"progressive", sample, 1.5, 22, "sRGB"},
	{"grey", greySample, 0, 0, "sRGB"},
	{"grey-lossy", greySample, 1, 4, "sRGB"},
	{"rgb10", sample, 0.6, 1, "sRGB"},
	{"rgb16", sample, 0.5, 1, "sRGB"},
	{"grey16", greySample, 0.5, 1, "sRGB"},
	{"float-linear", sample, 0.1, 1, "sRGB"},
	{"alpha", func(x, y int) [4]byte { return overBackdrop(sample(x, y), 255-4*x) }, 0.6, 1, "sRGB"},
	{"alpha16", func(x, y int) [4]byte { return overBackdrop(sample(x, y), 255-4*x) }, 0.6, 1, "sRGB"},
	{"alpha-lossy", func(x, y int) [4]byte { return overBackdrop(sample(x, y), 255-4*x) }, 1, 22, "sRGB"},
	{"grey-alpha", func(x, y int) [4]byte { return overBackdrop(greySample(x, y), 255-4*x) }, 0.6, 1, "sRGB"},
	{"animation", sample, 6, 45, "sRGB"}, // GIF has 256 colours
	{"jpeg", func(x, y int) [4]byte { return sample(y, 42-x) }, 2, 12, "sRGB"},
	{"from-pixels", func(x, y int) [4]byte { return sample(y, 42-x) }, 2, 28, "sRGB"},
}

func readJXLFile(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("jxl", "testdata", name+".jxl"))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// needsLibjxl skips a test where there is none.
func needsLibjxl(t *testing.T) {
	t.Helper()
	if _, err := jxl.Native(t.Context()); errors.Is(err, worker.ErrMissing) {
		t.Skip(err)
	}
}

func TestJXL(t *testing.T) {
	needsLibjxl(t)
	for _, f := range jxlFiles {
		data := readJXLFile(t, f.name)
		m, err := media.Decode(t.Context(), data, media.Options{})
		if err != nil {
			t.Errorf("%s: %v", f.name, err)
			continue
		}
		if !strings.HasPrefix(m.Decoder, "libjxl ") || m.Profile != f.profile || m.Warning != "" {
			t.Errorf("%s: decoder %q, profile %q, warning %q", f.name, m.Decoder, m.Profile, m.Warning)
		}
		c, err := media.Probe(data)
		if err != nil || c.Width != m.Pix.Rect.Dx() || c.Height != m.Pix.Rect.Dy() {
			t.Errorf("%s: %v says its header of %v (%v)", f.name, c, m.Pix.Rect, err)
		}
		if mean, most := differenceTo(m.Pix, f.want); mean > f.mean || most > f.most {
			t.Errorf("%s differs by %.2f, at most by %d", f.name, mean, most)
		}
	}
}

// TestJXLColours: a JPEG XL shows the colours that it says it is in.
func TestJXLColours(t *testing.T) {
	needsLibjxl(t)
	// rows of the picture in colours that a JPEG of the reported cases has
	fromProfile := func(name string) func(x, y int) [4]byte {
		c, _ := colour.For(colour.Tags{ICC: profileOfJPEG(t, filepath.Join("testdata", "cases", "icc", name))})
		return func(x, y int) [4]byte {
			p := sample(x, y)
			c.Pixels(p[:])
			return p
		}
	}
	fromCode := func(code colour.CICP) func(x, y int) [4]byte {
		c, _ := colour.For(colour.Tags{CICP: code})
		return func(x, y int) (p [4]byte) {
			var deep [4]uint16
			for i, v := range sample(x, y) {
				deep[i] = uint16(257*int(v) + x + y)
			}
			deep[3] = 0xffff
			c.Deep(p[:], deep[:])
			return p
		}
	}
	for _, f := range []struct {
		name string
		want func(x, y int) [4]byte
		mean float64
	}{
		{"p3", fromProfile("p3.jpg"), 0},
		{"p3-lossy", fromProfile("p3.jpg"), 1},
		{"prophoto", fromProfile("prophoto.jpg"), 0},
		{"prophoto-lossy", fromProfile("prophoto.jpg"), 2},
		{"pq", fromCode(colour.CICP{Primaries: 9, Transfer: 16}), 2},
		{"hlg", fromCode(colour.CICP{Primaries: 9, Transfer: 18}), 0.1},
	} {
		m, err := media.Decode(t.Context(), readJXLFile(t, f.name), media.Options{})
		if err != nil {
			t.Errorf("%s: %v", f.name, err)
			continue
		}
		mean, most := differenceTo(m.Pix, f.want)
		t.Logf("%s: %q, differs by %.2f, at most %d", f.name, m.Profile, mean, most)
		if mean > f.mean || m.Profile == "" {
			t.Errorf("%s: profile %q, differs by %.2f, at most by %d", f.name, m.Profile, mean, most)
		}
	}
}

// profileOfJPEG returns the ICC profile of a JPEG that has it in one piece.
func profileOfJPEG(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const mark = "ICC_PROFILE\x00\x01\x01"
	at := bytes.Index(data, []byte(mark))
	if at < 2 {
		t.Fatalf("%s has no profile in one piece", path)
	}
	return data[at+len(mark) : at-2+int(binary.BigEndian.Uint16(data[at-2:]))]
}

// TestJXLBroken: a file that is cut off gives a picture with a warning as soon as libjxl can
// show one. Hostile files give errors.
func TestJXLBroken(t *testing.T) {
	needsLibjxl(t)
	data := readJXLFile(t, "jpeg")
	for n := range data {
		if n%97 != 0 {
			continue
		}
		m, err := media.Decode(t.Context(), data[:n], media.Options{})
		if err == nil && m.Warning == "" {
			t.Errorf("%d of %d bytes are a picture without a warning", n, len(data))
		}
		if err != nil && !errors.Is(err, media.ErrDamaged) && !errors.Is(err, media.ErrNotPhoto) {
			t.Errorf("%d bytes: %v", n, err)
		}
	}
	if _, err := media.Decode(t.Context(), bytes.Repeat([]byte{0xff, 0x0a}, 100), media.Options{}); err == nil {
		t.Error("nonsense is a picture")
	}
}

// TestJXLInRaw: the preview of a raw file may be a JPEG XL.
func TestJXLInRaw(t *testing.T) {
	needsLibjxl(t)
	m, err := media.Decode(t.Context(), rawtest.OnlyJXL(readJXLFile(t, "lossless")), media.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if mean, most := differenceTo(m.Pix, sample); m.Format != media.Raw || m.Pix.Rect.Dx() != 61 || most > 0 {
		t.Errorf("%v, differs by %.2f, at most by %d", m, mean, most)
	}
}
