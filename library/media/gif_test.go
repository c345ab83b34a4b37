package media_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/gif"
	"testing"

	"descry/library/media"
)

// gifOf is a GIF of 8 colours, whose frame is where rect says, on a canvas.
func gifOf(t testing.TB, canvas image.Point, rect image.Rectangle) []byte {
	t.Helper()
	palette := color.Palette{}
	for i := range 8 {
		palette = append(palette, color.RGBA{byte(30 * i), byte(255 - 30*i), 99, 255})
	}
	m := image.NewPaletted(image.Rectangle{Max: rect.Size()}, palette)
	for i := range m.Pix {
		m.Pix[i] = byte(i * 7 / len(m.Pix))
	}
	var b bytes.Buffer
	if err := gif.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	data := b.Bytes()
	binary.LittleEndian.PutUint16(data[6:], uint16(canvas.X))
	binary.LittleEndian.PutUint16(data[8:], uint16(canvas.Y))
	at := bytes.IndexByte(data[13+3*8:], 0x2c) + 13 + 3*8
	binary.LittleEndian.PutUint16(data[at+1:], uint16(rect.Min.X))
	binary.LittleEndian.PutUint16(data[at+3:], uint16(rect.Min.Y))
	return data
}

func TestGIF(t *testing.T) {
	full := image.Rect(0, 0, 20, 30)
	good := gifOf(t, full.Max, full)
	at := bytes.IndexByte(good[13+3*8:], 0x2c) + 13 + 3*8
	insert := func(i int, more ...byte) []byte { return append(append(bytes.Clone(good[:i]), more...), good[i:]...) }

	first := color.NRGBA{0, 255, 99, 255}
	for name, c := range map[string]struct {
		data    []byte
		size    image.Point
		at      image.Point // where the first colour is seen
		warning string
	}{
		"good":                {good, image.Pt(20, 30), image.Pt(0, 0), ""},
		"no trailer":          {good[:len(good)-1], image.Pt(20, 30), image.Pt(0, 0), ""},
		"bytes behind":        {append(bytes.Clone(good), make([]byte, 999)...), image.Pt(20, 30), image.Pt(0, 0), ""},
		"bytes between":       {insert(at, 0, 0, 7), image.Pt(20, 30), image.Pt(0, 0), ""},
		"no canvas":           {gifOf(t, image.Pt(0, 0), full), image.Pt(20, 30), image.Pt(0, 0), ""},
		"frame to the right":  {gifOf(t, image.Pt(20, 30), full.Add(image.Pt(5, 0))), image.Pt(20, 30), image.Pt(5, 0), ""},
		"frame below":         {gifOf(t, image.Pt(20, 30), full.Add(image.Pt(0, 9))), image.Pt(20, 30), image.Pt(0, 9), ""},
		"frame inside":        {gifOf(t, image.Pt(40, 40), full.Add(image.Pt(5, 5))), image.Pt(40, 40), image.Pt(5, 5), ""},
		"frame larger":        {gifOf(t, image.Pt(10, 10), full), image.Pt(10, 10), image.Pt(0, 0), ""},
		"frame elsewhere":     {gifOf(t, image.Pt(20, 30), full.Add(image.Pt(99, 0))), image.Pt(20, 30), image.Pt(0, 0), ""},
		"cut off":             {good[:len(good)-20], image.Pt(20, 30), image.Pt(0, 0), "it ends early"},
		"extension without":   {insert(at, 0x21, 0xfe, 3, 'a', 'b', 'c', 0), image.Pt(20, 30), image.Pt(0, 0), ""},
		"transparent colour":  {insert(at, 0x21, 0xf9, 4, 1, 0, 0, 7, 0), image.Pt(20, 30), image.Pt(0, 0), ""},
		"control of nothing":  {insert(at, 0x21, 0xf9, 1, 1, 0), image.Pt(20, 30), image.Pt(0, 0), ""},
		"surplus block":       {append(append(bytes.Clone(good[:len(good)-2]), 3, 1, 2, 3, 0), 0x3b), image.Pt(20, 30), image.Pt(0, 0), ""},
		"unknown block first": {insert(at, 0x99), image.Pt(20, 30), image.Pt(0, 0), ""},
	} {
		img, err := media.Decode(t.Context(), c.data, media.Options{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if img.Pix.Rect.Max != c.size || img.Warning != c.warning || img.Pix.NRGBAAt(c.at.X, c.at.Y) != first {
			t.Errorf("%s: %v, %q, %v", name, img.Pix.Rect, img.Warning, img.Pix.NRGBAAt(c.at.X, c.at.Y))
		}
	}
}

// TestInterlacedGIF fills the rows that are missing from those above.
func TestInterlacedGIF(t *testing.T) {
	data := gifOf(t, image.Pt(20, 32), image.Rect(0, 0, 20, 32))
	at := bytes.IndexByte(data[13+3*8:], 0x2c) + 13 + 3*8
	data[at+9] |= 0x40
	whole, err := media.Decode(t.Context(), data, media.Options{})
	if err != nil || whole.Warning != "" {
		t.Fatal(err, whole.Warning)
	}
	cut, err := media.Decode(t.Context(), data[:len(data)-25], media.Options{})
	if err != nil || cut.Warning == "" {
		t.Fatal(err)
	}
	if got, want := cut.Pix.NRGBAAt(3, 25), whole.Pix.NRGBAAt(3, 24); got != want {
		t.Errorf("row 25 is %v, want %v", got, want)
	}
}
