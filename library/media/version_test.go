package media_test

import (
	"bytes"
	"image"
	"image/png"
	"testing"

	"descry/library/media"
)

func TestSeenOtherwise(t *testing.T) {
	file := func(name string) []byte { return read(t, casesFolder, name) }
	for name, c := range map[string]struct {
		data []byte
		want bool
	}{
		"plain JPEG":        {file("jpeg/baseline.jpg"), false},
		"progressive JPEG":  {file("jpeg/progressive-420.jpg"), false},
		"JPEG in P3":        {file("icc/p3.jpg"), true},
		"Adobe RGB by EXIF": {file("icc/adobe-by-exif.jpg"), true},
		"inks":              {file("jpeg/cmyk-no-marker.jpg"), true},
		"plain PNG":         {file("png/control.png"), false},
		"transparent PNG":   {file("alpha/hidden-black.png"), true},
		"PNG in ProPhoto":   {file("icc/prophoto-16.png"), true},
		"lossy WebP":        {file("range/lossy.webp"), true},
		"HEIC":              {file("range/no-colr-0.heic"), true},
		"no photo":          {[]byte("all work and no play"), false},
		"plain BMP":         {file("bmp/pal8.bmp"), false},
	} {
		t.Run(name, func(t *testing.T) {
			if got, sure := media.SeenOtherwise(c.data, int64(len(c.data)), 0); got != c.want || !sure {
				t.Errorf("%v, sure: %v", got, sure)
			}
			if got, sure := media.SeenOtherwise(c.data, int64(len(c.data)), media.Version); got || !sure {
				t.Errorf("of this version %v, sure: %v", got, sure)
			}
			for n := range len(c.data) { // no head of any length is taken for more than it is
				if got, sure := media.SeenOtherwise(c.data[:n], int64(len(c.data)), 0); sure && got && !c.want {
					t.Fatalf("of the first %d bytes %v", n, got)
				}
			}
		})
	}
}

// The head of a large file is enough.
func TestSeenOtherwiseByTheHead(t *testing.T) {
	m := image.NewNRGBA(image.Rect(0, 0, 700, 700))
	for i := range m.Pix {
		m.Pix[i] = byte(i * i >> 3)
		if i%4 == 3 {
			m.Pix[i] = 255
		}
	}
	var opaque, clear bytes.Buffer
	if err := png.Encode(&opaque, m); err != nil {
		t.Fatal(err)
	}
	m.Pix[3] = 0
	if err := png.Encode(&clear, m); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		data []byte
		want bool
	}{"opaque": {opaque.Bytes(), false}, "transparent": {clear.Bytes(), true}} {
		if got, sure := media.SeenOtherwise(c.data[:4096], int64(len(c.data)), 0); got != c.want || !sure {
			t.Errorf("%s: %v, sure: %v", name, got, sure)
		}
	}
}
