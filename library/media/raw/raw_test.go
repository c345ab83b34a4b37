package raw_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/jpeg"
	"strings"
	"sync"
	"testing"

	"descry/library/media/raw"
	"descry/library/media/raw/rawtest"
)

// picture is a JPEG of a plain picture of this size.
var picture = func() func(w, h int) []byte {
	var mu sync.Mutex
	made := map[image.Point][]byte{}
	return func(w, h int) []byte {
		mu.Lock()
		defer mu.Unlock()
		if data, ok := made[image.Pt(w, h)]; ok {
			return data
		}
		var b bytes.Buffer
		if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, w, h)), nil); err != nil {
			panic(err)
		}
		made[image.Pt(w, h)] = b.Bytes()
		return b.Bytes()
	}
}()

// samplePhoto has previews of three sizes.
func samplePhoto(orientation int) rawtest.Photo {
	return rawtest.Photo{
		Large: picture(960, 640), Medium: picture(480, 320), Small: picture(160, 120),
		Width: 6000, Height: 4000, Orientation: orientation,
	}
}

// TestLayouts finds every preview of every layout, in both byte orders.
func TestLayouts(t *testing.T) {
	widths := map[rune]int{'L': 960, 'M': 480, 'S': 160}
	for _, l := range rawtest.Layouts {
		for _, order := range []rawtest.Order{binary.LittleEndian, binary.BigEndian} {
			p := samplePhoto(6)
			p.Order = order
			file := l.File(p)
			if !raw.Sniff(file) {
				t.Errorf("%s: not known as a raw file", l.Name)
			}
			f, err := raw.Parse(file)
			if err != nil {
				t.Errorf("%s: %v", l.Name, err)
				continue
			}
			if f.Width != 6000 || f.Height != 4000 || f.Orientation != 6 {
				t.Errorf("%s in %v: %d x %d, orientation %d", l.Name, order, f.Width, f.Height, f.Orientation)
			}
			if !strings.HasPrefix(l.Name, f.Kind) && !strings.Contains("FFF MEF KDC RWL NRW SR2", l.Name) {
				t.Errorf("%s: kind %s", l.Name, f.Kind)
			}
			var jpegs []int
			for _, v := range f.Previews {
				if v.Coding == raw.JPEG {
					jpegs = append(jpegs, v.Width)
				}
			}
			if len(jpegs) != len(l.Holds) {
				t.Errorf("%s in %v: previews %v, want %s", l.Name, order, jpegs, l.Holds)
				continue
			}
			for i, r := range l.Holds {
				if jpegs[i] != widths[r] {
					t.Errorf("%s in %v: previews %v, want %s", l.Name, order, jpegs, l.Holds)
				}
			}
		}
	}
}
