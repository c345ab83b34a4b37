package heif

import (
	"errors"
	"fmt"
	"image"
	"image/color"
	"strings"
	"testing"

	"descry/library/media/worker"
)

// eitherWay runs a test natively, where there is a library, and in WebAssembly.
func eitherWay(t *testing.T, coded coding, test func(t *testing.T, d worker.Decoder)) {
	t.Helper()
	wasm := heicWasmKind
	if coded == av1 {
		wasm = avifWasmKind
	}
	for _, kind := range []worker.Kind{nativeKind, wasm} {
		t.Run(string(kind), func(t *testing.T) {
			name, err := opened(kind)
			if errors.Is(err, worker.ErrMissing) || kind == nativeKind && err == nil && !strings.Contains(name, codings[coded]) {
				t.Skip(name, err)
			} else if err != nil {
				t.Fatal(err)
			}
			test(t, Decoders()[kind])
		})
	}
}

// codings are the names of the codings in the library's own description.
var codings = map[coding]string{hevc: "HEVC", av1: "AV1"}

// opened opens a decoder once for all tests.
func opened(kind worker.Kind) (name string, err error) {
	already, done := openedAlready[kind]
	if !done {
		already.name, already.err = Decoders()[kind].Open()
		openedAlready[kind] = already
	}
	return already.name, already.err
}

var openedAlready = map[worker.Kind]struct {
	name string
	err  error
}{}

// decoded is the whole main picture of a file, upright.
func decoded(t *testing.T, d worker.Decoder, file []byte) *image.NRGBA {
	t.Helper()
	m, c, err := tryDecode(d, file)
	if err != nil {
		t.Fatal(err)
	}
	return turned(m, &c)
}

func tryDecode(d worker.Decoder, file []byte) (*image.NRGBA, Config, error) {
	c, err := DecodeConfig(file)
	if err != nil {
		return nil, c, err
	}
	m := image.NewNRGBA(c.coded())
	next := 0
	_, err = worker.Here(d, file, nil, func(band image.Image) error {
		b := band.Bounds()
		if b.Min != image.Pt(0, next) || b.Dx() != c.CodedWidth || b.Max.Y > c.CodedHeight || next%2 == 1 {
			return fmt.Errorf("band %v after row %d of %v", b, next, c.coded())
		}
		next = b.Max.Y
		for y := b.Min.Y; y < b.Max.Y; y++ {
			for x := range b.Dx() {
				m.SetNRGBA(x, y, color.NRGBAModel.Convert(band.At(x, y)).(color.NRGBA))
			}
		}
		return nil
	})
	if err == nil && next != c.CodedHeight {
		err = fmt.Errorf("%d rows of %d", next, c.CodedHeight)
	}
	return m, c, err
}

// same tells whether a part of a picture shows the same as another one.
func same(t *testing.T, what string, m *image.NRGBA, at image.Point, want *image.NRGBA) {
	t.Helper()
	part := want.Rect.Add(at).Intersect(m.Rect)
	sum, n := 0, 1
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			a, b := m.Pix[m.PixOffset(x, y):], want.Pix[want.PixOffset(x-at.X, y-at.Y):]
			for i := range 4 {
				sum += max(int(a[i])-int(b[i]), int(b[i])-int(a[i]))
				n++
			}
		}
	}
	if n == 1 || sum > n/2 {
		t.Errorf("%s: it differs by %.1f levels at %v", what, float64(sum)/float64(n), at)
	}
}

// base is what tests make others of: a photo and its negative, both 128 x 96, of HEVC, and
// one of AV1, 80 x 60.
func base(t *testing.T) (photo, negative, other *picture) {
	return reported(t, "heic/rgb-8.heic"), reported(t, "heic/second-primary.heic"), reported(t, "avif/8-420.avif")
}

