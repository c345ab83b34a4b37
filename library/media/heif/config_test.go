package heif_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"strings"
	"testing"

	"descry/library/media/heif"
)

func box(kind string, parts ...[]byte) []byte {
	body := bytes.Join(parts, nil)
	b := binary.BigEndian.AppendUint32(nil, uint32(8+len(body)))
	return append(append(b, kind...), body...)
}

func words(v ...uint32) []byte {
	var b []byte
	for _, w := range v {
		b = binary.BigEndian.AppendUint32(b, w)
	}
	return b
}

// file makes the boxes of a picture of 640 x 480 with further properties.
func file(brand string, properties ...[]byte) []byte {
	ispe, hvcC := box("ispe", words(0, 640, 480)), box("hvcC", make([]byte, 23))
	associations := []byte{1, byte(2 + len(properties)), 1, 2}
	for i := range properties {
		associations = append(associations, 0x80|byte(i+3))
	}
	ipma := box("ipma", words(0, 1), append([]byte{0}, associations...))
	// item number 1 as 16 bits: 0, 1
	iprp := box("iprp", box("ipco", append([][]byte{ispe, hvcC}, properties...)...), ipma)
	iinf := box("iinf", words(0), []byte{0, 1}, box("infe", words(2<<24), []byte{0, 1, 0, 0}, []byte("hvc1\x00")))
	// its content is the first 4 bytes of the file
	iloc := box("iloc", words(0), []byte{0x44, 0, 0, 1, 0, 1, 0, 0, 0, 1}, words(0, 4))
	meta := box("meta", words(0), box("pitm", words(0), []byte{0, 1}), iinf, iloc, iprp)
	return append(box("ftyp", []byte(brand), words(0)), meta...)
}

func TestDecodeConfig(t *testing.T) {
	irot := func(n byte) []byte { return box("irot", []byte{n}) }
	imir := func(n byte) []byte { return box("imir", []byte{n}) }
	clap := box("clap", words(600, 1, 400, 1, 0, 1, 0, 1))
	for name, c := range map[string]struct {
		properties [][]byte
		w, h       int
		turn       int
		crop       image.Rectangle
	}{
		"plain":           {nil, 640, 480, 1, image.Rect(0, 0, 640, 480)},
		"turned":          {[][]byte{irot(1)}, 480, 640, 8, image.Rect(0, 0, 640, 480)},
		"turned thrice":   {[][]byte{irot(3)}, 480, 640, 6, image.Rect(0, 0, 640, 480)},
		"mirrored":        {[][]byte{imir(1)}, 640, 480, 2, image.Rect(0, 0, 640, 480)},
		"upside down":     {[][]byte{imir(0)}, 640, 480, 4, image.Rect(0, 0, 640, 480)},
		"turned, flipped": {[][]byte{irot(1), imir(0)}, 480, 640, 5, image.Rect(0, 0, 640, 480)},
		"turned, cropped": {[][]byte{irot(1), box("clap", words(400, 1, 600, 1, 40, 1, 20, 1))}, 400, 600, 8,
			image.Rect(0, 80, 600, 480)},
		"cropped, turned": {[][]byte{clap, irot(1)}, 400, 600, 8, image.Rect(20, 40, 620, 440)},
		"crop too large": {[][]byte{box("clap", words(9999, 1, 400, 1, 0, 1, 0, 1))}, 640, 480, 1,
			image.Rect(0, 0, 640, 480)},
		"crop by zero": {[][]byte{box("clap", words(600, 0, 400, 0, 0, 0, 0, 0))}, 640, 480, 1,
			image.Rect(0, 0, 640, 480)},
	} {
		got, err := heif.DecodeConfig(file("heic", c.properties...))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got.Width != c.w || got.Height != c.h || got.Orientation != c.turn || got.Crop != c.crop {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestDecodeConfigDamaged(t *testing.T) {
	whole := file("heic")
	for n := range len(whole) {
		if _, err := heif.DecodeConfig(whole[:n]); err != nil && !errors.Is(err, heif.ErrFormat) {
			t.Fatalf("cut at %d: %v", n, err)
		}
	}
	for name, data := range map[string][]byte{
		"empty":     nil,
		"no meta":   box("ftyp", []byte("heic")),
		"no item":   append(box("ftyp", []byte("heic")), box("meta", words(0))...),
		"nested":    []byte(strings.Repeat("\x00\x00\xff\xffmeta\x00\x00\x00\x00", 2000)),
		"huge size": append(box("ftyp", []byte("heic")), 0, 0, 0, 1, 'm', 'e', 't', 'a', 0x7f, 0xff, 0, 0, 0, 0, 0, 0),
	} {
		if _, err := heif.DecodeConfig(data); !errors.Is(err, heif.ErrFormat) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzDecodeConfig(f *testing.F) {
	f.Add(file("heic", box("irot", []byte{1}), box("clap", words(600, 1, 400, 1, 0, 1, 0, 1))))
	f.Add(file("avif", box("colr", []byte("nclx"), words(0x00010001, 0x00018000)), box("pixi", words(0), []byte{3, 10, 10, 10})))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := heif.DecodeConfig(data)
		if err != nil {
			return
		}
		whole := image.Rect(0, 0, c.CodedWidth, c.CodedHeight)
		if c.Width <= 0 || c.Height <= 0 || c.Orientation < 1 || c.Orientation > 8 || !c.Crop.In(whole) {
			t.Errorf("impossible: %+v", c)
		}
	})
}
