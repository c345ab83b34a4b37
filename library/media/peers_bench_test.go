package media_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"descry/internal/cputime"
	"descry/library/media"
	"descry/library/media/raw/rawtest"
	"descry/library/thumbnail"
)

// BenchmarkBesideVips makes thumbnails of photos of 12 megapixels beside vipsthumbnail, of raw
// files beside exiftool and vipsthumbnail, on the same files. The figures are CPU time,
// including the CPU time of children and of the peers' starts. A ratio below 1 says that the
// peer takes longer.
func BenchmarkBesideVips(b *testing.B) {
	for _, program := range []string{"vipsthumbnail", "exiftool"} {
		if _, err := exec.LookPath(program); err != nil {
			b.Skip(err)
		}
	}
	jpeg, err := media.EncodeJPEG(photo(4000, 3000), 90)
	if err != nil {
		b.Fatal(err)
	}
	files := map[string][]byte{"jpg": jpeg, "nef": rawtest.Named("NEF").File(rawtest.Photo{Large: jpeg, Width: 4000, Height: 3000})}
	if heic, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "photos", "formats", "heic", "iphone-11-exif-at-eof.heic")); err == nil {
		files["heic"] = heic
	}
	for kind, data := range files {
		b.Run(kind, func(b *testing.B) {
			dir := b.TempDir()
			path := filepath.Join(dir, "photo."+kind)
			if err := os.WriteFile(path, data, 0o644); err != nil {
				b.Fatal(err)
			}
			ours := func() {
				img, err := media.Decode(b.Context(), data, media.Options{MinSide: thumbnail.MaxSide})
				if err == nil {
					_, err = media.EncodeJPEG(thumbnail.Scale(img.Pix, thumbnail.MaxSide), 82)
				}
				if err != nil {
					b.Fatal(err)
				}
			}
			ours() // starts the child
			var own, theirs time.Duration
			for b.Loop() {
				own += measured(ours)
				theirs += measured(func() { vips(b, dir, path, kind) })
			}
			b.ReportMetric(float64(own.Microseconds())/1e3/float64(b.N), "cpu-ms/op")
			b.ReportMetric(float64(theirs.Microseconds())/1e3/float64(b.N), "peer-cpu-ms/op")
			b.ReportMetric(own.Seconds()/theirs.Seconds(), "ratio")
		})
	}
}

func measured(work func()) time.Duration {
	before := cputime.Used()
	work()
	return cputime.Used() - before
}

// vips makes a thumbnail with the peers.
func vips(b *testing.B, dir, path, kind string) {
	b.Helper()
	if kind == "nef" {
		preview, err := exec.Command("exiftool", "-b", "-JpgFromRaw", path).Output()
		if err != nil {
			b.Fatal(err)
		}
		path = filepath.Join(dir, "preview.jpg")
		if err := os.WriteFile(path, preview, 0o644); err != nil {
			b.Fatal(err)
		}
	}
	out := filepath.Join(dir, "thumbnail.jpg")
	if text, err := exec.Command("vipsthumbnail", "-s", "256", "-o", out, path).CombinedOutput(); err != nil {
		b.Fatalf("%s: %v", text, err)
	}
}
