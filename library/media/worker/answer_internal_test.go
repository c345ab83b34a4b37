package worker

import (
	"bytes"
	"errors"
	"image"
	"io"
	"math"
	"testing"
	"testing/iotest"
)

// TestHostileAnswers are those of a child that a file has taken over.
func TestHostileAnswers(t *testing.T) {
	size := image.Pt(640, 40)
	good := message{What: band, Colours: ycbcr + 2, Width: 640, Bottom: 40, Size: 640 * 40 * 3 / 2}
	with := func(change func(*message)) []byte {
		m := good
		change(&m)
		return headOf(t, m)
	}
	whole := append(headOf(t, good), make([]byte, good.Size)...)
	twice := func(m message) []byte { return append(bytes.Clone(whole), headOf(t, m)...) }
	for name, data := range map[string][]byte{
		"nothing":       nil,
		"half a head":   headOf(t, good)[:9],
		"no pixels":     headOf(t, good),
		"no message":    with(func(m *message) { m.What = 0 }),
		"new message":   with(func(m *message) { m.What = 77 }),
		"taken":         with(func(m *message) { m.What = taken }),
		"early end":     headOf(t, message{What: done}),
		"long end":      twice(message{What: done, Size: 1}),
		"long text":     with(func(m *message) { m.What, m.Size = decodeFailed, math.MaxUint32 }),
		"text cut off":  with(func(m *message) { m.What, m.Size = decodeFailed, 10 }),
		"many bytes":    with(func(m *message) { m.What, m.Size = bytesFollow, MaxBytes+1 }),
		"bytes cut off": with(func(m *message) { m.What, m.Size = bytesFollow, 10 }),
		"no colours":    with(func(m *message) { m.Colours = 0 }),
		"new colours":   with(func(m *message) { m.Colours = lastColours + 1 }),
		"other width":   with(func(m *message) { m.Width = 641 }),
		"vast width":    with(func(m *message) { m.Width = math.MaxUint32 }),
		"vast height":   with(func(m *message) { m.Bottom = math.MaxUint32 }),
		"later start":   with(func(m *message) { m.Top = 2 }),
		"no rows":       with(func(m *message) { m.Bottom = 0 }),
		"short size":    with(func(m *message) { m.Size-- }),
		"long size":     with(func(m *message) { m.Size++ }),
		"vast size":     with(func(m *message) { m.Size = math.MaxUint32 }),
		"twice":         twice(good),
	} {
		r := answerReader{Reader: iotest.OneByteReader(bytes.NewReader(data))}
		seen := 0
		_, whole, err := r.read(size, room{}, func(m image.Image) error { seen += m.Bounds().Dy(); return nil })
		if err == nil || whole {
			t.Errorf("%s: whole %v, %v", name, whole, err)
		}
		if seen != 0 && seen != 40 || len(r.buffer) > 1<<20 {
			t.Errorf("%s: %d rows, %d bytes were taken", name, seen, len(r.buffer))
		}
	}
}

// TestHostileRooms are claims of pictures that lie in a room.
func TestHostileRooms(t *testing.T) {
	good := message{What: inRoom, Colours: nrgba, Width: 20, Bottom: 10}
	for name, change := range map[string]func(*message){
		"":               func(*message) {},
		"three planes":   func(m *message) { m.Colours = ycbcr },
		"no colours":     func(m *message) { m.Colours = 0 },
		"too many bytes": func(m *message) { m.Colours = rgba64 },
		"other width":    func(m *message) { m.Width = 10 },
		"fewer rows":     func(m *message) { m.Bottom = 9 },
		"more rows":      func(m *message) { m.Bottom = math.MaxUint32 },
		"later start":    func(m *message) { m.Top = 2 },
		"with a body":    func(m *message) { m.Size = 1 },
	} {
		m := good
		change(&m)
		data := append(headOf(t, m), headOf(t, message{What: done})...)
		r := answerReader{Reader: bytes.NewReader(data)}
		rows := 0
		_, _, err := r.read(image.Pt(20, 10), room{data: make([]byte, 800)}, func(m image.Image) error { rows += m.Bounds().Dy(); return nil })
		if (err == nil) != (name == "") || rows != 0 && err != nil {
			t.Errorf("%s: %d rows, %v", name, rows, err)
		}
	}
}

