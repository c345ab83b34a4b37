//go:build cgo && !nojpegturbo

package media

// #cgo LDFLAGS: -lturbojpeg
// #include <turbojpeg.h>
import "C"

import (
	"context"
	"errors"
	"image"
	"unsafe"
)

// prepareJPEG chooses libjpeg-turbo, which reduces while it decodes.
func prepareJPEG(h *header, info jpegInfo) {
	h.eighths = true
	h.fixed = 1 << 20 // a few rows of blocks
	if info.buffered() {
		h.fixed += 2 * info.coefficients()
	}
	h.decode = func(ctx context.Context, data []byte, p plan) (*image.NRGBA, string, error) {
		if err := ctx.Err(); err != nil {
			return nil, "", err
		}
		return decodeTurboJPEG(data, info, p)
	}
}

// decodeTurboJPEG decodes with libjpeg-turbo at p's size. It cannot be
// interrupted; readJPEG has bounded its work before. Damage inside the data
// that the library can pass over becomes a warning.
func decodeTurboJPEG(data []byte, info jpegInfo, r plan) (*image.NRGBA, string, error) {
	handle := C.tjInitDecompress()
	if handle == nil {
		return nil, "", errors.New("libjpeg-turbo could not start")
	}
	defer C.tjDestroy(handle)
	m := image.NewNRGBA(image.Rect(0, 0, r.width, r.height))
	format := C.int(C.TJPF_RGBA)
	if info.components == 4 {
		format = C.TJPF_CMYK
	}
	rc := C.tjDecompress2(handle, (*C.uchar)(unsafe.Pointer(&data[0])), C.ulong(len(data)),
		(*C.uchar)(unsafe.Pointer(&m.Pix[0])), C.int(r.width), C.int(m.Stride), C.int(r.height),
		format, C.TJFLAG_LIMITSCANS)
	warning := ""
	if rc != 0 {
		reason := errors.New(C.GoString(C.tjGetErrorStr2(handle)))
		if C.tjGetErrorCode(handle) != C.TJERR_WARNING {
			return nil, "", reason
		}
		warning = "part of the picture is damaged (" + plainReason(reason) + ")"
	}
	if info.components == 4 {
		inksFromJPEG(m.Pix, r.stripOfTIFF)
		if !r.inks {
			inksToColours(m.Pix)
		}
	}
	return m, warning, nil
}

// encodeJPEG encodes with libjpeg-turbo into memory that belongs to Go.
func encodeJPEG(m *image.NRGBA, quality int) ([]byte, error) {
	handle := C.tjInitCompress()
	if handle == nil {
		return nil, errors.New("libjpeg-turbo could not start")
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
