package psd_test

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"testing"

	"descry/library/media/psd"
)

// resource is an image resource of a built file.
type resource struct {
	id   uint16
	body []byte
}

// picture is a file to build: rows of each channel, one behind the other.
type picture struct {
	width, height, depth, mode int
	large                      bool
	channels                   [][]byte
	palette                    []byte
	resources                  []resource
	layers                     int16
	compression                uint16
}

func (p picture) rowBytes() int { return (p.width*p.depth + 7) / 8 }

func (p picture) build() []byte {
	version, be := byte(1), binary.BigEndian
	if p.large {
		version = 2
	}
	b := append([]byte("8BPS\x00"), version, 0, 0, 0, 0, 0, 0)
	b = be.AppendUint16(b, uint16(len(p.channels)))
	b = be.AppendUint32(be.AppendUint32(b, uint32(p.height)), uint32(p.width))
	b = be.AppendUint16(be.AppendUint16(b, uint16(p.depth)), uint16(p.mode))
	b = append(be.AppendUint32(b, uint32(len(p.palette))), p.palette...)
	var blocks []byte
	for _, r := range p.resources {
		blocks = append(be.AppendUint16(append(blocks, "8BIM"...), r.id), 1, 'n')
		blocks = append(be.AppendUint32(blocks, uint32(len(r.body))), r.body...)
		blocks = append(blocks, make([]byte, len(r.body)%2)...)
	}
	b = append(be.AppendUint32(b, uint32(len(blocks))), blocks...)
	length := func(b []byte, n int) []byte {
		if p.large {
			return be.AppendUint64(b, uint64(n))
		}
		return be.AppendUint32(b, uint32(n))
	}
	info := be.AppendUint16(length(nil, 6), uint16(p.layers))
	info = append(info, 0, 0, 0, 0)
	b = append(length(b, len(info)), info...)
	b = be.AppendUint16(b, p.compression)
	all := bytes.Join(p.channels, nil)
	switch p.compression {
	case 0:
		return append(b, all...)
	case 1:
		return append(b, p.runs(all)...)
	}
	if p.compression == 3 {
		for rest := all; len(rest) > 0; rest = rest[p.rowBytes():] {
			p.predict(rest[:p.rowBytes()])
		}
	}
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	_, _ = w.Write(all) // a buffer never fails
	_ = w.Close()
	return append(b, z.Bytes()...)
}

// runs packs each row as one literal.
func (p picture) runs(all []byte) []byte {
	var lengths, rows []byte
	for n := p.rowBytes(); len(all) > 0; all = all[n:] {
		if p.large {
			lengths = append(lengths, 0, 0)
		}
		lengths = binary.BigEndian.AppendUint16(lengths, uint16(n+1))
		rows = append(append(rows, byte(n-1)), all[:n]...)
	}
	return append(lengths, rows...)
}

func (p picture) predict(row []byte) {
	if p.depth == 32 {
		n := len(row) / 4
		planes := make([]byte, len(row))
		for i := range row {
			planes[i%4*n+i/4] = row[i]
		}
		copy(row, planes)
	}
	size := 1
	if p.depth == 16 {
		for i := len(row) - 2; i > 0; i -= 2 {
			v := binary.BigEndian.Uint16(row[i:]) - binary.BigEndian.Uint16(row[i-2:])
			binary.BigEndian.PutUint16(row[i:], v)
		}
		return
	}
	for i := len(row) - 1; i >= size; i-- {
		row[i] -= row[i-size]
	}
}

// canvas collects what it gets as 16 bits.
type canvas struct {
	inks bool
	pix  []uint16
}

func (c *canvas) Add(_, _ int, nrgba []byte) {
	for _, v := range nrgba {
		c.pix = append(c.pix, uint16(v))
	}
}

func (c *canvas) Add16(_, _ int, nrgba []uint16) { c.pix = append(c.pix, nrgba...) }
func (c *canvas) Inks() bool                     { return c.inks }

func decode(t testing.TB, data []byte, inks bool) (pix []uint16, warning string, err error) {
	t.Helper()
	f, err := psd.Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, "", err
	}
	if f.Width*f.Height > 1<<20 {
		return nil, "", errors.New("too large")
	}
	c := &canvas{inks: inks}
	warning, err = f.Decode(t.Context(), c)
	return c.pix, warning, err
}

