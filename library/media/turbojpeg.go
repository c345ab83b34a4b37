//go:build cgo && !nojpegturbo

package media

// #cgo LDFLAGS: -lturbojpeg
// #include <turbojpeg.h>
import "C"

import (
	"context"
	"encoding/binary"
	"errors"
	"image"
	"unsafe"

	"descry/internal/childprocess"
	"descry/library/media/worker"
)

func jpegDecoders() map[worker.Kind]worker.Decoder {
	return map[worker.Kind]worker.Decoder{turboKind: {Open: openTurbo, Decode: decodeTurbo}}
}

// turboOptions are the options of a request: the size to reduce to, and whether there are four
// inks.
type turboOptions struct {
	Width, Height uint32
	Inks          bool
}

// prepareJPEG chooses libjpeg-turbo, which reduces while decoding.
func prepareJPEG(h *header, info jpegInfo) {
	h.eighths, h.timed, h.shared = true, true, true
	h.fixed = 1 << 20 // a few rows of blocks
	if info.buffered() {
		h.fixed += 2 * info.coefficients()
	}
	h.decode = func(ctx context.Context, data []byte, p plan) (*image.NRGBA, string, error) {
		options, err := binary.Append(nil, binary.LittleEndian, turboOptions{uint32(p.width), uint32(p.height), info.components == 4})
		if err != nil {
			return nil, "", err
		}
		var m *image.NRGBA
		result, err := worker.Decode(ctx, worker.Request{
			Kind: turboKind, File: data, Options: options, Size: image.Pt(p.width, p.height), Room: 4 * p.width * p.height,
			Memory: h.fixed, Limit: DecodeTimeout,
		}, func(band image.Image) error {
			if m == nil { // only now, when the child begins to give its memory back
				m = image.NewNRGBA(image.Rect(0, 0, p.width, p.height))
			}
			b, ok := band.(*image.NRGBA)
			if !ok {
				return worker.ErrDecode
			}
			copy(m.Pix[m.PixOffset(0, b.Rect.Min.Y):], b.Pix)
			return nil
		})
		if err != nil {
			return nil, "", childError(JPEG, err)
		}
		h.decoder = result.Decoder
		if info.components == 4 {
			inksFromJPEG(m.Pix, p.stripOfTIFF)
			if !p.inks {
				inksToColours(m.Pix)
			}
		}
		if len(result.Bytes) > 0 {
			return m, "part of the picture is damaged (" + plainReason(errors.New(childprocess.OneLine(string(result.Bytes)))) + ")", nil
		}
		return m, "", nil
	}
}

// openTurbo is what a child does first.
func openTurbo() (name string, err error) {
	handle := C.tjInitDecompress()
	if handle == nil {
		return "", errTurbo
	}
	C.tjDestroy(handle)
	return "libjpeg-turbo", nil
}

var errTurbo = errors.New("libjpeg-turbo could not start")

// decodeTurbo decodes in a child: to red, green, blue and opacity, or to the four inks as
// stored. decodeTurbo cannot be interrupted, so readJPEG has bounded the work before. Damage
// that the library can pass over is reported beside the picture.
func decodeTurbo(file, options []byte, a *worker.Answer) error {
	var o turboOptions
	if _, err := binary.Decode(options, binary.LittleEndian, &o); err != nil {
		return err
	}
	m := &image.NRGBA{Pix: a.Room(), Stride: 4 * int(o.Width), Rect: image.Rect(0, 0, int(o.Width), int(o.Height))}
	if size := m.Stride * m.Rect.Dy(); len(m.Pix) < size { // this system has no shared memory
		m.Pix = make([]byte, size)
	}
	if len(file) == 0 || m.Rect.Empty() {
		return worker.ErrDecode
	}
	handle := C.tjInitDecompress()
	if handle == nil {
		return errTurbo
	}
	defer C.tjDestroy(handle)
	format := C.int(C.TJPF_RGBA)
	if o.Inks {
		format = C.TJPF_CMYK
	}
	rc := C.tjDecompress2(handle, (*C.uchar)(unsafe.Pointer(&file[0])), C.ulong(len(file)),
		(*C.uchar)(unsafe.Pointer(&m.Pix[0])), C.int(o.Width), C.int(m.Stride), C.int(o.Height),
		format, C.TJFLAG_LIMITSCANS)
	reason := ""
	if rc != 0 {
		reason = C.GoString(C.tjGetErrorStr2(handle))
		if C.tjGetErrorCode(handle) != C.TJERR_WARNING {
			return errors.New(reason)
		}
	}
	if err := a.Send(m); err != nil || reason == "" {
		return err
	}
	return a.Bytes([]byte(reason))
}

// encodeJPEG encodes with libjpeg-turbo into memory that belongs to Go.
func encodeJPEG(m *image.NRGBA, quality int) ([]byte, error) {
	handle := C.tjInitCompress()
	if handle == nil {
		return nil, errTurbo
	}
	defer C.tjDestroy(handle)
	w, h := m.Rect.Dx(), m.Rect.Dy()
	size := C.tjBufSize(C.int(w), C.int(h), C.TJSAMP_420)
	buf := C.tjAlloc(C.int(size))
	if buf == nil {
		return nil, errors.New("out of memory")
	}
	defer C.tjFree(buf)
	rc := C.tjCompress2(handle, (*C.uchar)(unsafe.Pointer(&m.Pix[0])), C.int(w), C.int(m.Stride), C.int(h),
		C.TJPF_RGBX, &buf, &size, C.TJSAMP_420, C.int(quality), C.TJFLAG_NOREALLOC)
	if rc != 0 {
		return nil, errors.New(C.GoString(C.tjGetErrorStr2(handle)))
	}
	return C.GoBytes(unsafe.Pointer(buf), C.int(size)), nil
}
