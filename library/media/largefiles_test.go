package media_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"testing"

	"descry/library/media"
)

// padded is a file that begins with head and goes on with the same byte.
type padded struct {
	head []byte
	fill byte
	fail error // of what lies behind the head
}

func (p padded) ReadAt(b []byte, at int64) (int, error) {
	n := 0
	if at < int64(len(p.head)) {
		n = copy(b, p.head[at:])
	} else if p.fail != nil {
		return 0, p.fail
	}
	for i := range b[n:] {
		b[n+i] = p.fill
	}
	return len(b), nil
}

// largeTIFF is the head of a TIFF of rows of 16-bit colours.
func largeTIFF(width, height uint32) []byte {
	b := []byte("II*\x00\x08\x00\x00\x00")
	fields := [][3]uint32{{256, 4, width}, {257, 4, height}, {258, 3, 16}, {262, 3, 2}, {273, 4, 512}, {277, 3, 3}, {278, 4, 64}}
	b = binary.LittleEndian.AppendUint16(b, uint16(len(fields)))
	for _, f := range fields {
		b = binary.LittleEndian.AppendUint16(b, uint16(f[0]))
		b = binary.LittleEndian.AppendUint16(b, uint16(f[1]))
		b = binary.LittleEndian.AppendUint32(b, 1)
		b = binary.LittleEndian.AppendUint32(b, f[2])
	}
	return b
}

// TestDecodeAt reads what is too large to lie in memory row by row.
func TestDecodeAt(t *testing.T) {
	head := largeTIFF(8000, 64) // of many strips only the first has a place, which is enough here
	binary.LittleEndian.PutUint32(head[10+12*1+8:], 6000)
	const size = media.MaxFileBytes + 1000
	img, err := media.DecodeAt(t.Context(), padded{head: head, fill: 77}, size, media.Options{MinSide: 200})
	if err != nil || img.Width != 8000 || img.Height != 6000 || img.Warning == "" || img.Pix.Pix[0] != 77 || min(img.Pix.Rect.Dx(), img.Pix.Rect.Dy()) < 200 {
		t.Errorf("%+v, %v", img, err)
	}
	for name, c := range map[string]struct {
		head []byte
		size int64
		want error
	}{
		"JPEG":       {[]byte("\xff\xd8\xff\xe0"), size, media.ErrTooLarge},
		"no photo":   {[]byte("text"), size, media.ErrNotPhoto},
		"far larger": {head, media.MaxLargeFileBytes + 1, media.ErrTooLarge},
		"PNG header": {[]byte("\x89PNG\r\n\x1a\n"), size, media.ErrDamaged},
		"PSD header": {[]byte("8BPS"), size, media.ErrDamaged},
	} {
		if _, err := media.DecodeAt(t.Context(), padded{head: c.head}, c.size, media.Options{}); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
		if got, want := media.ReadsLarge(c.head), name != "JPEG" && name != "no photo"; got != want {
			t.Errorf("%s: ReadsLarge is %v", name, got)
		}
	}
	disk := errors.New("the disk fails")
	headOnly := append(head, make([]byte, media.HeadBytes)...)
	if _, err := media.DecodeAt(t.Context(), padded{head: headOnly, fail: disk}, size, media.Options{MinSide: 200}); !errors.Is(err, disk) || errors.Is(err, media.ErrDamaged) {
		t.Errorf("failing disk: %v", err)
	}
	small := made(t, photo(30, 20))[media.TIFF]
	if img, err := media.DecodeAt(t.Context(), bytes.NewReader(small), int64(len(small)), media.Options{}); err != nil || img.Width != 30 {
		t.Errorf("small: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := media.DecodeAt(ctx, padded{head: head}, size, media.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// TestTooLargeIsSmaller decodes what doesn't fit into the memory as well as it fits.
func TestTooLargeIsSmaller(t *testing.T) {
	head := largeTIFF(25000, 20000)
	data := append(head, make([]byte, 512+25000*6*64-len(head))...)
	img, err := media.Decode(t.Context(), data, media.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if w := img.Pix.Rect.Dx(); img.Width != 25000 || w < 3000 || w > 12500 {
		t.Errorf("%d of %d pixels wide", w, img.Width)
	}
}
