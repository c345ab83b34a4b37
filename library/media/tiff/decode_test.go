package tiff_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"image"
	"image/jpeg"
	"math"
	"testing"

	"descry/library/media/tiff"
)

// canvas collects pixels as a Sink.
type canvas struct {
	t    testing.TB
	w, h int
	pix  []byte
}

func (c *canvas) Add(x, y int, nrgba []byte) {
	n := len(nrgba) / 4
	if x < 0 || y < 0 || x+n > c.w || y >= c.h {
		c.t.Fatalf("%d pixels at %d, %d are outside %d x %d", n, x, y, c.w, c.h)
	}
	copy(c.pix[4*(y*c.w+x):], nrgba)
}

func decode(t testing.TB, data []byte, jpegs tiff.JPEGFunc) ([]byte, error) {
	t.Helper()
	config, err := tiff.DecodeConfig(data)
	if err != nil {
		return nil, err
	}
	c := &canvas{t: t, w: config.Width, h: config.Height}
	if config.Width*config.Height < 1<<22 { // what claims more must fail anyway
		c.pix = make([]byte, 4*config.Width*config.Height)
	}
	warning, err := tiff.Decode(context.Background(), data, c, jpegs)
	if err == nil && warning != "" {
		err = errors.New(warning)
	}
	return c.pix, err
}

