package media_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sync/errgroup"

	"descry/internal/testlength"
	"descry/library/media"
)

// TestBroken holds every broken file against the manifest, two at a time as
// the indexer does.
func TestBroken(t *testing.T) {
	dir := shared(t, "broken")
	var g errgroup.Group
	g.SetLimit(2)
	short := testlength.Shortened(t)
	for i, f := range manifest(t, dir) {
		if short && i%8 > 0 {
			continue // looking for races takes ten times as long
		}
		info, err := os.Lstat(filepath.Join(dir, f.path))
		if err != nil || !info.Mode().IsRegular() || !media.IsCandidate(f.path) && f.expected != "decodes" {
			continue // links, folders and hidden files are the scanner's
		}
		g.Go(func() error {
			for _, opts := range []media.Options{{MinSide: 448}, {}} {
				checkBroken(t, f, read(t, dir, f.path), opts)
			}
			return nil
		})
	}
	_ = g.Wait()
}

func checkBroken(t *testing.T, f brokenFile, data []byte, opts media.Options) {
	_, probeErr := media.Probe(data)
	img, err := media.Decode(context.Background(), data, opts)
	switch {
	case f.expected == "decodes" && f.kind != "xmp" && err != nil,
		f.expected == "decodes" && strings.HasSuffix(f.path, ".jpg") && err != nil:
		t.Errorf("%s (%s) must decode: %v", f.path, f.what, err)
	case f.expected == "error" && err == nil:
		t.Errorf("%s (%s) must not decode", f.path, f.what)
	case err == nil && probeErr != nil:
		t.Errorf("%s decodes, but Probe says %v", f.path, probeErr)
	case err == nil && img.Pix.Rect.Empty():
		t.Errorf("%s decodes to nothing", f.path)
	}
	if err != nil {
		checkReason(t, f.path, err)
	}
}

// checkReason demands one clause for the user and one of the sentinels.
func checkReason(t *testing.T, name string, err error) {
	t.Helper()
	known := false
	for _, kind := range []error{media.ErrNotPhoto, media.ErrUnsupported, media.ErrTooLarge, media.ErrDamaged, media.ErrTooSlow} {
		known = known || errors.Is(err, kind)
	}
	if text := err.Error(); !known || text == "" || strings.ContainsAny(text, "\n") || len(text) > 200 {
		t.Errorf("%s: unfit error %q", name, text)
	}
	if testing.Verbose() {
		t.Logf("%s: %v", name, err)
	}
}

// TestAVIFIsCalledAVIF has files whose brands and boxes are all there is of them.
func TestAVIFIsCalledAVIF(t *testing.T) {
	for file, want := range map[string]string{
		"\x00\x00\x00\x10ftypmif3avif\x00\x00\x00\x0cmini\x0c\x98\x80\xff":         "AVIF with a minimized header is not supported",
		"\x00\x00\x00\x10ftypmif3heic\x00\x00\x00\x0cmini\x0c\x98\x80\xff":         "HEIC with a minimized header is not supported",
		"\x00\x00\x00\x14ftypavif\x00\x00\x00\x00mif1\x00\x00\x00\x0cmdat\x00\x00": "the AVIF data is damaged (there is no picture in it)",
		"\x00\x00\x00\x14ftypmif1\x00\x00\x00\x00avif\x00\x00\x00\x0cmdat\x00\x00": "the AVIF data is damaged (there is no picture in it)",
	} {
		if _, err := media.Decode(t.Context(), []byte(file), media.Options{}); err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", file, err, want)
		}
	}
}
