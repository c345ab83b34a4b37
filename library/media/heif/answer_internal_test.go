package heif

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"io"
	"math"
	"testing"
	"testing/iotest"
)

func answered(t testing.TB, h answerHead, body string) []byte {
	t.Helper()
	b, err := binary.Append(nil, binary.LittleEndian, h)
	if err != nil {
		t.Fatal(err)
	}
	return append(b, body...)
}

// TestHostileAnswers are those of a child that a file has taken over.
func TestHostileAnswers(t *testing.T) {
	c := Config{CodedWidth: 640, CodedHeight: 480}
	good := answerHead{Outcome: pictureFollows, Colours: ycbcr420, Width: 640, Height: 480, Row: 640, ChromaRow: 320}
	with := func(change func(*answerHead)) []byte {
		h := good
		change(&h)
		return answered(t, h, "")
	}
	for name, data := range map[string][]byte{
		"nothing":      nil,
		"half a head":  with(func(*answerHead) {})[:9],
		"no pixels":    with(func(*answerHead) {}),
		"no outcome":   with(func(h *answerHead) { h.Outcome = 0 }),
		"new outcome":  with(func(h *answerHead) { h.Outcome = 77 }),
		"long text":    with(func(h *answerHead) { h.Outcome, h.TextSize = decodeFailed, math.MaxUint16 }),
		"text cut off": with(func(h *answerHead) { h.Outcome, h.TextSize = decodeFailed, 10 }),
		"no colours":   with(func(h *answerHead) { h.Colours = 0 }),
		"new colours":  with(func(h *answerHead) { h.Colours = 200 }),
		"other width":  with(func(h *answerHead) { h.Width = 641 }),
		"vast height":  with(func(h *answerHead) { h.Height = math.MaxUint32 }),
		"short rows":   with(func(h *answerHead) { h.Row = 639 }),
		"no rows":      with(func(h *answerHead) { h.Row = 0 }),
		"vast rows":    with(func(h *answerHead) { h.Row = math.MaxUint32 }),
		"short chroma": with(func(h *answerHead) { h.ChromaRow = 319 }),
		"gray chroma":  with(func(h *answerHead) { h.Colours = gray }),
		"vast chroma":  with(func(h *answerHead) { h.ChromaRow = 1 << 31 }),
	} {
		r := answerReader{Reader: iotest.OneByteReader(bytes.NewReader(data))}
		whole, err := r.read(c, func(image.Image) error { t.Errorf("%s: there is a picture", name); return nil })
		if err == nil || whole {
			t.Errorf("%s: whole %v, %v", name, whole, err)
		}
		if len(r.buffer) > 2<<20 {
			t.Errorf("%s: %d bytes were taken", name, len(r.buffer))
		}
	}
}

// TestHugeAnswer: a picture that can't have been decoded within the memory is refused,
// although the file says the same of its size.
func TestHugeAnswer(t *testing.T) {
	h := answerHead{Outcome: pictureFollows, Colours: rgba64, Width: maxSide, Height: maxSide, Row: 8 * maxSide}
	r := answerReader{Reader: io.MultiReader(bytes.NewReader(answered(t, h, "")), endless{})}
	_, err := r.read(Config{CodedWidth: maxSide, CodedHeight: maxSide}, func(image.Image) error { return nil })
	if !errors.Is(err, ErrMemory) {
		t.Errorf("read says %v", err)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

func TestFailuresAreTold(t *testing.T) {
	for _, failure := range []error{ErrFormat, ErrDecode, ErrMemory, ErrUnavailable} {
		var b bytes.Buffer
		told := &childError{failure, "what\thappened\x1b[2J to\xff it\nin many words"}
		if err := sendFailure(&b, told); err != nil {
			t.Fatal(err)
		}
		r := answerReader{Reader: &b}
		whole, err := r.read(Config{}, nil)
		if !errors.Is(err, failure) || err.Error() != "what happened [2J to? it" {
			t.Errorf("%v: told as %q", failure, err)
		}
		if whole != (failure != ErrUnavailable) || b.Len() > 0 {
			t.Errorf("%v: whole %v, %d bytes left", failure, whole, b.Len())
		}
	}
}

// FuzzAnswer reads what a child that a file has taken over may say: nothing of it may
// panic, take memory beyond a few bands, or make a picture that can't be read.
func FuzzAnswer(f *testing.F) {
	for c := range pixelBytes {
		var b bytes.Buffer
		s, p, err := shapeOf(testPicture(c))
		if err != nil {
			f.Fatal(err)
		}
		if err := sendPicture(&b, s, p); err != nil {
			f.Fatal(err)
		}
		f.Add(b.Bytes()[:1000], uint32(testWidth), uint32(testHeight))
	}
	f.Add(answered(f, answerHead{Outcome: memoryFailed, TextSize: 5}, "words"), uint32(1), uint32(1))
	f.Add(answered(f, answerHead{Outcome: pictureFollows, Colours: ycbcr420, Width: 1, Height: 3, Row: 1, ChromaRow: 1}, "1234567"), uint32(1), uint32(3))
	f.Fuzz(func(t *testing.T, data []byte, width, height uint32) {
		c := Config{CodedWidth: int(width >> 1), CodedHeight: int(height >> 1)}
		if len(data) > 20 && width&1 == 0 { // mostly a size that fits
			c.CodedWidth, c.CodedHeight = int(binary.LittleEndian.Uint32(data[4:])), int(binary.LittleEndian.Uint32(data[8:]))
		}
		r := answerReader{Reader: bytes.NewReader(data)}
		rows := 0
		whole, err := r.read(c, func(band image.Image) error {
			b := band.Bounds()
			if b.Min != image.Pt(0, rows) || b.Dx() != c.CodedWidth || b.Empty() || b.Max.Y > c.CodedHeight {
				t.Errorf("band %v after row %d of %d x %d", b, rows, c.CodedWidth, c.CodedHeight)
			}
			rows = b.Max.Y
			for _, x := range []int{b.Min.X, b.Max.X - 1} {
				for _, y := range []int{b.Min.Y, b.Max.Y - 1} {
					band.At(x, y)
				}
			}
			return nil
		})
		if whole && err == nil && rows != c.CodedHeight {
			t.Errorf("a picture of %d rows for one of %d", rows, c.CodedHeight)
		}
		if len(r.buffer) > 4<<20 {
			t.Errorf("%d bytes were taken", len(r.buffer))
		}
	})
}
