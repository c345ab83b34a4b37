// Package rawtags reads what two kinds of raw files say of a photo in ways of their own:
// Canon's CRW in a heap of values, Sigma's X3F in a list of names and values.
package rawtags

import (
	"encoding/binary"
	"io"
	"math"
	"strings"
	"time"

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

// Limits that no camera's file comes near.
const (
	maxDepth   = 6
	maxHeaps   = 64
	maxEntries = 512
	maxValue   = 4096
)

// heap walks over the heaps of a file.
type heap struct {
	r     io.ReaderAt
	size  int64
	order binary.ByteOrder
	heaps int
	tags  exif.Tags
}

// Heap reads a CRW file of the given size. What can't be read is left out.
func Heap(r io.ReaderAt, size int64) exif.Tags {
	h := heap{r: r, size: size, order: binary.LittleEndian}
	head := h.read(0, 14)
	if head == nil {
		return exif.Tags{}
	}
	if string(head[:2]) == "MM" {
		h.order = binary.BigEndian
	}
	start := int64(h.order.Uint32(head[2:]))
	h.walk(start, size-start, 0)
	return h.tags
}

// read returns n bytes at off, nil where they aren't.
func (h *heap) read(off, n int64) []byte {
	if off < 0 || n < 0 || off > h.size || n > h.size-off {
		return nil
	}
	b := make([]byte, n)
	if read, _ := h.r.ReadAt(b, off); int64(read) < n {
		return nil
	}
	return b
}

// walk reads the heap of n bytes at start, at whose end stands where its directory lies.
func (h *heap) walk(start, n int64, depth int) {
	const kind, heap1, heap2 = 0x3800, 0x2800, 0x3000
	if h.heaps++; depth > maxDepth || h.heaps > maxHeaps || n < 6 {
		return
	}
	end := h.read(start+n-4, 4)
	if end == nil {
		return
	}
	at := start + int64(h.order.Uint32(end))
	head := h.read(at, 2)
	if head == nil {
		return
	}
	for i := range min(int64(h.order.Uint16(head)), maxEntries) {
		e := h.read(at+2+10*i, 10)
		if e == nil {
			return
		}
		tag := h.order.Uint16(e)
		size, off := int64(h.order.Uint32(e[2:])), int64(h.order.Uint32(e[6:]))
		switch {
		case tag&0xc000 == 0x4000: // the value stands in the entry
			h.value(tag&0x3fff, e[2:])
		case off > n || size > n-off:
		case tag&kind == heap1 || tag&kind == heap2:
			h.walk(start+off, size, depth+1)
		case size <= maxValue:
			h.value(tag&0x3fff, h.read(start+off, size))
		}
	}
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
		third := map[int]float64{0x0c: 32.0 / 3, 0x14: 64.0 / 3} // as Canon rounds them
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
