package tiff_test

import (
	"bytes"
	"compress/lzw"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"

	"descry/library/media/tiff"
)

func zstandard(data []byte) []byte {
	z, err := zstd.NewWriter(nil)
	if err != nil {
		panic(err)
	}
	return z.EncodeAll(data, nil)
}

func xzipped(data []byte) []byte {
	var b bytes.Buffer
	w, err := xz.NewWriter(&b)
	if err != nil {
		panic(err)
	}
	_, _ = w.Write(data) // a buffer never fails
	_ = w.Close()
	return b.Bytes()
}

// libtiffLZMA is what libtiff made of 1, 2, 3, 4, 5, 6, 7 and 200: with a delta filter.
var libtiffLZMA = []byte{
	0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00, 0x00, 0x00, 0xff, 0x12, 0xd9, 0x41, 0x02, 0x01, 0x03, 0x01, 0x00, 0x21, 0x01,
	0x16, 0x79, 0x20, 0xc4, 0xee, 0x01, 0x00, 0x07, 0x01, 0x01, 0x01, 0x01, 0x01, 0x01, 0x01, 0xc1, 0x00, 0x00, 0x01,
	0x18, 0x08, 0x40, 0xa5, 0x46, 0xac, 0x06, 0x72, 0x9e, 0x7a, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x59, 0x5a,
}

// oldLZW is LZW as libtiff wrote it before 1990.
func oldLZW(data []byte) []byte {
	var b bytes.Buffer
	w := lzw.NewWriter(&b, lzw.LSB, 8)
	_, _ = w.Write(data)
	_ = w.Close()
	return b.Bytes()
}

func reversed(data []byte) []byte {
	out := bytes.Clone(data)
	for i, v := range out {
		out[i] = 0
		for bit := range 8 {
			out[i] |= v >> bit & 1 << (7 - bit)
		}
	}
	return out
}

func grays(v ...byte) (b []byte) {
	for _, v := range v {
		b = append(b, v, v, v, 255)
	}
	return b
}

// floats packs numbers, in the order of their bytes that predictor 3 makes of them if so.
func floats(bits int, predicted bool, v ...float64) []byte {
	var b []byte
	for _, f := range v {
		switch bits {
		case 16: // of powers of two
			b = binary.BigEndian.AppendUint16(b, uint16(math.Log2(f)+15)<<10)
		case 24:
			exponent := uint32(math.Log2(f)+63) << 16
			b = append(b, byte(exponent>>16), byte(exponent>>8), byte(exponent))
		case 32:
			b = binary.BigEndian.AppendUint32(b, math.Float32bits(float32(f)))
		case 64:
			b = binary.BigEndian.AppendUint64(b, math.Float64bits(f))
		}
	}
	if !predicted {
		return b
	}
	size := bits / 8
	planes := make([]byte, len(b))
	for i := range v {
		for c := range size {
			planes[c*len(v)+i] = b[i*size+c]
		}
	}
	for i := len(planes) - 1; i > 0; i-- {
		planes[i] -= planes[i-1]
	}
	return planes
}