// TestVastPictures: a size that no picture has is refused, although the file says the
// same, and so is a band of more rows than one has.
func TestVastPictures(t *testing.T) {
	for _, side := range []int{maxSide + 1, maxSide} {
		m := message{What: band, Colours: rgba64, Width: uint32(side), Bottom: uint32(side)}
		r := answerReader{Reader: io.MultiReader(bytes.NewReader(headOf(t, m)), endless{})}
		if _, _, err := r.read(image.Pt(side, side), room{}, func(image.Image) error { return nil }); !errors.Is(err, ErrDecode) {
			t.Errorf("%d: read says %v", side, err)
		}
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

// TestUnasked: who asks for bytes gets no picture.
func TestUnasked(t *testing.T) {
	var b bytes.Buffer
	if err := (&Answer{out: &b}).Send(testPicture(gray)); err != nil {
		t.Fatal(err)
	}
	r := answerReader{Reader: &b}
	if _, whole, err := r.read(testSize, room{}, nil); whole || !errors.Is(err, ErrDecode) {
		t.Errorf("read says %v", err)
	}
}

func TestFailuresAreTold(t *testing.T) {
	for _, failure := range []error{ErrDecode, ErrMemory, ErrUnavailable, ErrMissing} {
		var b bytes.Buffer
		if err := sayFailure(&b, &childError{failure, "what\thappened\x1b[2J to\xff it\nin many words"}); err != nil {
			t.Fatal(err)
		}
		r := answerReader{Reader: &b}
		_, whole, err := r.read(image.Point{}, room{}, nil)
		if !errors.Is(err, failure) || err.Error() != "what happened [2J to? it" {
			t.Errorf("%v: told as %q", failure, err)
		}
		if whole == errors.Is(failure, ErrUnavailable) || b.Len() > 0 {
			t.Errorf("%v: whole %v, %d bytes left", failure, whole, b.Len())
		}
	}
	if w := failureOf(errors.New("of another kind")); w != decodeFailed {
		t.Errorf("an unknown failure is told as %d", w)
	}
}

// TestNotSent: what the program would refuse is refused by the child.
func TestNotSent(t *testing.T) {
	a := &Answer{out: io.Discard}
	for _, m := range []image.Image{
		image.NewPaletted(image.Rect(0, 0, 1, 1), nil), image.NewGray(image.Rectangle{}), image.NewGray(image.Rect(1, 0, 2, 2)),
		image.NewGray(image.Rect(0, 1, 2, 2)), image.NewGray(image.Rect(0, 0, maxSide+1, 1)),
		&image.YCbCr{Rect: image.Rect(0, 0, 1, 1), SubsampleRatio: 9},
	} {
		if err := a.Send(m); !errors.Is(err, ErrDecode) {
			t.Errorf("%T %v: %v", m, m.Bounds(), err)
		}
	}
	if err := a.Bytes(make([]byte, MaxBytes+1)); !errors.Is(err, ErrMemory) {
		t.Errorf("too many bytes: %v", err)
	}
}

// FuzzAnswer reads what a child that a file has taken over may say: nothing of it may
// panic, take memory beyond a few bands, or make a picture that can't be read.
func FuzzAnswer(f *testing.F) {
	for c := gray; c <= lastColours; c++ {
		var b bytes.Buffer
		if err := (&Answer{out: &b}).Send(testPicture(c)); err != nil {
			f.Fatal(err)
		}
		f.Add(b.Bytes()[:1000], uint32(testSize.X), uint32(testSize.Y))
		m := message{What: band, Colours: c, Width: 1, Bottom: 3, Size: uint32(c.layout().size(1, 3))}
		f.Add(append(append(headOf(f, m), make([]byte, m.Size)...), headOf(f, message{What: done})...), uint32(1), uint32(3))
	}
	f.Add(append(headOf(f, message{What: memoryFailed, Size: 5}), "words"...), uint32(1), uint32(1))
	f.Add(append(headOf(f, message{What: bytesFollow, Size: 5}), "words"...), uint32(1), uint32(1))
	f.Fuzz(func(t *testing.T, data []byte, width, height uint32) {
		size := image.Pt(int(width), int(height))
		r := answerReader{Reader: bytes.NewReader(data)}
		rows := 0
		_, whole, err := r.read(size, room{data: make([]byte, 1<<16)}, func(band image.Image) error {
			b := band.Bounds()
			if b.Min != image.Pt(0, rows) || b.Dx() != size.X || b.Empty() || b.Max.Y > size.Y {
				t.Errorf("band %v after row %d of %v", b, rows, size)
			}
			rows = b.Max.Y
			for _, x := range []int{b.Min.X, b.Max.X - 1} {
				for _, y := range []int{b.Min.Y, b.Max.Y - 1} {
					band.At(x, y)
				}
			}
			return nil
		})
		if whole && err == nil && rows != size.Y {
			t.Errorf("a picture of %d rows for one of %d", rows, size.Y)
		}
		if len(r.buffer) > max(MaxBytes, 4*bandRows*maxSide*8) {
			t.Errorf("%d bytes were taken", len(r.buffer))
		}
		// what greets is read by the same rules
		_, _ = (&answerReader{Reader: io.MultiReader(bytes.NewReader([]byte(hello)), bytes.NewReader(data))}).greeting()
	})
}
