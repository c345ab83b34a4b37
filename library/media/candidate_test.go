package media_test

import (
	"testing"

	"descry/library/media"
)

func TestIsCandidate(t *testing.T) {
	for name, want := range map[string]bool{
		"photo.jpg": true, "UPPER.JPEG": true, "a.jpe": true, "a.jfif": true, "a.MPO": true, "a.png": true,
		"a.gif": true, "a.webp": true, "a.tif": true, "a.TIFF": true, "a.bmp": true, "a.heic": true, "a.heif": true,
		"a.avif": true, "a.nef": true, "a.cr2": true, "a.dng": true, "two.dots.jpg": true, "comma, and.jpg": true, "not \xff utf-8.jpg": true, "photo without extension": true,
		"folder/photo.jpg": true, "photo.jpg.": true, "photo.": true, "photo..": true, "a.txt.": false, "-dash.jpg": true, " space.jpg": true, "日本.jpg": true,
		".hidden.jpg": false, "._photo.jpg": false, "a.xmp": false, "a.jpg.xmp": false, "a.mov": false, "a.MP4": false,
		"a.txt": false, "a.jpg~": false, "a.svg": false, "a.pdf": false, "a.jpg.part": false, ".": false, "..": false,
	} {
		if got := media.IsCandidate(name); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
}