func same(a, b []uint16) bool {
	for i := range a {
		if i >= len(b) || a[i] != b[i] {
			return false
		}
	}
	return len(a) == len(b)
}

func TestDecode(t *testing.T) {
	float := func(v ...float32) (b []byte) {
		for _, f := range v {
			b = binary.BigEndian.AppendUint32(b, math.Float32bits(f))
		}
		return b
	}
	two := func(p picture) picture { p.width, p.height = 2, 1; return p }
	rgb8 := two(picture{depth: 8, mode: 3, channels: [][]byte{{1, 4}, {2, 5}, {3, 6}}})
	rgb16 := two(picture{depth: 16, mode: 3, channels: [][]byte{{1, 2, 9, 9}, {3, 4, 9, 9}, {5, 6, 9, 9}}})
	rgb32 := two(picture{depth: 32, mode: 3, channels: [][]byte{float(0, 1), float(0.5, -1), float(7, float32(math.NaN()))}})
	want8, want16 := []uint16{1, 2, 3, 255, 4, 5, 6, 255}, []uint16{0x102, 0x304, 0x506, 0xffff, 0x909, 0x909, 0x909, 0xffff}
	want32 := []uint16{0, 48192, 65535, 65535, 65535, 0, 0, 65535}
	inks := picture{width: 1, height: 1, depth: 8, mode: 4, channels: [][]byte{{0}, {255}, {200}, {255}}}
	opacity := picture{width: 1, height: 1, depth: 8, mode: 3, layers: -1, channels: [][]byte{{255}, {191}, {127}, {128}}}
	selection := opacity
	selection.layers = 1
	for name, c := range map[string]struct {
		picture
		inks bool
		want []uint16
	}{
		"rgb":       {rgb8, false, want8},
		"rgb 16":    {rgb16, false, want16},
		"rgb 32":    {rgb32, false, want32},
		"grey":      {two(picture{depth: 8, mode: 1, channels: [][]byte{{7, 8}}}), false, []uint16{7, 7, 7, 255, 8, 8, 8, 255}},
		"duotone":   {two(picture{depth: 8, mode: 8, palette: []byte("curves"), channels: [][]byte{{7, 8}}}), false, []uint16{7, 7, 7, 255, 8, 8, 8, 255}},
		"bitmap":    {two(picture{depth: 1, mode: 0, channels: [][]byte{{0x40}}}), false, []uint16{255, 255, 255, 255, 0, 0, 0, 255}},
		"indexed":   {two(picture{depth: 8, mode: 2, palette: []byte{1, 2, 3, 4, 5, 6}, channels: [][]byte{{1, 99}}}), false, []uint16{2, 4, 6, 255, 2, 4, 6, 255}},
		"inks":      {inks, true, []uint16{255, 0, 55, 0}},
		"no inks":   {inks, false, []uint16{0, 255, 200, 255}},
		"Lab":       {picture{width: 1, height: 1, depth: 8, mode: 9, channels: [][]byte{{255}, {128}, {128}}}, false, []uint16{255, 255, 255, 255}},
		"Lab 16":    {picture{width: 1, height: 1, depth: 16, mode: 9, channels: [][]byte{{0, 0}, {0x80, 0x80}, {0x80, 0x80}}}, false, []uint16{0, 0, 0, 65535}},
		"opacity":   {opacity, false, []uint16{255, 128, 0, 128}},
		"selection": {selection, false, []uint16{255, 191, 127, 255}},
		"transparent index": {two(picture{depth: 8, mode: 2, palette: make([]byte, 768), resources: []resource{{1047, []byte{0, 3}}}, channels: [][]byte{{3, 4}}}),
			false, []uint16{0, 0, 0, 0, 0, 0, 0, 255}},
	} {
		for compression := range uint16(4) {
			for _, large := range []bool{false, true} {
				p := c.picture
				p.compression, p.large = compression, large
				p.channels = nil
				for _, channel := range c.channels {
					p.channels = append(p.channels, bytes.Clone(channel))
				}
				if compression == 3 && p.depth == 1 {
					continue // no such rows
				}
				got, warning, err := decode(t, p.build(), c.inks)
				if err != nil || warning != "" || !same(got, c.want) {
					t.Errorf("%s, compression %d, large %v: %v, %q, %v", name, compression, large, got, warning, err)
				}
			}
		}
	}
}

