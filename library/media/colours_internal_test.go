package media

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/gen2brain/webp"

	"descry/library/container"
	"descry/library/media/colour"
)

// pressProfile is a CMYK profile whose table has two nodes a side: inks that take red, green
// and blue of linear light away, of which magenta is turned with yellow, so that pixels by it
// can't be mistaken for others.
func pressProfile() []byte {
	table := append([]byte("mft1"), make([]byte, 8)...)
	table[8], table[9], table[10] = 4, 3, 2
	table = append(table, make([]byte, 36)...)
	ramp := make([]byte, 256)
	for i := range ramp {
		ramp[i] = byte(i)
	}
	for range 4 {
		table = append(table, ramp...)
	}
	for i := range 16 {
		c, m, y, k := i>>3&1, i>>2&1, i>>1&1, i&1
		lightness := (255 - 60*c - 70*m - 20*y) * (1 - k)
		table = append(table, byte(max(lightness, 20)), byte(128-50*c+60*y), byte(128-40*c+80*m))
	}
	for range 3 {
		table = append(table, ramp...)
	}
	head := make([]byte, 128)
	head[8] = 2
	copy(head[12:], "prtrCMYKLab ")
	copy(head[36:], "acsp")
	b := append(head, 0, 0, 0, 1)
	b = append(b, "A2B0"...)
	b = binary.BigEndian.AppendUint32(b, 144)
	b = binary.BigEndian.AppendUint32(b, uint32(len(table)))
	return append(b, table...)
}

