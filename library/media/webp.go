package media

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"image"
	"image/draw"
	"io"

	"golang.org/x/image/webp"

	"descry/library/container"
)

// webpFile is the first picture of a WebP file, cut out of its container.
type webpFile struct {
	canvas      image.Point
	frame       image.Point // size of the first picture
	at          image.Point // place of the picture on the canvas
	picture     []byte      // VP8 or VP8L bitstream
	lossless    bool
	alpha       []byte // ALPH chunk
	profile     []byte // ICCP chunk
	orientation int
	adobeRGB    bool // as EXIF says
}

// readWebP takes the container apart.
func readWebP(data []byte) (*header, error) {
	f := webpFile{orientation: 1}
	if err := f.parse(data[12:], true); err != nil {
		return nil, err
	}
	if f.picture == nil {
		return nil, errNoPicture
	}
	if err := f.sizes(); err != nil {
		return nil, err
	}
	h := &header{width: f.canvas.X, height: f.canvas.Y, orientation: f.orientation}
	pixels := int64(f.frame.X) * int64(f.frame.Y)
	h.fixed = 2 * pixels // planes of VP8 with its macroblock borders
	switch {
	case f.lossless && !f.indexed():
		h.fixed = 5 * pixels // VP8L holds all pixels, and a part of them twice
	case f.lossless || f.alpha != nil:
		h.fixed = 9 * pixels // of a palette the indices as well
	}
	if f.frame != f.canvas {
		h.fixed += 4 * int64(f.canvas.X) * int64(f.canvas.Y)
	}
	h.colours.ICC, h.colours.AdobeRGB = f.profile, f.adobeRGB
	h.decode = f.decode
	return h, nil
}

// parse walks over RIFF chunks. top is false inside an animation frame.
func (f *webpFile) parse(chunks []byte, top bool) error {
	for c, err := range container.Memory(chunks).RIFFChunks() {
		if err != nil {
			return err
		}
		if !c.Whole {
			return f.cutOff(c.Kind)
		}
		body, err := c.Body.All()
		if err != nil {
			return err
		}
		if err := f.chunk(c.Kind, body, top); err != nil {
			return err
		}
	}
	return nil
}

// cutOff judges a chunk that is longer than the file: metadata may be cut, picture data may
// not.
func (f *webpFile) cutOff(kind string) error {
	if f.picture != nil {
		return nil
	}
	return errors.New("it ends early in " + plainChunk(kind))
}

func plainChunk(kind string) string {
	if kind == "VP8 " || kind == "VP8L" || kind == "ANMF" {
		return "the picture data"
	}
	return "the header"
}

func (f *webpFile) chunk(kind string, body []byte, top bool) error {
	switch kind {
	case "VP8X":
		if len(body) < 10 || !top {
			return errors.New("its extended header is cut off")
		}
		f.canvas = image.Pt(uint24(body[4:])+1, uint24(body[7:])+1)
	case "ALPH":
		if f.picture == nil && f.alpha == nil {
			f.alpha = body
		}
	case "VP8 ", "VP8L":
		if f.picture == nil {
			f.picture, f.lossless = body, kind == "VP8L"
		}
	case "ANMF":
		return f.animationFrame(body, top)
	case "ICCP":
		if f.profile == nil && top {
			f.profile = body
		}
	case "EXIF":
		f.orientation, f.adobeRGB = exifOrientation(body), exifAdobeRGB(body)
	}
	return nil
}

// animationFrame takes the first frame of an animation.
func (f *webpFile) animationFrame(body []byte, top bool) error {
	if f.picture != nil {
		return nil
	}
	if len(body) < 16 || !top {
		return errors.New("an animation frame is cut off")
	}
	f.at = image.Pt(2*uint24(body), 2*uint24(body[3:]))
	return f.parse(body[16:], false)
}

func uint24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }

// sizes reads the picture's own size and checks that the picture fits the canvas.
func (f *webpFile) sizes() error {
	c, err := webp.DecodeConfig(riff(nil, f.picture, f.lossless, image.Point{}))
	if err != nil {
		return err
	}
	f.frame = image.Pt(c.Width, c.Height)
	if f.canvas == (image.Point{}) {
		f.canvas = f.frame
	}
	if end := f.at.Add(f.frame); end.X > f.canvas.X || end.Y > f.canvas.Y {
		return errOutside
	}
	return nil
}

func (f *webpFile) decode(ctx context.Context, _ []byte, p plan) (*image.NRGBA, string, error) {
	alpha := f.alpha
	if f.lossless {
		alpha = nil // VP8L has opacity of its own
	}
	m, err := webp.Decode(contextReader{ctx, riff(alpha, f.picture, f.lossless, f.frame)})
	if err != nil {
		return nil, "", err
	}
	return adoptImage(onCanvas(asVideo(m), f.at, f.canvas), p), "", nil
}

// indexed says whether the first transformation of a lossless picture is a palette.
func (f *webpFile) indexed() bool {
	const present, palette = 1, 3
	if len(f.picture) < 6 {
		return false
	}
	return f.picture[5]&present != 0 && f.picture[5]>>1&3 == palette
}

// riff wraps a single picture into the plainest container for the picture, without copying.
func riff(alpha, picture []byte, lossless bool, size image.Point) io.Reader {
	b := []byte("RIFF\x00\x00\x00\x00WEBP")
	if alpha != nil {
		const hasAlpha = 1 << 4
		w, h := size.X-1, size.Y-1
		b = appendChunk(b, "VP8X", []byte{hasAlpha, 0, 0, 0,
			byte(w), byte(w >> 8), byte(w >> 16), byte(h), byte(h >> 8), byte(h >> 16)})
		b = appendChunk(b, "ALPH", alpha)
	}
	kind := "VP8 "
	if lossless {
		kind = "VP8L"
	}
	b = append(b, kind...)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(picture)))
	pad := make([]byte, len(picture)%2)
	binary.LittleEndian.PutUint32(b[4:], uint32(len(b)+len(picture)+len(pad)-8))
	return io.MultiReader(bytes.NewReader(b), bytes.NewReader(picture), bytes.NewReader(pad))
}

func appendChunk(b []byte, kind string, body []byte) []byte {
	b = append(b, kind...)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(body)))
	b = append(b, body...)
	if len(body)%2 == 1 {
		b = append(b, 0)
	}
	return b
}

// onCanvas places a frame on a transparent canvas, unless the frame fills the canvas.
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
