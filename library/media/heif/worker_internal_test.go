package heif

import (
	"errors"
	"fmt"
	"image"
	"os"
	"time"
)

// Kinds of files that only tests know. A file is the path of a note that its decoder
// writes first: the number of its process.
const (
	testPictures Kind = 200 + iota // one picture of each shape
	testHanging
	testFollowing
	testCounting
	testSleeping
	testPrinting
	testCrashing
	testExiting
	testNoDecoder
)

// The decoders are there in the children too: variables are set before init runs.
var _ = func() bool {
	decoders[testHanging] = noted(running(hanging))
	decoders[testFollowing] = noted(running(following))
	decoders[testCounting] = noted(running(counting))
	decoders[testSleeping] = noted(func([]byte, func(image.Image) error) error {
		time.Sleep(time.Hour)
		return nil
	})
	decoders[testPrinting] = func(file []byte, send func(image.Image) error) error {
		fmt.Println("a stray line")
		return decodeTestPicture(file, send)
	}
	decoders[testPictures] = decodeTestPicture
	decoders[testCrashing] = noted(func([]byte, func(image.Image) error) error { panic("out of luck") })
	decoders[testExiting] = func([]byte, func(image.Image) error) error { os.Exit(3); return nil }
	decoders[testNoDecoder] = func(file []byte, send func(image.Image) error) error {
		return (&module{binary: new([]byte)}).run(nil)
	}
	return true
}()

// noted writes the note before it decodes.
func noted(d decoder) decoder {
	return func(file []byte, send func(image.Image) error) error {
		if len(file) > 0 {
			if err := os.WriteFile(string(file)+".new", fmt.Append(nil, os.Getpid()), 0o600); err != nil {
				return err
			}
			if err := os.Rename(string(file)+".new", string(file)); err != nil {
				return err
			}
		}
		return d(file, send)
	}
}

// running calls the decode of a module.
func running(code []byte) decoder {
	return func([]byte, func(image.Image) error) error {
		return (&module{binary: gzipped(code)}).run(func(i *instance) error { return i.call() })
	}
}

// testWidth and testHeight are odd, and the height is more than a band of 64-bit
// pixels.
const testWidth, testHeight = 1501, 333

var testConfig = Config{CodedWidth: testWidth, CodedHeight: testHeight}

// testPicture draws a picture whose every byte differs from its neighbours.
func testPicture(c colours) image.Image {
	rect := image.Rect(0, 0, testWidth, testHeight)
	fill := func(plane []byte, seed int) {
		for i := range plane {
			plane[i] = byte(i*7 + i>>9 + seed)
		}
	}
	switch c {
	case gray:
		m := image.NewGray(rect)
		fill(m.Pix, 1)
		return m
	case rgba:
		m := image.NewRGBA(rect)
		fill(m.Pix, 2)
		return m
	case nrgba:
		m := image.NewNRGBA(rect)
		fill(m.Pix, 3)
		return m
	case rgba64:
		m := image.NewRGBA64(rect)
		fill(m.Pix, 4)
		return m
	}
	m := image.NewYCbCr(rect, ratios[c])
	fill(m.Y, 5)
	fill(m.Cb, 6)
	fill(m.Cr, 7)
	return m
}

func decodeTestPicture(file []byte, send func(image.Image) error) error {
	if len(file) != 1 {
		return errors.New("a file of one byte is expected")
	}
	if pixelBytes[colours(file[0])] == 0 {
		return fmt.Errorf("%w: of unknown colours", ErrFormat)
	}
	return send(testPicture(colours(file[0])))
}
