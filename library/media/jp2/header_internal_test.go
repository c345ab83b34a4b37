package jp2

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"descry/library/media/worker"
)

// TestMain makes the test's own program the child, too.
func TestMain(m *testing.M) {
	worker.Main(Decoders())
	os.Exit(m.Run())
}

func TestHalved(t *testing.T) {
	for _, c := range []struct {
		config        Config
		n             int
		width, height int
	}{
		{Config{Width: 61, Height: 43}, 0, 61, 43},
		{Config{Width: 61, Height: 43}, 1, 31, 22},
		{Config{Width: 61, Height: 43, left: 5, top: 3}, 1, 30, 21},
		{Config{Width: 1, Height: 1, left: 1, top: 0}, 5, 0, 1},
		{Config{Width: 1<<32 - 1, Height: 1, left: 0}, 32, 1, 1},
	} {
		if w, h := c.config.Halved(c.n); w != c.width || h != c.height {
			t.Errorf("%+v halved %d times is %d x %d", c.config, c.n, w, h)
		}
	}
}

func TestDecodeConfigRefuses(t *testing.T) {
	for name, data := range map[string]string{
		"nothing": "", "another": "GIF89a", "only a signature": boxSignature, "no codestream": boxSignature + "\x00\x00\x00\x08jp2c",
		"a box of no size": boxSignature + "\x00\x00\x00\x03jp2c", "no sizes": streamStart + "\x00\x04\x00\x00",
		"impossible sizes": streamStart + "\x00\x29\x00\x00" + "\x00\x00\x00\x05\x00\x00\x00\x05\x00\x00\x00\x05\x00\x00\x00\x00" + "0123456789abcdef" + "\x00\x01\x07\x01\x01",
	} {
		if _, err := DecodeConfig([]byte(data)); !errors.Is(err, ErrFormat) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzDecodeConfig(f *testing.F) {
	files, err := filepath.Glob(filepath.Join("testdata", "*.j*"))
	if err != nil || len(files) == 0 {
		f.Fatalf("no files (%v)", err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := DecodeConfig(data)
		switch {
		case err != nil && !errors.Is(err, ErrFormat) && !errors.Is(err, ErrColours):
			t.Fatal(err)
		case err == nil:
			if w, h := c.Halved(c.Levels); c.Width < 1 || c.Height < 1 || c.Levels > 32 || w < 0 || h < 0 {
				t.Fatalf("%+v", c)
			}
		}
	})
}