func caseFile(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "cases", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// withProfile puts a profile into a JPEG in pieces of a size, in the order that turn makes
// of them.
func withProfile(data, profile []byte, size int, turn func(segments [][]byte) [][]byte) []byte {
	pieces := slices.Collect(slices.Chunk(profile, size))
	segments := make([][]byte, len(pieces))
	for i, p := range pieces {
		s := binary.BigEndian.AppendUint16([]byte{0xff, container.MarkerAPP2}, uint16(2+len(iccMark)+2+len(p)))
		s = append(append(s, iccMark...), byte(i+1), byte(len(pieces)))
		segments[i] = append(s, p...)
	}
	return slices.Concat(append(append([][]byte{data[:2]}, turn(segments)...), data[2:])...)
}

func asTheyAre(s [][]byte) [][]byte { return s }

func decodeAll(t *testing.T, data []byte, minSide int) *Image {
	t.Helper()
	img, err := Decode(context.Background(), data, Options{MinSide: minSide})
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// meanDifference is that of red, green and blue of two pictures of one size.
func meanDifference(t *testing.T, a, b *image.NRGBA) float64 {
	t.Helper()
	if a.Rect != b.Rect {
		t.Fatalf("%v beside %v", a.Rect, b.Rect)
	}
	sum := 0.0
	for i := range a.Pix {
		sum += math.Abs(float64(a.Pix[i]) - float64(b.Pix[i]))
	}
	return sum / float64(len(a.Pix)) * 4 / 3
}

// TestJPEGProfilePieces takes a profile in whatever order its pieces stand, and none where
// one is missing or their numbers contradict each other.
func TestJPEGProfilePieces(t *testing.T) {
	plain := caseFile(t, "range/full.jpg")
	info, err := parseJPEG(caseFile(t, "icc/prophoto.jpg"))
	if err != nil {
		t.Fatal(err)
	}
	profile := info.profile.whole()
	whole := decodeAll(t, withProfile(plain, profile, 60_000, asTheyAre), 0)
	if whole.Profile != "prophoto" || meanDifference(t, whole.Pix, decodeAll(t, plain, 0).Pix) < 5 {
		t.Fatalf("the profile %q makes no difference", whole.Profile)
	}
	for name, c := range map[string]struct {
		turn func(s [][]byte) [][]byte
		used bool
	}{
		"in order":  {asTheyAre, true},
		"backwards": {func(s [][]byte) [][]byte { slices.Reverse(s); return s }, true},
		"one twice": {func(s [][]byte) [][]byte { return append(s, s[2]) }, true},
		"others between": {func(s [][]byte) [][]byte {
			return append(s[:1:1], append([][]byte{{0xff, container.MarkerAPP2, 0, 6, 'M', 'P', 'F', 0}}, s[1:]...)...)
		}, true},
		"one missing":   {func(s [][]byte) [][]byte { return slices.Delete(s, 3, 4) }, false},
		"none but one":  {func(s [][]byte) [][]byte { return s[:1] }, false},
		"number 0":      {func(s [][]byte) [][]byte { s[0][16] = 0; return s }, false},
		"too many":      {func(s [][]byte) [][]byte { s[1][16] = 200; return s }, false},
		"counts differ": {func(s [][]byte) [][]byte { s[1][17]++; return s }, false},
	} {
		got := decodeAll(t, withProfile(plain, profile, 40, c.turn), 0)
		if used := meanDifference(t, got.Pix, whole.Pix) == 0; used != c.used {
			t.Errorf("%s: the profile is used: %v", name, used)
		}
	}
}

// TestInks converts CMYK by its profile, at full size and reduced, and without one by the
// plain formula.
func TestInks(t *testing.T) {
	profile := pressProfile()
	conversion, _ := colour.For(colour.Tags{ICC: profile})
	if conversion == nil || !conversion.Inks() {
		t.Fatal("the profile is refused")
	}
	plain := caseFile(t, "jpeg/cmyk-adobe.jpg")
	for _, name := range []string{"jpeg/cmyk-adobe.jpg", "jpeg/cmyk-no-marker.jpg"} {
		data := withProfile(caseFile(t, name), profile, 1000, asTheyAre)
		h, err := readJPEG(plain)
		if err != nil {
			t.Fatal(err)
		}
		p := plan{reduction: h.reduction(0), stored: image.Pt(h.width, h.height), inks: true}
		inks, _, err := h.decode(context.Background(), plain, p)
		if err != nil {
			t.Fatal(err)
		}
		conversion.Pixels(inks.Pix)
		for _, minSide := range []int{0, 30} {
			got := decodeAll(t, data, minSide)
			want := inks
			if minSide > 0 {
				want = boxed(inks, inks.Rect.Dx()/got.Pix.Rect.Dx())
			}
			if d := meanDifference(t, got.Pix, want); d > 2 {
				t.Errorf("%s, %d: it differs by %.1f levels from its inks by the profile", name, minSide, d)
			}
			if d := meanDifference(t, got.Pix, decodeAll(t, plain, minSide).Pix); d < 10 {
				t.Errorf("%s: the profile makes a difference of %.1f levels", name, d)
			}
		}
	}
}

// boxed averages boxes of n x n.
func boxed(m *image.NRGBA, n int) *image.NRGBA {
	p := plan{stored: m.Rect.Size()}
	p.box, p.width, p.height = n, divideUp(p.stored.X, n), divideUp(p.stored.Y, n)
	return reduceImage(m, p)
}

// flatTIFF is an uncompressed TIFF of one row: its samples of 8 or 16 bits, as many as a pixel
// has, and a profile.
func flatTIFF(photometric, samples, bits int, row []byte, profile []byte) []byte {
	b := []byte("II*\x00\x08\x00\x00\x00")
	const entries = 9
	at := 8 + 2 + 12*entries + 4
	depths := bytes.Repeat([]byte{byte(bits), 0}, samples)
	entry := func(tag, kind uint16, count, value int) {
		b = binary.LittleEndian.AppendUint16(binary.LittleEndian.AppendUint16(b, tag), kind)
		b = binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(b, uint32(count)), uint32(value))
	}
	b = binary.LittleEndian.AppendUint16(b, entries)
	entry(256, 3, 1, len(row)*8/bits/samples)
	entry(257, 3, 1, 1)
	if samples == 1 {
		entry(258, 3, 1, bits)
	} else {
		entry(258, 3, samples, at)
	}
	entry(259, 3, 1, 1)
	entry(262, 3, 1, photometric)
	entry(273, 4, 1, at+len(depths))
	entry(277, 3, 1, samples)
	entry(279, 4, 1, len(row))
	entry(34675, 7, len(profile), at+len(depths)+len(row))
	return slices.Concat(b, make([]byte, 4), depths, row, profile)
}

// TestTIFFProfiles converts samples of 8 and 16 bits of a TIFF by its profile.
func TestTIFFProfiles(t *testing.T) {
	info, err := parseJPEG(caseFile(t, "icc/prophoto.jpg"))
	if err != nil {
		t.Fatal(err)
	}
	grey, err := parseJPEG(caseFile(t, "icc/gray-gamma18.jpg"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name                 string
		photometric, samples int
		profile              []byte
		inks                 bool
	}{
		{"RGB", 2, 3, info.profile.whole(), false},
		{"grey", 1, 1, grey.profile.whole(), false},
		{"CMYK", 5, 4, pressProfile(), true},
	} {
		conversion, name := colour.For(colour.Tags{ICC: c.profile})
		for _, bits := range []int{8, 16} {
			var row []byte
			var want []byte
			for i := range 64 * c.samples {
				v := byte(i*37 + i*i)
				row = append(row, bytes.Repeat([]byte{v}, bits/8)...)
				want = append(want, v)
				if c.samples == 1 {
					want = append(want, v, v)
				}
				if len(want)%4 == 3 && !c.inks {
					want = append(want, 255)
				}
			}
			conversion.Pixels(want)
			got := decodeAll(t, flatTIFF(c.photometric, c.samples, bits, row, c.profile), 0)
			if got.Profile != name {
				t.Errorf("%s, %d bits: in %q", c.name, bits, got.Profile)
			}
			m := &image.NRGBA{Pix: want, Stride: len(want), Rect: image.Rect(0, 0, 64, 1)}
			if d := meanDifference(t, got.Pix, m); d > 0.5 {
				t.Errorf("%s, %d bits: it differs by %.1f levels", c.name, bits, d)
			}
		}
	}
}

// TestDeepReduced averages 16-bit samples before it converts them.
func TestDeepReduced(t *testing.T) {
	data := caseFile(t, "icc/prophoto-16.png")
	full, small := decodeAll(t, data, 0), decodeAll(t, data, 15)
	if small.Pix.Rect.Dx() != 20 || small.Width != 80 {
		t.Fatalf("it became %v of %d", small.Pix.Rect, small.Width)
	}
	if d := meanDifference(t, small.Pix, boxed(full.Pix, 4)); d > 1.5 {
		t.Errorf("it differs by %.1f levels from the full one", d)
	}
}

// TestVideoRange encodes patches as lossy WebP, with and without opacity: black, white and
// strong colours come back as they were.
func TestVideoRange(t *testing.T) {
	patches := []color.NRGBA{
		{0, 0, 0, 255}, {255, 255, 255, 255}, {128, 128, 128, 255}, {200, 30, 30, 255},
		{20, 160, 40, 255}, {30, 40, 210, 255}, {250, 240, 10, 255}, {90, 60, 30, 255},
	}
	for _, transparent := range []bool{false, true} {
		m := image.NewNRGBA(image.Rect(0, 0, 32*len(patches), 64))
		for y := range 64 {
			for x := range m.Rect.Dx() {
				c := patches[x/32]
				if transparent && y >= 32 {
					c.A = 0
				}
				m.SetNRGBA(x, y, c)
			}
		}
		var b bytes.Buffer
		if err := webp.Encode(&b, m, webp.Options{Quality: 95, Exact: true}); err != nil {
			t.Fatal(err)
		}
		got := decodeAll(t, b.Bytes(), 0).Pix
		for i, c := range patches {
			for _, y := range []int{16, 48} {
				want := c
				if y == 48 && transparent {
					want = Backdrop
				}
				if px := got.NRGBAAt(32*i+16, y); farther(px, want, 5) {
					t.Errorf("transparent %v: %v became %v", transparent, want, px)
				}
			}
		}
	}
}

func farther(a, b color.NRGBA, levels int) bool {
	for _, d := range []int{int(a.R) - int(b.R), int(a.G) - int(b.G), int(a.B) - int(b.B)} {
		if d > levels || d < -levels {
			return true
		}
	}
	return false
}

// TestWebPProfile reads the profile of an extended WebP.
func TestWebPProfile(t *testing.T) {
	info, err := parseJPEG(caseFile(t, "icc/prophoto.jpg"))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := webp.Encode(&b, gradient(64, 48), webp.Options{Lossless: true}); err != nil {
		t.Fatal(err)
	}
	const hasProfile = 1 << 5
	file := []byte("RIFF\x00\x00\x00\x00WEBP")
	file = appendChunk(file, "VP8X", []byte{hasProfile, 0, 0, 0, 63, 0, 0, 47, 0, 0})
	file = appendChunk(file, "ICCP", info.profile.whole())
	file = append(file, b.Bytes()[12:]...)
	binary.LittleEndian.PutUint32(file[4:], uint32(len(file)-8))
	got, plain := decodeAll(t, file, 0), decodeAll(t, b.Bytes(), 0)
	conversion, _ := colour.For(colour.Tags{ICC: info.profile.whole()})
	conversion.Pixels(plain.Pix.Pix)
	if d := meanDifference(t, got.Pix, plain.Pix); d > 0 || got.Profile != "prophoto" {
		t.Errorf("it is in %q and differs by %.1f levels", got.Profile, d)
	}
}

// TestBMPProfile reads the profile behind the pixels of a BMP.
func TestBMPProfile(t *testing.T) {
	info, err := parseJPEG(caseFile(t, "icc/prophoto.jpg"))
	if err != nil {
		t.Fatal(err)
	}
	profile := info.profile.whole()
	bmp := func(kind string, size int) []byte {
		b := make([]byte, 14+124)
		copy(b, "BM")
		binary.LittleEndian.PutUint32(b[10:], uint32(len(b)))
		for at, v := range map[int]int{14: 124, 18: 1, 22: 1, 26: 1 | 24<<16, 34: 4, 126: 128, 130: size} {
			binary.LittleEndian.PutUint32(b[at:], uint32(v))
		}
		copy(b[70:], kind)
		return slices.Concat(b, []byte{30, 60, 200, 0}, profile)
	}
	want := []byte{200, 60, 30, 255}
	conversion, _ := colour.For(colour.Tags{ICC: profile})
	conversion.Pixels(want)
	if got := decodeAll(t, bmp("DEBM", len(profile)), 0); !bytes.Equal(got.Pix.Pix, want) || got.Profile != "prophoto" {
		t.Errorf("%v in %q, want %v", got.Pix.Pix, got.Profile, want)
	}
	for name, data := range map[string][]byte{
		"sRGB": bmp("BGRs", len(profile)), "longer than the file": bmp("DEBM", len(profile)+1),
	} {
		if got := decodeAll(t, data, 0); !bytes.Equal(got.Pix.Pix, []byte{200, 60, 30, 255}) {
			t.Errorf("%s: %v", name, got.Pix.Pix)
		}
	}
}

// TestHiddenColours wants pictures that differ only where nobody can see it to be the same.
func TestHiddenColours(t *testing.T) {
	var first *image.NRGBA
	for i, hidden := range []color.NRGBA{{0, 0, 0, 0}, {255, 255, 255, 0}, {10, 200, 77, 0}} {
		m := gradient(90, 60)
		for y := range 60 {
			for x := range 45 {
				m.SetNRGBA(x, y, hidden)
			}
		}
		for _, options := range []webp.Options{{Lossless: true, Exact: true}, {Quality: 100, Exact: true}} {
			if !options.Lossless && i > 0 {
				continue // lossy coding smears hidden colours over the rim
			}
			var b bytes.Buffer
			if err := webp.Encode(&b, m, options); err != nil {
				t.Fatal(err)
			}
			got := decodeAll(t, b.Bytes(), 20).Pix
			if !got.Opaque() {
				t.Error("parts of it are transparent")
			}
			if got.NRGBAAt(2, 2) != Backdrop {
				t.Errorf("the hidden colour %v is shown as %v", hidden, got.NRGBAAt(2, 2))
			}
			if options.Lossless {
				if first == nil {
					first = got
				} else if !bytes.Equal(first.Pix, got.Pix) {
					t.Errorf("the hidden colour %v makes a difference", hidden)
				}
			}
		}
	}
}

// TestPNGProfile ignores what is no profile, and unpacks no more than it may.
func TestPNGProfile(t *testing.T) {
	for name, body := range map[string][]byte{
		"empty": {}, "no name's end": bytes.Repeat([]byte{'a'}, 100), "cut off": []byte("a\x00"),
		"another compression": []byte("a\x00\x01xx"), "no deflate": []byte("a\x00\x00xxxx"),
	} {
		if got := pngProfile(body); got != nil {
			t.Errorf("%s: %d bytes", name, len(got))
		}
	}
	for _, tags := range []map[string][]byte{
		{"cICP": {9, 16, 0}}, {"cICP": {9, 16, 1, 1}}, {"gAMA": {1}}, {"cHRM": make([]byte, 31)}, {"iCCP": {1, 2}},
	} {
		if got := pngColours(tags); fmt.Sprint(got) != fmt.Sprint(colour.Tags{}) {
			t.Errorf("%v: %v", tags, got)
		}
	}
}