func TestGrids(t *testing.T) {
	photo, negative, other := base(t)
	for name, c := range map[string]struct {
		of            [2]*picture
		width, height int
	}{
		"whole": {[2]*picture{photo, negative}, 384, 192}, "cut": {[2]*picture{photo, negative}, 301, 141},
		"AV1": {[2]*picture{other, other}, 233, 119}, "4:4:4": {[2]*picture{reported(t, "heic/rgb-8-444.heic"), photo}, 300, 190},
		"deep": {[2]*picture{reported(t, "heic/rgb-10.heic"), photo}, 300, 190},
	} {
		file := madeFile(gridOf(2, 3, c.width, c.height, []int{2, 3, 2, 3, 2, 3}), c.of[0].item(), c.of[1].item())
		eitherWay(t, c.of[0].codedBy, func(t *testing.T, d worker.Decoder) {
			m := decoded(t, d, file)
			if m.Rect != image.Rect(0, 0, c.width, c.height) {
				t.Fatalf("%s: it is of %v", name, m.Rect)
			}
			cells := []*image.NRGBA{decoded(t, d, madeFile(c.of[0].item())), decoded(t, d, madeFile(c.of[1].item()))}
			for i := range 6 {
				w, h := c.of[0].Width, c.of[0].Height
				same(t, name, m, image.Pt(i%3*w, i/3*h), cells[i%2])
			}
		})
	}
}

// TestGridOfOdd: cells of odd sizes, and those that are turned themselves.
func TestGridOfOdd(t *testing.T) {
	odd := reported(t, "heic/gray-129x97.heic")
	photo, _, _ := base(t)
	eitherWay(t, hevc, func(t *testing.T, d worker.Decoder) {
		clap := odd.item(appendBox(nil, "clap", []byte{0, 0, 0, 129, 0, 0, 0, 1, 0, 0, 0, 97, 0, 0, 0, 1, 255, 255, 255, 255, 0, 0, 0, 2, 255, 255, 255, 255, 0, 0, 0, 2}))
		m := decoded(t, d, madeFile(gridOf(2, 2, 258, 194, []int{2, 2, 2, 2}), clap))
		cell := decoded(t, d, madeFile(clap))
		for i := range 4 {
			same(t, "odd", m, image.Pt(i%2*129, i/2*97), cell)
		}
		m = decoded(t, d, madeFile(gridOf(1, 2, 192, 128, []int{2, 2}), photo.item(irot(1))))
		cell = decoded(t, d, madeFile(photo.item(irot(1))))
		same(t, "turned", m, image.Pt(96, 0), cell)
	})
}

// TestTurns: all orders of turning and mirroring come out as doing one after the other.
func TestTurns(t *testing.T) {
	photo, _, _ := base(t)
	eitherWay(t, hevc, func(t *testing.T, d worker.Decoder) {
		stored := decoded(t, d, madeFile(photo.item()))
		for quarters := range 4 {
			for axis := range 2 {
				want := stored
				turn := func() {
					for range quarters {
						want = rotatedLeft(want)
					}
				}
				turn()
				want = mirrored(want, axis)
				same(t, fmt.Sprint("irot ", quarters, " imir ", axis), decoded(t, d, madeFile(photo.item(irot(byte(quarters)), imir(byte(axis))))), image.Point{}, want)
				want = mirrored(stored, axis)
				turn()
				got := decoded(t, d, madeFile(photo.item(imir(byte(axis)), irot(byte(quarters)))))
				same(t, fmt.Sprint("imir ", axis, " irot ", quarters), got, image.Point{}, want)
				if got.Rect != want.Rect {
					t.Errorf("it is of %v, want %v", got.Rect, want.Rect)
				}
			}
		}
	})
}

func rotatedLeft(m *image.NRGBA) *image.NRGBA {
	out := image.NewNRGBA(image.Rect(0, 0, m.Rect.Dy(), m.Rect.Dx()))
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			out.SetNRGBA(x, y, m.NRGBAAt(m.Rect.Dx()-1-y, x))
		}
	}
	return out
}

// mirrored exchanges top and bottom (axis 0) or left and right.
func mirrored(m *image.NRGBA, axis int) *image.NRGBA {
	out := image.NewNRGBA(m.Rect)
	for y := range m.Rect.Dy() {
		for x := range m.Rect.Dx() {
			from := image.Pt(x, m.Rect.Dy()-1-y)
			if axis == 1 {
				from = image.Pt(m.Rect.Dx()-1-x, y)
			}
			out.SetNRGBA(x, y, m.NRGBAAt(from.X, from.Y))
		}
	}
	return out
}

