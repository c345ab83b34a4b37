// Package rawtags reads the metadata of two kinds of raw files with formats of their own:
// Canon's CRW, a heap of values, and Sigma's X3F, a list of names and values.
package rawtags

import (
	"encoding/binary"
	"io"
	"math"
	"strings"
	"time"

	"descry/library/container"
	"descry/library/metadata/exif"
)

// The values of Canon's heap that are read.
const (
	makeModel    = 0x080a
	focalLength  = 0x1029
	shotInfo     = 0x102a
	timeStamp    = 0x180e
	imageInfo    = 0x1810
	exposureInfo = 0x1818
)

// maxValue bounds the bytes of a value that is read.
const maxValue = 4096

// heap collects the values of a file.
type heap struct {
	order binary.ByteOrder
	tags  exif.Tags
}

// Heap reads a CRW file of the given size. Values that can't be read are left out.
func Heap(r io.ReaderAt, size int64) exif.Tags {
	c, err := container.File(r, size).OpenCIFF()
	if err != nil {
		return exif.Tags{}
	}
	h := heap{order: c.Order}
	for v := range c.Values() {
		if v.Data.Size() > maxValue {
			continue
		}
		if b, err := v.Data.All(); err == nil {
			h.value(v.Tag, b)
		}
	}
	return h.tags
}

// value takes one value.
func (h *heap) value(tag uint16, b []byte) {
	t := &h.tags
	switch {
	case tag == makeModel:
		if parts := strings.SplitN(string(b), "\x00", 3); len(parts) >= 2 {
			t.Make, t.Model = parts[0], parts[1]
		}
	case tag == timeStamp && len(b) >= 4:
		if seconds := h.order.Uint32(b); seconds != 0 {
			t.Original.Time = time.Unix(int64(seconds), 0).UTC().Format("2006:01:02 15:04:05")
		}
	case tag == imageInfo && len(b) >= 16:
		t.Orientation = map[uint32]int{0: 1, 90: 6, 180: 3, 270: 8}[h.order.Uint32(b[12:])]
	case tag == exposureInfo && len(b) >= 12: // in steps, as floating point numbers
		h.exposure(h.float(b[4:]), h.float(b[8:]))
	case tag == focalLength && len(b) >= 4:
		t.FocalLength = float64(h.order.Uint16(b[2:]))
	case tag == shotInfo && len(b) >= 6:
		h.shot(b)
	}
}

// shot takes how the photo was taken, in 32nds of steps.
func (h *heap) shot(b []byte) {
	const iso, aperture, shutter = 2, 21, 22
	steps := func(i int) float64 {
		if len(b) < 2*i+2 {
			return 0
		}
		v := int(int16(h.order.Uint16(b[2*i:])))
		whole, rest := float64(v&^0x1f), v&0x1f
		third := map[int]float64{0x0c: 32.0 / 3, 0x14: 64.0 / 3} // as Canon rounds thirds
		if t, ok := third[rest]; ok {
			return (whole + t) / 32
		}
		return float64(v) / 32
	}
	if v := steps(iso); v > 0 && v < 32 {
		h.tags.ISO = int(math.Round(math.Exp2(v) * 100 / 32))
	}
	if a, s := steps(aperture), steps(shutter); a != 0 && h.tags.FNumber == 0 {
		h.exposure(s, a)
	}
}

func (h *heap) float(b []byte) float64 { return float64(math.Float32frombits(h.order.Uint32(b))) }

// exposure takes shutter and aperture in steps.
func (h *heap) exposure(shutter, aperture float64) {
	if math.Abs(shutter) < 30 {
		h.tags.ExposureSeconds = math.Exp2(-shutter)
	}
	if aperture > -2 && aperture < 20 {
		h.tags.FNumber = math.Round(10*math.Exp2(aperture/2)) / 10
	}
}
