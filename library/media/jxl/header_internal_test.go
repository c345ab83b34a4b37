package jxl

import (
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"descry/library/media/colour"
	"descry/library/media/worker"
)

// TestMain makes the test's own program the child, too.
func TestMain(m *testing.M) {
	worker.Main(Decoders())
	os.Exit(m.Run())
}

// writer writes fields as bits reads them.
type writer struct {
	data []byte
	at   int
}

func (w *writer) u(n int, v uint64) *writer {
	for i := range n {
		if w.at%8 == 0 {
			w.data = append(w.data, 0)
		}
		w.data[w.at/8] |= byte(v>>i&1) << (w.at % 8)
		w.at++
	}
	return w
}

// header begins a codestream of 100 x 30 pixels.
func header() *writer {
	return new(writer).u(16, 0x0aff).u(1, 0).u(2, 0).u(9, 29).u(3, 0).u(2, 0).u(9, 99)
}

func box(kind string, body ...byte) []byte {
	return append(binary.BigEndian.AppendUint32(nil, uint32(8+len(body))), append([]byte(kind), body...)...)
}

func join(parts ...[]byte) (all []byte) {
	for _, p := range parts {
		all = append(all, p...)
	}
	return all
}

// custom is a header whose metadata says all itself: orientation 8, a size to be shown in,
// a preview, an animation, 12 bits, two extra channels, one of which is premultiplied
// opacity, and BT.2020 with PQ.
func custom() []byte {
	w := header().u(1, 0).u(1, 1).u(3, 7)
	w.u(1, 1).u(1, 1).u(5, 3).u(3, 1)                       // to be shown as 32 x 32
	w.u(1, 1).u(1, 1).u(2, 0).u(3, 5)                       // preview
	w.u(1, 1).u(2, 2).u(10, 3).u(2, 0).u(2, 1).u(3, 7)      // animation
	w.u(1, 0)                                               // no timecodes
	w.u(1, 0).u(2, 2)                                       // 12 bits
	w.u(1, 0)                                               // deep numbers
	w.u(2, 2).u(4, 0)                                       // two channels
	w.u(1, 0).u(2, 1).u(1, 1).u(2, 1).u(4, 4).u(2, 0)       // depth, of half floats
	w.u(2, 1).u(4, 2).u(16, 0x6261)                         // named
	w.u(1, 0).u(2, 0).u(1, 0).u(2, 0).u(2, 0).u(2, 0)       // opacity
	w.u(1, 1)                                               // by which colours are multiplied
	w.u(1, 0)                                               // lossless
	w.u(1, 0).u(1, 0).u(2, 0).u(2, 1).u(2, 2).u(4, 7)       // RGB, D65, BT.2020
	return w.u(1, 0).u(2, 2).u(4, 14).u(2, 0).u(64, 0).data // PQ
}

func TestDecodeConfig(t *testing.T) {
	usual := header().u(1, 1).data
	half := len(usual) / 2
	for name, c := range map[string]struct {
		data []byte
		want Config
	}{
		"usual":    {usual, Config{Width: 100, Height: 30, Bits: 8, lossy: true}},
		"by ratio": {new(writer).u(16, 0x0aff).u(1, 1).u(5, 4).u(3, 5).u(1, 1).data, Config{Width: 71, Height: 40, Bits: 8, lossy: true}},
		"small":    {new(writer).u(16, 0x0aff).u(1, 1).u(5, 4).u(3, 0).u(5, 0).u(1, 1).data, Config{Width: 8, Height: 40, Bits: 8, lossy: true}},
		"huge":     {new(writer).u(16, 0x0aff).u(1, 0).u(2, 3).u(30, 1<<30-1).u(3, 7).u(1, 1).data, Config{Width: 1 << 31, Height: 1 << 30, Bits: 8, lossy: true}},
		"boxed":    {join([]byte(signature), box("ftyp"), box("jxlc", usual...)), Config{Width: 100, Height: 30, Bits: 8, lossy: true}},
		"in parts": {join([]byte(signature), box("jxlp", append([]byte{0, 0, 0, 0}, usual[:half]...)...), box("Exif"), box("jxlp", append([]byte{128, 0, 0, 1}, usual[half:]...)...)), Config{Width: 100, Height: 30, Bits: 8, lossy: true}},
		"all by itself": {custom(), Config{Width: 30, Height: 100, Bits: 12, Alpha: true, Premultiplied: true, Animated: true, channels: 2,
			Colours: colour.Tags{CICP: colour.CICP{Primaries: 9, Transfer: 16}}}},
		"inks": {header().u(1, 0).u(1, 0).u(1, 0).u(2, 0).u(1, 0).u(2, 1).u(1, 0).u(2, 2).u(4, 2).u(1, 0).u(2, 0).u(2, 0).u(2, 0).u(1, 0).u(1, 1).data,
			Config{Width: 100, Height: 30, Bits: 8, Inks: true, channels: 1}},
	} {
		got, err := DecodeConfig(c.data)
		got.fileSize = 0
		if err != nil || !sameConfig(got, c.want) {
			t.Errorf("%s: %+v (%v), want %+v", name, got, err, c.want)
		}
	}
	for name, data := range map[string][]byte{
		"nothing": nil, "cut": usual[:3], "no codestream": join([]byte(signature), box("ftyp")), "another": []byte("\x89PNG\r\n\x1a\n"),
		"a box of no size": join([]byte(signature), []byte("\x00\x00\x00\x01jxlc\x00\x00\x00\x00\x00\x00\x00\x00")),
		"many channels":    header().u(1, 0).u(1, 0).u(1, 0).u(2, 0).u(1, 0).u(2, 3).u(12, 4095).u(64, 0).data,
	} {
		if _, err := DecodeConfig(data); !errors.Is(err, ErrFormat) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func sameConfig(a, b Config) bool {
	return a.Width == b.Width && a.Height == b.Height && a.Bits == b.Bits && a.Alpha == b.Alpha && a.Premultiplied == b.Premultiplied &&
		a.Inks == b.Inks && a.Animated == b.Animated && a.lossy == b.lossy && a.channels == b.channels && a.Colours.CICP == b.Colours.CICP
}

func FuzzDecodeConfig(f *testing.F) {
	files, err := filepath.Glob(filepath.Join("testdata", "*.jxl"))
	if err != nil || len(files) == 0 {
		f.Fatalf("no files (%v)", err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add(custom())
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := DecodeConfig(data)
		switch {
		case err != nil && !errors.Is(err, ErrFormat):
			t.Fatal(err)
		case err == nil && (c.Width < 0 || c.Height < 0 || c.Bits < 1 || c.Bits > 64 || c.channels > maxChannels):
			t.Fatalf("%+v", c)
		}
	})
}
