package media_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"image"
	"image/gif"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	xbmp "golang.org/x/image/bmp"
	xtiff "golang.org/x/image/tiff"

	"github.com/gen2brain/webp"

	"descry/library/media"
)

// made encodes one picture in every format that Go can write.
func made(t testing.TB, m *image.NRGBA) map[media.Format][]byte {
	t.Helper()
	files := map[media.Format][]byte{}
	write := func(f media.Format, encode func(b *bytes.Buffer) error) {
		var b bytes.Buffer
		if err := encode(&b); err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		files[f] = b.Bytes()
	}
	write(media.PNG, func(b *bytes.Buffer) error { return png.Encode(b, m) })
	write(media.GIF, func(b *bytes.Buffer) error { return gif.Encode(b, m, nil) })
	write(media.BMP, func(b *bytes.Buffer) error { return xbmp.Encode(b, m) })
	write(media.WebP, func(b *bytes.Buffer) error { return webp.Encode(b, m, webp.Options{Lossless: true}) })
	write(media.TIFF, func(b *bytes.Buffer) error {
		return xtiff.Encode(b, m, &xtiff.Options{Compression: xtiff.Deflate, Predictor: true})
	})
	write(media.JPEG, func(b *bytes.Buffer) error {
		data, err := media.EncodeJPEG(m, 90)
		b.Write(data)
		return err
	})
	return files
}

// exif is an EXIF block that holds an orientation and nothing else.
func exif(orientation uint16) []byte {
	b := []byte("MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01")
	b = binary.BigEndian.AppendUint16(b, orientation)
	return append(b, 0, 0, 0, 0, 0, 0)
}

// TestMadeFormats decodes what Go wrote, small and at full size.
func TestMadeFormats(t *testing.T) {
	m := photo(300, 200)
	for format, data := range made(t, m) {
		for _, minSide := range []int{0, 60} {
			img, err := media.Decode(context.Background(), data, media.Options{MinSide: minSide})
			if err != nil {
				t.Errorf("%s: %v", format, err)
				continue
			}
			if img.Format != format || img.Width != 300 || img.Height != 200 {
				t.Errorf("%s: %s %d x %d", format, img.Format, img.Width, img.Height)
			}
			limit := 3.0
			if format == media.GIF {
				limit = 12 // 256 colours
			}
			if d := meanDifference(img.Pix, m); d > limit {
				t.Errorf("%s at %d differs by %.1f", format, minSide, d)
			}
		}
	}
}

// TestMadeOrientation puts EXIF into a JPEG and a PNG.
func TestMadeOrientation(t *testing.T) {
	files := made(t, photo(40, 20))
	block := append([]byte("Exif\x00\x00"), exif(6)...)
	app1 := append([]byte{0xff, 0xe1, 0, byte(len(block) + 2)}, block...)
	jpeg := append(append([]byte{0xff, 0xd8}, app1...), files[media.JPEG][2:]...)
	if img, err := media.Decode(context.Background(), jpeg, media.Options{}); err != nil || img.Width != 20 || img.Pix.Rect.Dx() != 20 {
		t.Errorf("JPEG: %v", err)
	}
	config, err := media.Probe(jpeg)
	if err != nil || config.Orientation != 6 || config.Width != 20 || config.Height != 40 || config.Memory <= 0 {
		t.Errorf("Probe: %+v, %v", config, err)
	}
}

func TestLimits(t *testing.T) {
	files := made(t, photo(300, 200))
	for format, data := range files {
		_, err := media.Decode(context.Background(), data, media.Options{MaxPixels: 300*200 - 1})
		if !errors.Is(err, media.ErrTooLarge) {
			t.Errorf("%s beyond MaxPixels: %v", format, err)
		}
		if _, err := media.Decode(context.Background(), data, media.Options{MaxPixels: 300 * 200}); err != nil {
			t.Errorf("%s at MaxPixels: %v", format, err)
		}
		config, err := media.Probe(data)
		if err != nil {
			t.Errorf("%s: %v", format, err)
		}
		if small := config.MemoryFor(media.Options{MinSide: 20}); small > config.Memory || small <= 0 {
			t.Errorf("%s: reduced takes %d bytes, full %d", format, small, config.Memory)
		}
	}
	if _, err := media.Decode(context.Background(), make([]byte, media.MaxFileBytes+1), media.Options{}); !errors.Is(err, media.ErrTooLarge) {
		t.Errorf("huge file: %v", err)
	}
}

// TestEnded does not decode once the context has ended, and tells so.
func TestEnded(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for format, data := range made(t, photo(64, 64)) {
		if _, err := media.Decode(ctx, data, media.Options{}); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", format, err)
		}
	}
}

// TestEndsEarly stops the slow decoders in the middle.
func TestEndsEarly(t *testing.T) {
	dir := filepath.Join(shared(t, "photos"), "formats")
	for _, name := range []string{"avif/canon-70d.avif", "heic/iphone-11-exif-at-eof.heic"} {
		data := read(t, dir, name)
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Millisecond)
		_, err := media.Decode(ctx, data, media.Options{MinSide: 448})
		cancel()
		if err != nil && !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := media.Decode(context.Background(), data, media.Options{MinSide: 448}); err != nil {
			t.Errorf("%s afterwards: %v", name, err)
		}
	}
}

// TestCut decodes every prefix of small files: an error or a picture, never a
// crash, and never a picture from less than a header.
func TestCut(t *testing.T) {
	for format, data := range made(t, photo(24, 16)) {
		for n := range len(data) {
			if img, err := media.Decode(context.Background(), data[:n], media.Options{}); err != nil {
				checkReason(t, string(format), err)
			} else if img.Width != 24 || img.Height != 16 {
				t.Errorf("%s cut at %d: %d x %d", format, n, img.Width, img.Height)
			}
		}
	}
}

// FuzzDecode starts from made files of every format, and from the small ones of
// the shared folder where it is there.
func FuzzDecode(f *testing.F) {
	for _, data := range made(f, photo(16, 12)) {
		f.Add(data)
	}
	for _, pattern := range []string{"heic/*", "avif/*", "webp/*", "tiff/*", "jpeg/cmyk*"} {
		names, _ := filepath.Glob(filepath.Join("..", "..", "..", "shared", "photos", "formats", pattern))
		for _, name := range names {
			if data, err := os.ReadFile(name); err == nil && len(data) < 20_000 {
				f.Add(data)
			}
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		config, probeErr := media.Probe(data)
		img, err := media.Decode(context.Background(), data, media.Options{MinSide: 32, MaxPixels: 1 << 20})
		if err != nil {
			checkReason(t, "fuzz", err)
			return
		}
		if probeErr != nil || img.Width != config.Width || img.Height != config.Height || img.Format != config.Format {
			t.Errorf("Probe says %+v %v, Decode %d x %d", config, probeErr, img.Width, img.Height)
		}
	})
}