func TestDerived(t *testing.T) {
	photo, negative, _ := base(t)
	gray := reported(t, "heic/gray-alpha-8.heic")
	eitherWay(t, hevc, func(t *testing.T, d worker.Decoder) {
		one, two := decoded(t, d, madeFile(photo.item())), decoded(t, d, madeFile(negative.item()))
		iden := madeItem{kind: "iden", properties: [][]byte{irot(1)}, references: map[string][]int{"dimg": {2}}}
		same(t, "identity", decoded(t, d, madeFile(iden, photo.item(imir(1)))), image.Point{}, rotatedLeft(mirrored(one, 1)))
		tmap := madeItem{kind: "tmap", content: []byte{0}, properties: [][]byte{ispe(128, 96)}, references: map[string][]int{"dimg": {2, 3}}}
		same(t, "tone map", decoded(t, d, madeFile(tmap, photo.item(), gray.item())), image.Point{}, one)

		over := decoded(t, d, madeFile(overlayOf([4]uint16{0xffff, 0, 0, 0xffff}, 200, 150, [][2]int16{{20, 30}, {-64, -48}}, []int{2, 3}), photo.item(), negative.item()))
		same(t, "overlay, below", over, image.Pt(20, 30), one.SubImage(image.Rect(44, 18, 128, 96)).(*image.NRGBA)) // the rest is hidden
		same(t, "overlay, above", over, image.Pt(-64, -48), two)
		if c := over.NRGBAAt(199, 149); c != (color.NRGBA{255, 0, 0, 255}) {
			t.Errorf("the background is %v", c)
		}
		clear := decoded(t, d, madeFile(overlayOf([4]uint16{}, 200, 150, [][2]int16{{20, 30}}, []int{2}), photo.item()))
		if c := clear.NRGBAAt(199, 149); c.A != 0 {
			t.Errorf("a clear background is %v", c)
		}
		grid := madeFile(gridOf(1, 2, 256, 96, []int{2, 3}), photo.item(), negative.item(),
			alphaOf(gridOf(1, 2, 256, 96, []int{5, 5}), 1), gray.item())
		m, opacity := decoded(t, d, grid), decoded(t, d, madeFile(gray.item()))
		for x := range 256 {
			if a, want := m.NRGBAAt(x, 40).A, opacity.NRGBAAt(x%128, 40).R; a != want {
				t.Fatalf("the opacity at %d is %d, want %d", x, a, want)
			}
		}
	})
}

// FuzzRender puts files together whose parts are made up: every band is whole and in its
// place.
func FuzzRender(f *testing.F) {
	photo, gray, alpha := reported(f, "heic/rgb-8.heic"), reported(f, "heic/gray-10.heic"), reported(f, "heic/gray-alpha-8.heic")
	f.Add(madeFile(photo.item(irot(1), imir(0))), byte(0))
	f.Add(madeFile(gridOf(2, 2, 200, 150, []int{2, 2, 3, 2}), photo.item(), gray.item(irot(2))), byte(1))
	f.Add(madeFile(overlayOf([4]uint16{1, 2, 3, 4}, 200, 150, [][2]int16{{-5, 7}, {9, 200}}, []int{2, 3}), photo.item(), gray.item()), byte(2))
	f.Add(madeFile(gray.item(), alphaOf(alpha.item(), 1)), byte(3))
	f.Add(madeFile(madeItem{kind: "iden", references: map[string][]int{"dimg": {2}}}, photo.item()), byte(4))
	f.Fuzz(func(t *testing.T, file []byte, kind byte) {
		p, err := parsePicture(file)
		if err != nil {
			return
		}
		pixels := int64(0)
		p.forEach(func(part *picture) { pixels += part.pixels() + area(part.CodedWidth, part.CodedHeight) })
		if pixels > 1<<21 {
			return
		}
		next, frames := 0, 0
		c := composer{func(p *picture) (*frame, error) {
			frames++
			fr := &frame{layout: layout(kind % 6), bits: 8, width: p.CodedWidth, height: p.CodedHeight}
			if kind/6%2 == 1 {
				fr.bits = 10
			}
			fr.row = 8 * fr.width
			fr.chromaRow = fr.row
			pix := make([]byte, fr.row*fr.height)
			fr.planes = [3][]byte{pix, pix, pix}
			fr.release = func() { frames-- }
			return fr, nil
		}}
		err = c.render(p, false, func(band image.Image) error {
			b := band.Bounds()
			if b.Min != image.Pt(0, next) || next%2 == 1 || b.Dx() != p.CodedWidth || b.Empty() || b.Max.Y > p.CodedHeight {
				t.Fatalf("band %v after row %d of %v", b, next, p.coded())
			}
			next = b.Max.Y
			band.At(b.Max.X-1, b.Max.Y-1)
			return nil
		})
		if err == nil && next != p.CodedHeight {
			t.Errorf("%d rows of %d", next, p.CodedHeight)
		}
		if frames != 0 {
			t.Errorf("%d frames were not freed", frames)
		}
	})
}