func TestResources(t *testing.T) {
	p := picture{width: 1, height: 1, depth: 8, mode: 1, channels: [][]byte{{1}}, resources: []resource{
		{1039, []byte("profile")}, {1058, []byte("block")}, {9999, []byte("x")}, {1057, []byte{0, 0, 0, 1, 0}}}}
	data := p.build()
	f, err := psd.Open(bytes.NewReader(data), int64(len(data)))
	if err != nil || string(f.ICC) != "profile" || string(f.EXIF) != "block" || f.Composite {
		t.Errorf("%+v, %v", f, err)
	}
}

// TestPackBits has what the rows of TestDecode, which are literal, have not.
func TestPackBits(t *testing.T) {
	p := picture{width: 5, height: 2, depth: 8, mode: 1, channels: [][]byte{make([]byte, 10)}}
	p.compression = 0
	b := p.build()
	b = b[:len(b)-12]
	b = append(b, 0, 1, 0, 6, 0, 2, 128, 0xfe, 7, 1, 8, 9, 0xf0, 5)
	got, _, err := decode(t, b, false)
	var gray []uint16
	for i := 0; i < len(got); i += 4 {
		gray = append(gray, got[i])
	}
	if err != nil || !same(gray, []uint16{7, 7, 7, 8, 9, 5, 5, 5, 5, 5}) {
		t.Errorf("%v, %v", gray, err)
	}
}

func TestCutOff(t *testing.T) {
	p := picture{width: 4, height: 40, depth: 8, mode: 1, channels: [][]byte{bytes.Repeat([]byte{1, 2, 3, 4}, 40)}}
	for compression := range uint16(4) {
		p.compression = compression
		p.channels = [][]byte{bytes.Repeat([]byte{1, 2, 3, 4}, 40)}
		data := p.build()
		for n := range data {
			pix, warning, err := decode(t, data[:n], false)
			if err == nil && (warning == "") != (len(pix) == 4*160) {
				t.Fatalf("compression %d at %d: %d values, %q", compression, n, len(pix), warning)
			}
		}
	}
}

func TestErrors(t *testing.T) {
	good := picture{width: 1, height: 1, depth: 8, mode: 3, channels: [][]byte{{1}, {2}, {3}}}.build()
	set := func(at int, v ...byte) []byte {
		b := bytes.Clone(good)
		copy(b[at:], v)
		return b
	}
	for name, data := range map[string][]byte{
		"nothing":             nil,
		"version 3":           set(5, 3),
		"height 0":            set(14, 0, 0, 0, 0),
		"too high":            set(14, 0xff),
		"depth 7":             set(23, 7),
		"depth 32 of indexed": picture{width: 1, height: 1, depth: 32, mode: 2, channels: [][]byte{make([]byte, 4)}}.build(),
		"one channel":         set(13, 1),
		"multichannel":        set(25, 7),
		"no palette":          set(25, 2),
		"section too long":    set(26, 0xff),
		"compression":         picture{width: 1, height: 1, depth: 8, mode: 1, compression: 9, channels: [][]byte{{1}}}.build(),
	} {
		if _, _, err := decode(t, data, false); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// failing fails to read the pixels.
type failing struct{ io.ReaderAt }

var errDisk = errors.New("the disk fails")

func (f failing) ReadAt(p []byte, at int64) (int, error) {
	if len(p) > 1000 {
		return 0, errDisk
	}
	return f.ReaderAt.ReadAt(p, at)
}

func TestFailingFile(t *testing.T) {
	data := picture{width: 100, height: 100, depth: 8, mode: 1, channels: [][]byte{make([]byte, 10000)}}.build()
	f, err := psd.Open(failing{bytes.NewReader(data)}, int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Decode(context.Background(), &canvas{}); !errors.Is(err, errDisk) {
		t.Error(err)
	}
}

func FuzzDecode(f *testing.F) {
	for compression := range uint16(4) {
		p := picture{width: 3, height: 2, depth: 8, mode: 3, layers: -1, compression: compression, resources: []resource{{1039, []byte("abc")}}}
		for range 4 {
			p.channels = append(p.channels, []byte{1, 2, 3, 4, 5, 6})
		}
		f.Add(p.build())
		p.large = true
		f.Add(p.build())
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		pix, warning, err := decode(t, data, len(data)%2 == 0)
		if err == nil && warning == "" && len(pix) == 0 {
			t.Error("no pixel, but no error")
		}
	})
}
