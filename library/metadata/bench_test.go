package metadata_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"descry/library/metadata"
)

// BenchmarkRead reads camera JPEGs: with EXIF and maker notes, with GPS, and
// with XMP on top.
func BenchmarkRead(b *testing.B) {
	for _, name := range []string{
		"exif/Canon_40D.jpg", "exif/Nikon_D70.jpg", "exif/Issue 508.jpg",
		"formats/metadata/xmp-full.jpg", "formats/heic/iphone-11-exif-at-eof.heic",
	} {
		data, err := os.ReadFile(filepath.Join(shared, "photos", name))
		if err != nil {
			b.Skip("no test photos beside the module")
		}
		b.Run(filepath.Base(name), func(b *testing.B) {
			for b.Loop() {
				if _, err := metadata.Read(bytes.NewReader(data)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkReadFile includes opening the file.
func BenchmarkReadFile(b *testing.B) {
	path := filepath.Join(shared, "photos/formats/metadata/xmp-full.jpg")
	if _, err := os.Stat(path); err != nil {
		b.Skip("no test photos beside the module")
	}
	for b.Loop() {
		f, err := os.Open(path)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := metadata.Read(f); err != nil {
			b.Fatal(err)
		}
		_ = f.Close()
	}
}
