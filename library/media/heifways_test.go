package media_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"descry/library/media"
	"descry/library/media/heif"
	"descry/library/media/worker"
)

// heifWays are the ways in which HEIC and AVIF can be decoded.
var heifWays = map[string]worker.Ways{"native": worker.NativeOnly, "WebAssembly": worker.WebAssemblyOnly}

// TestHEIFCasesEitherWay: the reported cases hold with the system's libheif alone and
// without it, and both show the same.
func TestHEIFCasesEitherWay(t *testing.T) {
	if testing.Short() {
		t.Skip("too long for a short run")
	}
	for _, c := range reportedCases(t) {
		isHEIF := strings.HasSuffix(c.File, ".heic") || strings.HasSuffix(c.File, ".avif")
		if !isHEIF || c.File == "heic/jpeg-inside-name.heic" {
			continue
		}
		decoded := map[string]*media.Image{}
		for name, ways := range heifWays {
			t.Run(c.File+"/"+name, func(t *testing.T) {
				ctx := worker.Using(t.Context(), ways)
				if ways == worker.NativeOnly {
					skipWithoutNative(t, filepath.Ext(c.File))
				}
				if err := c.checkIn(t, ctx); err != nil {
					t.Errorf("%s: %v", c.What, err)
				}
				img, err := media.Decode(ctx, read(t, casesFolder, c.File), media.Options{})
				if err != nil {
					t.Fatal(err)
				}
				if byWebAssembly := strings.HasSuffix(img.Decoder, "in WebAssembly"); byWebAssembly != (ways == worker.WebAssemblyOnly) {
					t.Errorf("decoded by %q", img.Decoder)
				}
				decoded[name] = img
			})
		}
		if native, other := decoded["native"], decoded["WebAssembly"]; native != nil && other != nil {
			most := 2.0
			if native.Format == media.HEIC {
				most = 8 // the WebAssembly leaves the filters at the edges of blocks out
			}
			if d := difference(native.Pix, other.Pix); d > most {
				t.Errorf("%s: they differ by %.1f levels", c.File, d)
			}
		}
	}
}

// skipWithoutNative skips a test where the system has nothing that decodes files with an
// extension.
func skipWithoutNative(t *testing.T, extension string) {
	t.Helper()
	about, err := heif.Native(t.Context())
	if errors.Is(err, worker.ErrMissing) || err == nil && !strings.Contains(about.Decoder, map[string]string{".heic": "HEVC", ".avif": "AV1"}[extension]) {
		t.Skip(about.Decoder, err)
	} else if err != nil {
		t.Fatal(err)
	}
}
