package media_test

import (
	"os"
	"path/filepath"
	"testing"

	"descry/library/media"
)

// TestRareJPEG: lossless JPEGs and those of 12 bits show what an ordinary one does.
func TestRareJPEG(t *testing.T) {
	for name, ref := range map[string]string{"twelve-bit": "base.png", "lossless-sof3": "gray.png"} {
		want, err := os.ReadFile(filepath.Join("testdata", "cases", "ref", ref))
		if err != nil {
			t.Fatal(err)
		}
		base, err := media.Decode(t.Context(), want, media.Options{})
		if err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(filepath.Join("testdata", "cases", "jpeg", name+".jpg"))
		if err != nil {
			t.Fatal(err)
		}
		for _, side := range []int{0, 20} {
			m, err := media.Decode(t.Context(), data, media.Options{MinSide: side})
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			if side > 0 {
				if m.Pix.Rect.Dy() > 30 || m.Width != base.Width {
					t.Errorf("%s isn't reduced: %v", name, m.Pix.Rect)
				}
				continue
			}
			t.Log(name, m.Width, m.Height, m.Pix.Pix[:4], base.Pix.Pix[:4])
			mean, most := differenceTo(m.Pix, func(x, y int) [4]byte { return [4]byte(base.Pix.Pix[base.Pix.PixOffset(x, y):]) })
			if mean > 2 {
				t.Errorf("%s differs by %.2f, at most by %d", name, mean, most)
			}
		}
	}
}
