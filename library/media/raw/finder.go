package raw

import (
	"bytes"
	"encoding/binary"

	"descry/library/media/tiff"
)

const (
	// maxPreviews is far more than any camera or program writes.
	maxPreviews = 32
	// maxDirectories bounds all directories of a file, those of maker notes included.
	maxDirectories = 100
	// maxSide is the longest plausible side, in pixels.
	maxSide = 1 << 20
)

// finder collects the content of one file.
type finder struct {
	data []byte
	file *File
	// directories is how many have been read.
	directories int
	// area is the area of the largest picture that is sensor data.
	area int64
	// exifWidth and exifHeight are the photo's size in EXIF. exifSize makes that size count
	// more than the sensor's.
	exifWidth, exifHeight uint64
	exifSize              bool
	// adobeRGB is true where the camera was set to Adobe RGB.
	adobeRGB bool
	// inside is true while the structure of an embedded JPEG is read.
	inside bool
}

// slice returns n bytes at offset, or nil where they are not in the file.
func (f *finder) slice(offset, n uint64) []byte {
	if size := uint64(len(f.data)); offset > size || n > size-offset {
		return nil
	}
	return f.data[offset : offset+n : offset+n]
}

// add takes n bytes at the first of several offsets where a JPEG picture begins: makers
// and programs count offsets from different places.
func (f *finder) add(n uint64, offsets ...uint64) bool {
	for _, at := range offsets {
		if f.addJPEG(f.slice(at, n)) {
			return true
		}
	}
	return false
}

// addJPEG takes a JPEG that is a picture. Lossless JPEGs are sensor data. The result says
// whether the bytes begin as a JPEG.
func (f *finder) addJPEG(data []byte) bool {
	if len(data) < 4 {
		return false
	}
	if !bytes.HasPrefix(data, []byte("\xff\xd8\xff")) {
		// Minolta's cameras overwrite the first byte.
		if data[1] != 0xd8 || data[2] != 0xff || data[3] != 0xdb {
			return false
		}
		data = append([]byte{0xff}, data[1:]...)
	}
	if w, h, ok := frame(data); ok {
		o, silent := ownMarks(data)
		f.keep(Preview{Coding: JPEG, Data: data, Width: w, Height: h, Orientation: o, silent: silent})
	}
	return true
}

// addJXL takes a JPEG XL, bare or in boxes, of the size that the file states.
func (f *finder) addJXL(data []byte, width, height int) {
	if bytes.HasPrefix(data, []byte("\xff\x0a")) || bytes.HasPrefix(data, []byte("\x00\x00\x00\x0cJXL ")) {
		f.keep(Preview{Coding: JXL, Data: data, Width: width, Height: height})
	}
}

// keep takes a preview unless the preview is there already: several tags point to the same
// one.
func (f *finder) keep(p Preview) {
	if len(f.file.Previews) >= maxPreviews {
		return
	}
	for _, q := range f.file.Previews {
		if p.Coding == q.Coding && len(p.Data) > 0 && bytes.Equal(p.Data, q.Data) {
			return
		}
	}
	f.file.Previews = append(f.file.Previews, p)
}

// size sets the full size of the photo if the size is plausible.
func (f *finder) size(width, height uint64) {
	if width > 0 && height > 0 && width <= maxSide && height <= maxSide {
		f.file.Width, f.file.Height = int(width), int(height)
	}
}

// orientation states how the sensor's picture has to be turned.
func (f *finder) orientation(o uint64) {
	if o >= 1 && o <= 8 {
		f.file.Orientation = int(o)
	}
}

// rotation sets the orientation by degrees clockwise.
func (f *finder) rotation(degrees int32) {
	switch (degrees%360 + 360) % 360 {
	case 90:
		f.file.Orientation = 6
	case 180:
		f.file.Orientation = 3
	case 270:
		f.file.Orientation = 8
	}
}

// directory reads one directory of a structure, unless there were too many.
func (f *finder) directory(s *tiff.Structure, offset uint64) (tiff.Directory, bool) {
	if f.directories++; f.directories > maxDirectories {
		return tiff.Directory{}, false
	}
	return s.Directory(offset)
}

var (
	little = binary.LittleEndian
	big    = binary.BigEndian
)
