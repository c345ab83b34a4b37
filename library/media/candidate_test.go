package media_test

import (
	"errors"
	"testing"

	"descry/library/media"
)

func TestIsCandidate(t *testing.T) {
	for name, want := range map[string]bool{
		"photo.jpg": true, "UPPER.JPEG": true, "a.jpe": true, "a.jfif": true, "a.MPO": true, "a.png": true,
		"a.gif": true, "a.webp": true, "a.tif": true, "a.TIFF": true, "a.bmp": true, "a.heic": true, "a.heif": true,
		"a.avif": true, "a.nef": true, "a.cr2": true, "a.dng": true, "a.CR3": true, "a.fff": true, "a.gpr": true, "a.cr3.xmp": false, "two.dots.jpg": true, "comma, and.jpg": true, "not \xff utf-8.jpg": true, "photo without extension": true,
		"folder/photo.jpg": true, "photo.jpg.": true, "photo.": true, "photo..": true, "a.txt.": false, "-dash.jpg": true, " space.jpg": true, "日本.jpg": true,
		"a.insp": true, "a.jps": true, "tweet.jpg_large": true, "tweet.JPG-large": true, "a.jpeg_original": true, "a.jpg:large": true,
		"a.xcf": true, "a.EXR": true, "a.jxl": true, "a.jp2": true, "a.J2K": true, "a.psb": true,
		"Mr. Smith": true, "harbour.evening": true, "photo.name": true, "photo.name without extension": true, "IMG_2019.12.24 18.30": true, "a.jpg (1)": true, "a.jpg?w=300": true,
		"Makefile.am~": false, "clip.insv": false, "main.go": false, "a.JSON": false, "Thumbs.db": false, "a.tar.gz": false,
		".hidden.jpg": false, "._photo.jpg": false, "a.xmp": false, "a.jpg.xmp": false, "a.mov": false, "a.MP4": false,
		"a.txt": false, "a.jpg~": false, "a.svg": false, "a.pdf": false, "a.jpg.part": false, ".": false, "..": false,
	} {
		if got := media.IsCandidate(name); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
}

// TestNamedPhoto tells names that say "photo" from others that are looked into.
func TestNamedPhoto(t *testing.T) {
	for name, want := range map[string]bool{
		"a.jpg": true, "a.JFIF": true, "a.jpg_large": true, "a.jxl": true, "a.xcf": true, "folder.x/a.nef": true,
		"a": false, "photo.name": false, "Mr. Smith": false, "LICENSE": false, "a.jpg/b": false, "a.txt": false,
	} {
		if got := media.NamedPhoto(name); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
}

// TestUnread names the pictures that are not read, and nothing else.
func TestUnread(t *testing.T) {
	no := func(name string) error {
		_, err := media.Probe([]byte("gimp xcf v011 and no photo"))
		return media.Unread(name, err)
	}
	if err := no("a.XCF"); !errors.Is(err, media.ErrUnsupported) || err.Error() != "XCF files are not supported" {
		t.Errorf("%v", err)
	}
	for _, name := range []string{"a.jpg", "xcf", "a.name"} {
		if err := no(name); !errors.Is(err, media.ErrNotPhoto) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := media.Unread("a.xcf", errors.ErrUnsupported); err != errors.ErrUnsupported {
		t.Errorf("%v", err)
	}
}