func TestKinds(t *testing.T) {
	gray8 := size(4, 2, 1, 1, 8)
	plain := []byte{1, 2, 3, 4, 5, 6, 7, 200}
	want8 := grays(plain...)
	big := binary.AppendByteOrder(binary.BigEndian)
	float := func(bits uint32) []field { return with(size(2, 1, 1, 1, bits), one(339, 3)) }
	half := grays(128, 64)
	rgb2 := []byte{1, 2, 3, 255, 4, 5, 6, 255}
	for name, c := range map[string]struct {
		picture
		want []byte
	}{
		"Zstandard":        {picture{fields: with(gray8, one(259, 50000)), chunks: [][]byte{zstandard(plain)}}, want8},
		"LZMA":             {picture{fields: with(gray8, one(259, 34925)), chunks: [][]byte{xzipped(plain)}}, want8},
		"LZMA of libtiff":  {picture{fields: with(gray8, one(259, 34925)), chunks: [][]byte{libtiffLZMA}}, want8},
		"old LZW":          {picture{fields: with(gray8, one(259, 5)), chunks: [][]byte{oldLZW(plain)}}, want8},
		"lsb first":        {picture{fields: with(gray8, one(259, 50000), one(266, 2)), chunks: [][]byte{reversed(zstandard(plain))}}, want8},
		"no Adler sum":     {picture{fields: with(gray8, one(259, 8)), chunks: [][]byte{deflated(plain)[:len(deflated(plain))-4]}}, want8},
		"float 16":         {picture{order: big, fields: float(16), chunks: [][]byte{floats(16, false, 0.5, 0.25)}}, half},
		"float 24":         {picture{order: big, fields: float(24), chunks: [][]byte{floats(24, false, 0.5, 0.25)}}, half},
		"float 32":         {picture{order: big, fields: float(32), chunks: [][]byte{floats(32, false, 0.5, 0.25)}}, half},
		"float 64":         {picture{order: big, fields: float(64), chunks: [][]byte{floats(64, false, 0.5, 0.25)}}, half},
		"float 16, pred":   {picture{fields: with(float(16), one(317, 3)), chunks: [][]byte{floats(16, true, 0.5, 0.25)}}, half},
		"float 24, pred":   {picture{fields: with(float(24), one(317, 3)), chunks: [][]byte{floats(24, true, 0.5, 0.25)}}, half},
		"float 32, pred":   {picture{fields: with(float(32), one(317, 3)), chunks: [][]byte{floats(32, true, 0.5, 0.25)}}, half},
		"float 64, pred":   {picture{order: big, fields: with(float(64), one(317, 3)), chunks: [][]byte{floats(64, true, 0.5, 0.25)}}, half},
		"no number":        {picture{order: big, fields: float(32), chunks: [][]byte{floats(32, false, math.NaN(), -1)}}, grays(0, 0)},
		"signed":           {picture{fields: with(size(2, 1, 1, 1, 8), one(339, 2)), chunks: [][]byte{{0x80, 0x7f}}}, grays(0, 255)},
		"3 bits":           {picture{fields: size(3, 1, 1, 1, 3), chunks: [][]byte{{0b111_000_10, 0b0_0000000}}}, grays(255, 0, 146)},
		"12 bits":          {picture{fields: size(2, 1, 1, 1, 12), chunks: [][]byte{{0xff, 0xf8, 0x00}}}, grays(255, 128)},
		"14 bits":          {picture{fields: size(2, 1, 1, 1, 14), chunks: [][]byte{{0xff, 0xfc, 0, 0}}}, grays(255, 0)},
		"24 bits":          {picture{fields: size(2, 1, 1, 1, 24), chunks: [][]byte{{0, 0, 255, 255, 255, 127}}}, grays(254, 127)},
		"64 bits":          {picture{fields: size(1, 1, 1, 1, 64), chunks: [][]byte{{0, 0, 0, 0, 0, 0, 255, 127}}}, grays(127)},
		"5, 6 and 5 bits":  {picture{fields: size(1, 1, 3, 2, 5, 6, 5), chunks: [][]byte{{0b11111_000, 0b000_00000}}}, []byte{255, 0, 0, 255}},
		"predictor of 32":  {picture{fields: with(size(2, 1, 1, 1, 32), one(317, 2)), chunks: [][]byte{{0, 0, 0, 64, 0, 0, 0, 64}}}, grays(64, 128)},
		"CIELab":           {picture{fields: size(2, 1, 3, 8, 8, 8, 8), chunks: [][]byte{{255, 0, 0, 136, 80, 67}}}, []byte{255, 255, 255, 255, 251, 0, 8, 255}},
		"CIELab 16":        {picture{order: big, fields: size(1, 1, 3, 8, 16, 16, 16), chunks: [][]byte{{0xff, 0xff, 0, 0, 0, 0}}}, grays(255)},
		"ICCLab":           {picture{fields: size(1, 1, 3, 9, 8, 8, 8), chunks: [][]byte{{255, 128, 128}}}, grays(255)},
		"ICCLab 16":        {picture{order: big, fields: size(1, 1, 3, 9, 16, 16, 16), chunks: [][]byte{{0xff, 0, 0x80, 0, 0x80, 0}}}, grays(255)},
		"inks of 16 bits":  {picture{order: big, fields: size(1, 1, 4, 5, 16, 16, 16, 16), chunks: [][]byte{{0xff, 0xff, 0, 0, 0, 0, 0x80, 0}}}, []byte{0, 127, 127, 255}},
		"more inks":        {picture{fields: size(1, 1, 6, 5, 8, 8, 8, 8, 8, 8), chunks: [][]byte{{255, 0, 0, 0, 9, 9}}}, []byte{0, 255, 255, 255}},
		"YCbCr 1x1":        {picture{fields: with(size(1, 1, 3, 6, 8, 8, 8), field{530, []uint32{1, 1}}), chunks: [][]byte{{100, 128, 128}}}, grays(100)},
		"YCbCr 2x2":        {picture{fields: size(3, 2, 3, 6, 8, 8, 8), chunks: [][]byte{{10, 20, 40, 50, 128, 128, 30, 99, 60, 99, 128, 128}}}, grays(10, 20, 30, 40, 50, 60)},
		"YCbCr 2x1":        {picture{fields: with(size(2, 1, 3, 6, 8, 8, 8), field{530, []uint32{2, 1}}), chunks: [][]byte{{10, 20, 128, 128}}}, grays(10, 20)},
		"palette of 12":    {picture{fields: with(size(1, 1, 1, 3, 12), field{320, append(append(bytesOf(4096, 0x1000), bytesOf(4096, 0x2000)...), bytesOf(4096, 0x3000)...)}), chunks: [][]byte{{0xff, 0xf0}}}, []byte{0x10, 0x20, 0x30, 255}},
		"short palette":    {picture{fields: with(size(2, 1, 1, 3, 8), field{320, []uint32{0x1000, 0x2000, 0x3000}}), chunks: [][]byte{{0, 200}}}, []byte{0x10, 0x20, 0x30, 255, 0x10, 0x20, 0x30, 255}},
		"16-bit opacity":   {picture{order: big, fields: with(size(1, 1, 2, 1, 16, 16), one(338, 2)), chunks: [][]byte{{0x80, 0x80, 0x40, 0x40}}}, []byte{128, 128, 128, 64}},
		"no sample count":  {picture{fields: []field{one(256, 2), one(257, 1), {258, []uint32{8, 8, 8}}, one(262, 2)}, chunks: [][]byte{{1, 2, 3, 4, 5, 6}}}, rgb2},
		"one depth of all": {picture{fields: size(2, 1, 3, 2, 8), chunks: [][]byte{{1, 2, 3, 4, 5, 6}}}, rgb2},
		"no colours":       {picture{fields: []field{one(256, 2), one(257, 1), {258, []uint32{8, 8, 8}}, one(277, 3)}, chunks: [][]byte{{1, 2, 3, 4, 5, 6}}}, rgb2},
	} {
		got, err := decode(t, c.build(), nil)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if !bytes.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func bytesOf(n int, v uint32) []uint32 {
	list := make([]uint32, n)
	for i := range list {
		list[i] = v
	}
	return list
}

// richCanvas takes what a picture has.
type richCanvas struct {
	canvas
	inks bool
	wide []uint16
}

func (c *richCanvas) Inks() bool { return c.inks }
func (c *richCanvas) Deep() bool { return true }
func (c *richCanvas) Add16(x, y int, samples []uint16) {
	c.wide = append(c.wide, samples...)
}

// TestRichSink gets inks as they are, and all bits.
func TestRichSink(t *testing.T) {
	p := picture{order: binary.BigEndian, fields: size(1, 1, 4, 5, 16, 16, 16, 16), chunks: [][]byte{{1, 2, 3, 4, 5, 6, 7, 8}}}
	c := &richCanvas{inks: true}
	if _, err := tiff.Decode(t.Context(), p.build(), c, nil); err != nil || len(c.wide) != 4 || c.wide[0] != 0x102 || c.wide[3] != 0x708 {
		t.Errorf("inks %x, %v", c.wide, err)
	}
	p = picture{order: binary.BigEndian, fields: size(1, 1, 1, 1, 16), chunks: [][]byte{{1, 2}}}
	c = &richCanvas{}
	if _, err := tiff.Decode(t.Context(), p.build(), c, nil); err != nil || len(c.wide) != 4 || c.wide[2] != 0x102 || c.wide[3] != 0xffff {
		t.Errorf("grey %x, %v", c.wide, err)
	}
}

// TestDamagedStrips shows the strips that there are.
func TestDamagedStrips(t *testing.T) {
	gray := with(size(2, 3, 1, 1, 8), one(278, 1))
	for name, c := range map[string]struct {
		picture
		want    []byte
		warning string
	}{
		"missing":   {picture{fields: gray, chunks: [][]byte{{1, 2}, {3, 4}}}, append(grays(1, 2, 3, 4), make([]byte, 8)...), "it ends early"},
		"cut off":   {picture{fields: with(size(2, 3, 1, 1, 8)), chunks: [][]byte{{1, 2, 3, 4, 5}}}, append(grays(1, 2, 3, 4), make([]byte, 8)...), "it ends early"},
		"one is no": {picture{fields: with(gray, one(259, 8)), chunks: [][]byte{deflated([]byte{1, 2}), {9, 9, 9}, deflated([]byte{5, 6})}}, append(append(grays(1, 2), make([]byte, 8)...), grays(5, 6)...), "part of the picture is damaged"},
	} {
		sink := &canvas{t: t, w: 2, h: 3, pix: make([]byte, 24)}
		warning, err := tiff.Decode(t.Context(), c.build(), sink, nil)
		if err != nil || warning != c.warning || !bytes.Equal(sink.pix, c.want) {
			t.Errorf("%s: %q, %v: %v", name, warning, err, sink.pix)
		}
	}
}

// pages joins pictures of one file in a chain. All have their offsets moved, which is why
// they may have no long values.
func pages(t *testing.T, list ...[]field) []byte {
	t.Helper()
	b := []byte("II*\x00\x08\x00\x00\x00")
	for i, fields := range list {
		entries := binary.LittleEndian.AppendUint16(nil, uint16(len(fields)+1))
		pixels := make([]byte, fields[0].values[0]*fields[1].values[0])
		end := len(b) + 2 + 12*(len(fields)+1) + 4
		for _, f := range append(fields, one(273, uint32(end))) {
			entries = binary.LittleEndian.AppendUint16(entries, f.tag)
			entries = binary.LittleEndian.AppendUint16(entries, 4)
			entries = binary.LittleEndian.AppendUint32(entries, 1)
			entries = binary.LittleEndian.AppendUint32(entries, f.values[0])
		}
		next := uint32(end + len(pixels))
		if i == len(list)-1 {
			next = 8 // in a circle
		}
		b = append(append(b, binary.LittleEndian.AppendUint32(entries, next)...), pixels...)
	}
	return b
}

func TestPages(t *testing.T) {
	page := func(w, h uint32, more ...field) []field {
		return append([]field{one(256, w), one(257, h), one(258, 8), one(262, 1)}, more...)
	}
	for name, c := range map[string]struct {
		pages [][]field
		width int
	}{
		"alone":               {[][]field{page(20, 10)}, 20},
		"two":                 {[][]field{page(20, 10), page(30, 10)}, 20},
		"of a document":       {[][]field{page(20, 10, one(254, 2)), page(30, 10, one(254, 2))}, 20},
		"thumbnail first":     {[][]field{page(20, 10, one(254, 1)), page(30, 15)}, 30},
		"old thumbnail":       {[][]field{page(20, 10, one(255, 2)), page(30, 15)}, 30},
		"unmarked thumbnail":  {[][]field{page(20, 10), page(200, 101)}, 200},
		"larger of other kin": {[][]field{page(20, 10), page(200, 300)}, 20},
		"mask behind":         {[][]field{page(20, 10), page(200, 100, one(254, 4))}, 20},
		"only thumbnails":     {[][]field{page(20, 10, one(254, 1)), page(30, 15, one(254, 1))}, 20},
		"turned thumbnail":    {[][]field{page(20, 10, one(254, 1), one(274, 6)), page(30, 15)}, 30},
	} {
		data := pages(t, c.pages...)
		config, err := tiff.DecodeConfig(data)
		if err != nil || config.Width != c.width {
			t.Errorf("%s: width %d, %v", name, config.Width, err)
		}
		if want := strings.HasPrefix(name, "turned"); (config.Orientation == 6) != want {
			t.Errorf("%s: orientation %d", name, config.Orientation)
		}
		if _, err := decode(t, data, nil); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestDecodeAt reads a file that isn't in memory.
func TestDecodeAt(t *testing.T) {
	p := picture{fields: with(size(4, 2, 1, 1, 8), one(278, 1), one(259, 8)), chunks: [][]byte{deflated([]byte{1, 2, 3, 4}), deflated([]byte{5, 6, 7, 8})}}
	data := p.build()
	config, err := tiff.DecodeConfigAt(bytes.NewReader(data), int64(len(data)))
	if err != nil || config.Width != 4 || config.Height != 2 {
		t.Fatalf("%+v, %v", config, err)
	}
	c := &canvas{t: t, w: 4, h: 2, pix: make([]byte, 32)}
	if _, err := tiff.DecodeAt(t.Context(), bytes.NewReader(data), int64(len(data)), c, nil); err != nil || !bytes.Equal(c.pix, grays(1, 2, 3, 4, 5, 6, 7, 8)) {
		t.Errorf("%v, %v", c.pix, err)
	}
}

// failing fails to read the pixels, which lie in front of the directory and far from it.
type failing struct{ io.ReaderAt }

var errDisk = errors.New("the disk fails")

func (f failing) ReadAt(p []byte, at int64) (int, error) {
	if at == 8 && len(p) > 16 {
		return 0, errDisk
	}
	return f.ReaderAt.ReadAt(p, at)
}

func TestFailingFile(t *testing.T) {
	data := picture{fields: size(400, 200, 1, 1, 8), chunks: [][]byte{make([]byte, 400*200)}}.build()
	c := &canvas{t: t, w: 400, h: 200, pix: make([]byte, 4*400*200)}
	if _, err := tiff.DecodeAt(context.Background(), failing{bytes.NewReader(data)}, int64(len(data)), c, nil); !errors.Is(err, errDisk) {
		t.Error(err)
	}
}
