package media

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"image"
	"image/draw"
	"image/gif"
)

// readGIF reads the size of the canvas.
func readGIF(data []byte) (*header, error) {
	c, err := gif.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	h := &header{width: c.Width, height: c.Height, orientation: 1, decode: decodeGIF}
	h.fixed = 5 * int64(c.Width) * int64(c.Height) // indices, and the canvas where the frame is smaller
	return h, nil
}

// decodeGIF decodes the first frame and puts it on its canvas.
func decodeGIF(ctx context.Context, data []byte, p plan) (*image.NRGBA, string, error) {
	m, err := gif.Decode(bufio.NewReader(contextReader{ctx, bytes.NewReader(data)}))
	if err != nil {
		return nil, "", err
	}
	return adoptImage(onCanvas(m, m.Bounds().Min, p.stored), p), "", nil
}

// onCanvas places a frame on a transparent canvas, unless it fills it anyway.
func onCanvas(frame image.Image, at image.Point, canvas image.Point) image.Image {
	size := frame.Bounds().Size()
	if at == (image.Point{}) && size == canvas {
		return frame
	}
	m := image.NewNRGBA(image.Rectangle{Max: canvas})
	draw.Draw(m, image.Rectangle{Min: at, Max: at.Add(size)}, frame, frame.Bounds().Min, draw.Src)
	return m
}

var errOutside = errors.New("a frame lies outside the canvas")
