package raw_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"descry/library/media/raw"
	"descry/library/media/raw/rawtest"
)

// TestNoPreview finds nothing in files that hold nothing, and says so without an error.
func TestNoPreview(t *testing.T) {
	for _, l := range rawtest.Layouts {
		f, err := raw.Parse(l.File(rawtest.Photo{Width: 600, Height: 400}))
		if err != nil {
			t.Errorf("%s: %v", l.Name, err)
			continue
		}
		for _, p := range f.Previews {
			if p.Coding != raw.Pixels || p.Width != 16 {
				t.Errorf("%s: a preview of %d x %d", l.Name, p.Width, p.Height)
			}
		}
	}
}

// TestOtherFiles knows no raw file where there is none.
func TestOtherFiles(t *testing.T) {
	for name, data := range map[string][]byte{
		"empty": nil, "JPEG": picture(8, 8), "plain TIFF": rawtest.PlainTIFF(nil),
		"TIFF of a camera":           rawtest.PlainTIFF(picture(160, 120)),
		"TIFF with CR in its pixels": rawtest.WithPixels("CR\x02\x00"),
		"HEIC":                       []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"),
		"header alone":               []byte("II*\x00\x08\x00\x00\x00"),
	} {
		if raw.Sniff(data) {
			t.Errorf("%s: taken for a raw file", name)
		}
		if _, err := raw.Parse(data); !errors.Is(err, raw.ErrFormat) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestOrientations reads from every layout how the camera was held.
func TestOrientations(t *testing.T) {
	for _, l := range rawtest.Layouts {
		for _, o := range []int{1, 3, 6, 8} {
			f, err := raw.Parse(l.File(samplePhoto(o)))
			if err != nil || f.Orientation != o {
				t.Errorf("%s: orientation %d, want %d: %v", l.Name, f.Orientation, o, err)
			}
		}
	}
}

// TestTiles finds previews in tiles, whose pieces aren't pictures by themselves, and JPEG
// XL, which is named even when nothing here decodes it.
func TestTiles(t *testing.T) {
	f, err := raw.Parse(rawtest.Tiled(picture(64, 48), 2, 2))
	if err != nil || len(f.Previews) != 1 || f.Previews[0].Coding != raw.Pixels || f.Previews[0].Width != 128 || f.Previews[0].Height != 96 {
		t.Errorf("tiles: %+v, %v", f, err)
	}
	f, err = raw.Parse(rawtest.OnlyJXL([]byte("\xff\x0a not really")))
	if err != nil || len(f.Previews) != 1 || f.Previews[0].Coding != raw.JXL || string(f.Previews[0].Data) != "\xff\x0a not really" {
		t.Errorf("JPEG XL: %+v, %v", f, err)
	}
}

// TestLoops reads chains that bite their own tails.
func TestLoops(t *testing.T) {
	for _, l := range rawtest.Layouts {
		file := l.File(samplePhoto(1))
		for at := 0; at+4 <= len(file); at += 2 {
			if n := binary.LittleEndian.Uint32(file[at:]); n == 0 || n > uint32(len(file)) {
				continue
			}
			if at > 400 && at%64 != 0 { // the previews' own data
				continue
			}
			b := bytes.Clone(file)
			binary.LittleEndian.PutUint32(b[at:], 8)
			began := time.Now()
			_, _ = raw.Parse(b) // whatever comes, in good time
			if d := time.Since(began); d > 5*time.Second {
				t.Errorf("%s with a loop at %d: %v", l.Name, at, d)
			}
		}
	}
}

// TestCut reads every beginning of files: what is in them or an error.
func TestCut(t *testing.T) {
	p := rawtest.Photo{Large: picture(24, 16), Medium: picture(16, 8), Small: picture(8, 8), Width: 60, Height: 40}
	for _, l := range rawtest.Layouts {
		file := l.File(p)
		for n := range file {
			f, err := raw.Parse(file[:n])
			if err != nil {
				continue
			}
			for _, v := range f.Previews {
				if v.Coding == raw.JPEG && !bytes.Contains(file[:n], v.Data[1:]) {
					t.Fatalf("%s cut at %d: a preview from elsewhere", l.Name, n)
				}
			}
		}
	}
}

// TestMutated changes single bytes, the likeliest way to absurd sizes and offsets.
func TestMutated(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, l := range rawtest.Layouts {
		file := l.File(samplePhoto(1))
		for range 300 {
			b := bytes.Clone(file)
			for range 1 + rng.IntN(4) {
				b[rng.IntN(len(b))] = []byte{0, 1, 0x7f, 0x80, 0xff}[rng.IntN(5)]
			}
			if f, err := raw.Parse(b); err == nil {
				sane(t, f, b)
			}
		}
	}
}

// sane checks what a reader relies on whatever the file says.
func sane(t *testing.T, f *raw.File, data []byte) {
	t.Helper()
	if f.Width < 0 || f.Height < 0 || f.Width > 1<<20 || f.Height > 1<<20 || f.Orientation < 1 || f.Orientation > 8 {
		t.Errorf("%d x %d, orientation %d", f.Width, f.Height, f.Orientation)
	}
	if len(f.Previews) > 64 {
		t.Errorf("%d previews", len(f.Previews))
	}
	for _, p := range f.Previews {
		if p.Coding == raw.JPEG && (p.Width <= 0 || p.Height <= 0 || p.Orientation < 0 || p.Orientation > 8 || len(p.Data) > len(data)) {
			t.Errorf("preview of %d x %d in %d bytes", p.Width, p.Height, len(p.Data))
		}
	}
}

func FuzzParse(f *testing.F) {
	p := rawtest.Photo{Large: picture(24, 16), Medium: picture(16, 8), Small: picture(8, 8), Width: 60, Height: 40, Orientation: 6}
	for _, l := range rawtest.Layouts {
		f.Add(l.File(p))
	}
	f.Add(rawtest.Tiled(picture(16, 16), 2, 2))
	f.Add(rawtest.OnlyJXL([]byte("\xff\x0a")))
	f.Fuzz(func(t *testing.T, data []byte) {
		raw.Sniff(data)
		if got, err := raw.Parse(data); err == nil {
			sane(t, got, data)
		}
	})
}