func TestDecode(t *testing.T) {
	float := func(v ...float32) (b []byte) {
		for _, f := range v {
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(f))
		}
		return b
	}
	rgb := size(2, 1, 3, 2, 8, 8, 8)
	for name, c := range map[string]struct {
		picture
		want []byte
	}{
		"rgb":        {picture{fields: rgb, chunks: [][]byte{{1, 2, 3, 4, 5, 6}}}, []byte{1, 2, 3, 255, 4, 5, 6, 255}},
		"big endian": {picture{order: binary.BigEndian, fields: rgb, chunks: [][]byte{{1, 2, 3, 4, 5, 6}}}, []byte{1, 2, 3, 255, 4, 5, 6, 255}},
		"BigTIFF":    {picture{big: true, fields: rgb, chunks: [][]byte{{1, 2, 3, 4, 5, 6}}}, []byte{1, 2, 3, 255, 4, 5, 6, 255}},
		"deflate": {picture{fields: with(rgb, one(259, 8)), chunks: [][]byte{deflated([]byte{1, 2, 3, 4, 5, 6})}},
			[]byte{1, 2, 3, 255, 4, 5, 6, 255}},
		"packbits": {picture{fields: with(rgb, one(259, 32773)), chunks: [][]byte{{128, 0xfe, 7, 2, 4, 5, 6}}},
			[]byte{7, 7, 7, 255, 4, 5, 6, 255}},
		"predictor": {picture{fields: with(rgb, one(317, 2)), chunks: [][]byte{{10, 20, 30, 1, 2, 255}}},
			[]byte{10, 20, 30, 255, 11, 22, 29, 255}},
		"16 bits with predictor": {picture{fields: with(size(2, 1, 1, 1, 16), one(317, 2)), chunks: [][]byte{{0, 0x80, 0, 0x10}}},
			[]byte{128, 128, 128, 255, 143, 143, 143, 255}},
		"16 bits big endian": {picture{order: binary.BigEndian, fields: size(2, 1, 1, 1, 16), chunks: [][]byte{{0x80, 0, 0xff, 0xff}}},
			[]byte{128, 128, 128, 255, 255, 255, 255, 255}},
		"planar": {picture{fields: with(rgb, one(284, 2)), chunks: [][]byte{{1, 4}, {2, 5}, {3, 6}}},
			[]byte{1, 2, 3, 255, 4, 5, 6, 255}},
		"white is zero": {picture{fields: size(2, 1, 1, 0, 8), chunks: [][]byte{{0, 200}}},
			[]byte{255, 255, 255, 255, 55, 55, 55, 255}},
		"1 bit":      {picture{fields: size(2, 1, 1, 1, 1), chunks: [][]byte{{0x40}}}, []byte{0, 0, 0, 255, 255, 255, 255, 255}},
		"fill order": {picture{fields: with(size(2, 1, 1, 1, 1), one(266, 2)), chunks: [][]byte{{0x02}}}, []byte{0, 0, 0, 255, 255, 255, 255, 255}},
		"4 bits":     {picture{fields: size(2, 1, 1, 1, 4), chunks: [][]byte{{0x3f}}}, []byte{51, 51, 51, 255, 255, 255, 255, 255}},
		"palette": {picture{fields: with(size(2, 1, 1, 3, 1), field{320, []uint32{0x1000, 0x2000, 0x3000, 0x4000, 0x5000, 0x6000}}),
			chunks: [][]byte{{0x40}}}, []byte{0x10, 0x30, 0x50, 255, 0x20, 0x40, 0x60, 255}},
		"cmyk": {picture{fields: size(2, 1, 4, 5, 8, 8, 8, 8), chunks: [][]byte{{0, 0, 0, 0, 255, 0, 0, 0}}},
			[]byte{255, 255, 255, 255, 0, 255, 255, 255}},
		"opacity": {picture{fields: with(size(2, 1, 4, 2, 8, 8, 8, 8), one(338, 2)), chunks: [][]byte{{9, 8, 7, 6, 5, 4, 3, 2}}},
			[]byte{9, 8, 7, 6, 5, 4, 3, 2}},
		"premultiplied": {picture{fields: with(size(2, 1, 4, 2, 8, 8, 8, 8), one(338, 1)), chunks: [][]byte{{64, 32, 0, 128, 0, 0, 0, 0}}},
			[]byte{128, 64, 0, 128, 0, 0, 0, 0}},
		"float": {picture{fields: with(size(2, 1, 1, 1, 32), one(339, 3)), chunks: [][]byte{float(0.5, 7)}},
			[]byte{128, 128, 128, 255, 255, 255, 255, 255}},
		"two strips": {picture{fields: with(size(1, 2, 1, 1, 8), one(278, 1)), chunks: [][]byte{{5}, {6}}},
			[]byte{5, 5, 5, 255, 6, 6, 6, 255}},
		"zero rows a strip": {picture{fields: with(size(1, 2, 1, 1, 8), one(278, 0)), chunks: [][]byte{{5, 6}}},
			[]byte{5, 5, 5, 255, 6, 6, 6, 255}},
		"tiles": {picture{tiled: true, fields: with(size(3, 1, 1, 1, 8), one(322, 2), one(323, 2)),
			chunks: [][]byte{{1, 2, 0, 0}, {3, 0, 0, 0}}}, []byte{1, 1, 1, 255, 2, 2, 2, 255, 3, 3, 3, 255}},
	} {
		got, err := decode(t, c.build(), nil)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if !bytes.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestDecodeErrors(t *testing.T) {
	gray := size(4, 4, 1, 1, 8)
	for name, c := range map[string]struct {
		picture
		want error
	}{
		"short data":       {picture{fields: gray, chunks: [][]byte{{1, 2, 3}}}, tiff.ErrFormat},
		"deflate garbage":  {picture{fields: with(gray, one(259, 8)), chunks: [][]byte{{1, 2, 3, 4}}}, tiff.ErrFormat},
		"lzw garbage":      {picture{fields: with(gray, one(259, 5)), chunks: [][]byte{{0xff, 0xff, 0xff}}}, tiff.ErrFormat},
		"old JPEG, empty":  {picture{fields: with(gray, one(259, 6)), chunks: [][]byte{{1}}}, tiff.ErrUnsupported},
		"JPEG 2000":        {picture{fields: with(gray, one(259, 34712)), chunks: [][]byte{{1}}}, tiff.ErrUnsupported},
		"65 bits":          {picture{fields: size(1, 1, 1, 1, 65), chunks: [][]byte{make([]byte, 9)}}, tiff.ErrUnsupported},
		"float of 8 bits":  {picture{fields: with(gray, one(339, 3)), chunks: [][]byte{make([]byte, 16)}}, tiff.ErrUnsupported},
		"predictor 9":      {picture{fields: with(gray, one(317, 9)), chunks: [][]byte{make([]byte, 16)}}, tiff.ErrUnsupported},
		"LogLuv":           {picture{fields: size(1, 1, 3, 32845, 8, 8, 8), chunks: [][]byte{{1, 2, 3}}}, tiff.ErrUnsupported},
		"xz garbage":       {picture{fields: with(gray, one(259, 34925)), chunks: [][]byte{{1, 2, 3, 4}}}, tiff.ErrFormat},
		"zstd garbage":     {picture{fields: with(gray, one(259, 50000)), chunks: [][]byte{{1, 2, 3, 4}}}, tiff.ErrFormat},
		"JPEG, no decoder": {picture{fields: with(gray, one(259, 7)), chunks: [][]byte{{1}}}, tiff.ErrUnsupported},
		"no palette":       {picture{fields: size(1, 1, 1, 3, 8), chunks: [][]byte{{1}}}, tiff.ErrFormat},
		"huge tile":        {picture{tiled: true, fields: with(gray, one(322, 1<<31), one(323, 1<<31)), chunks: [][]byte{{1}}}, tiff.ErrFormat},
		"endless strips":   {picture{fields: with(size(1<<19, 1<<19, 1, 1, 8), one(278, 1)), chunks: [][]byte{{1}}}, tiff.ErrFormat},
		"raw":              {picture{fields: with(gray, one(50706, 1)), chunks: [][]byte{make([]byte, 16)}}, tiff.ErrUnsupported},
	} {
		if _, err := decode(t, c.build(), nil); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

// TestBomb takes only the rows it needs of a strip that unfolds to far more.
func TestBomb(t *testing.T) {
	p := picture{fields: with(size(2, 2, 1, 1, 8), one(259, 8)), chunks: [][]byte{deflated(make([]byte, 1<<20))}}
	if _, err := decode(t, p.build(), nil); err != nil {
		t.Error(err)
	}
}

func TestDecodeJPEGStrip(t *testing.T) {
	m := image.NewGray(image.Rect(0, 0, 16, 16))
	for i := range m.Pix {
		m.Pix[i] = 77
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	p := picture{fields: with(size(16, 16, 1, 1, 8), one(259, 7)), chunks: [][]byte{b.Bytes()}}
	got, err := decode(t, p.build(), func(data []byte, maxWidth, maxHeight int) ([]byte, int, int, error) {
		m, err := jpeg.Decode(bytes.NewReader(data))
		if err != nil || m.Bounds().Dx() > maxWidth || m.Bounds().Dy() > maxHeight {
			return nil, 0, 0, errors.New("unexpected strip")
		}
		return bytes.Repeat([]byte{77, 77, 77, 255}, 256), 16, 16, nil
	})
	if err != nil || got[0] != 77 || got[len(got)-4] != 77 {
		t.Errorf("%v, %v", got[:4], err)
	}
}

func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	p := picture{fields: size(2, 2, 1, 1, 8), chunks: [][]byte{{1, 2, 3, 4}}}
	c := &canvas{t: t, w: 2, h: 2, pix: make([]byte, 16)}
	if _, err := tiff.Decode(ctx, p.build(), c, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("after cancel: %v", err)
	}
}

func TestOrientation(t *testing.T) {
	for stored, want := range map[uint32]int{0: 1, 1: 1, 2: 2, 6: 6, 8: 8, 9: 1, 65535: 1} {
		p := picture{fields: []field{one(274, stored)}, chunks: [][]byte{{0}}}
		if got := tiff.Orientation(p.build()); got != want {
			t.Errorf("orientation %d read as %d", stored, got)
		}
	}
	if got := tiff.Orientation([]byte("II*\x00\xff\xff\xff\xff")); got != 1 {
		t.Errorf("of a damaged block: %d", got)
	}
}

func FuzzDecode(f *testing.F) {
	rgb := size(2, 2, 3, 2, 8, 8, 8)
	pixels := []byte("abcdefghijkl")
	for _, p := range []picture{
		{fields: rgb, chunks: [][]byte{pixels}},
		{big: true, fields: rgb, chunks: [][]byte{pixels}},
		{order: binary.BigEndian, fields: with(rgb, one(259, 8), one(317, 2)), chunks: [][]byte{deflated(pixels)}},
		{fields: with(rgb, one(259, 32773)), chunks: [][]byte{{11, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}}},
		{tiled: true, fields: with(size(3, 3, 1, 1, 8), one(322, 2), one(323, 2)), chunks: [][]byte{pixels, pixels, pixels, pixels}},
		{fields: with(size(8, 2, 1, 0, 1), one(259, 4)), chunks: [][]byte{{0x26, 0xa0, 0x01, 0x00, 0x10}}},
		{fields: with(rgb, one(259, 5)), chunks: [][]byte{{0x80, 0x18, 0x4c, 0x50, 0x10}}},
		{fields: with(rgb, one(259, 7)), chunks: [][]byte{{0xff, 0xd8, 0xff, 0xd9}}},
		{fields: with(size(8, 2, 1, 0, 1), one(259, 3), one(292, 1)), chunks: [][]byte{{0, 0x19, 0xb4, 0, 0x10, 0x80}}},
		{fields: with(size(2, 2, 1, 1, 12), one(259, 50000)), chunks: [][]byte{zstandard(pixels)}},
		{fields: with(size(2, 2, 1, 1, 32), one(339, 3), one(317, 3)), chunks: [][]byte{[]byte("abcdefghijklmnop")}},
		{fields: size(2, 2, 3, 8, 16, 16, 16), chunks: [][]byte{[]byte("abcdefghijklmnopabcdefghijklmnop")}},
		{fields: size(2, 2, 3, 6, 8, 8, 8), chunks: [][]byte{{1, 2, 3, 4, 5, 6}}},
		{fields: with(size(2, 2, 1, 1, 8), one(259, 34925)), chunks: [][]byte{libtiffLZMA}},
		{fields: with(size(2, 2, 1, 1, 8), one(259, 6), one(513, 8)), chunks: [][]byte{{0xff, 0xd8, 0xff, 0xc0, 0, 2, 0xff, 0xda, 0, 2}}},
	} {
		f.Add(p.build())
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		tiff.Orientation(data)
		config, err := tiff.DecodeConfig(data)
		if err != nil || config.Width > 1<<10 || config.Height > 1<<10 || config.ChunkBytes > 1<<26 {
			return
		}
		_, _ = decode(t, data, func([]byte, int, int) ([]byte, int, int, error) { return make([]byte, 16), 2, 2, nil })
	})
}
