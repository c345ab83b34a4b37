// Package apptest is what tests of several packages of app have in common.
package apptest

import (
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"os"
	"testing"
)

// WholeRunsOnly leaves a long test out of the short runs, which look for races: what it
// does side by side is in other tests too.
func WholeRunsOnly(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("too long for a short run")
	}
}

// DrawPhoto writes a JPEG of a pattern and noise that no other number has.
func DrawPhoto(tb testing.TB, path string, width, height, number int) {
	tb.Helper()
	r := rand.New(rand.NewPCG(1, uint64(number)))
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			v := uint8((x*y/(number+40) + r.IntN(24)) % 256)
			img.SetRGBA(x, y, color.RGBA{v, uint8(number) + v/2, 255 - v, 255})
		}
	}
	f, err := os.Create(path)
	if err == nil {
		err = jpeg.Encode(f, img, nil)
	}
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		tb.Fatal(err)
	}
}

// MustWrite writes a file, for the user alone.
func MustWrite(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
