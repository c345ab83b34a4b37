//go:build cgo && !nojpegturbo

package media

// #include <turbojpeg.h>
import "C"

import (
	"errors"
	"image"
	"runtime"
	"unsafe"
)

// subsampling translates libjpeg-turbo's names of what photos are stored with.
var subsampling = map[C.int]image.YCbCrSubsampleRatio{
	C.TJSAMP_444: image.YCbCrSubsampleRatio444, C.TJSAMP_422: image.YCbCrSubsampleRatio422,
	C.TJSAMP_420: image.YCbCrSubsampleRatio420, C.TJSAMP_440: image.YCbCrSubsampleRatio440,
	C.TJSAMP_411: image.YCbCrSubsampleRatio411,
}

func decodePlanes(data []byte) (*image.YCbCr, error) {
	handle := C.tjInitDecompress()
	if handle == nil {
		return nil, errors.New("libjpeg-turbo could not start")
	}
	defer C.tjDestroy(handle)
	source, size := (*C.uchar)(unsafe.Pointer(&data[0])), C.ulong(len(data))
	var w, h, sampling, colours C.int
	if C.tjDecompressHeader3(handle, source, size, &w, &h, &sampling, &colours) != 0 {
		return nil, errNoPlanes
	}
	ratio, known := subsampling[sampling]
	if !known || colours != C.TJCS_YCbCr || int(w)*int(h) > maxPlanes {
		return nil, errNoPlanes
	}
	m := newPlanes(w, h, sampling, ratio)
	var pin runtime.Pinner // the library is handed an array of pointers
	defer pin.Unpin()
	var planes [3]*C.uchar
	for i, plane := range [][]byte{m.Y, m.Cb, m.Cr} {
		pin.Pin(&plane[0])
		planes[i] = (*C.uchar)(unsafe.Pointer(&plane[0]))
	}
	if C.tjDecompressToYUVPlanes(handle, source, size, &planes[0], w, nil, h, C.TJFLAG_LIMITSCANS) != 0 {
		return nil, errNoPlanes
	}
	return m, nil
}

// newPlanes makes room for a picture. The library rounds the planes of odd sizes up.
func newPlanes(w, h, sampling C.int, ratio image.YCbCrSubsampleRatio) *image.YCbCr {
	wide, colourWide := int(C.tjPlaneWidth(0, w, sampling)), int(C.tjPlaneWidth(1, w, sampling))
	luma, chroma := wide*int(C.tjPlaneHeight(0, h, sampling)), colourWide*int(C.tjPlaneHeight(1, h, sampling))
	all := make([]byte, luma+2*chroma)
	return &image.YCbCr{
		Y: all[:luma:luma], Cb: all[luma : luma+chroma : luma+chroma], Cr: all[luma+chroma:],
		YStride: wide, CStride: colourWide, SubsampleRatio: ratio, Rect: image.Rect(0, 0, int(w), int(h)),
	}
}
