package raw

import (
	"bytes"
	"iter"

	"descry/library/container"
	"descry/library/media/tiff"
)

// segments visits the marker segments of a JPEG in front of its scan, as far as one follows
// the other.
func segments(data []byte) iter.Seq2[container.Segment, []byte] {
	return func(yield func(container.Segment, []byte) bool) {
		for seg, err := range container.Memory(data).Segments() {
			if err != nil || !seg.Whole || seg.Gap > 0 || seg.Marker == container.MarkerSOS || seg.Marker == container.MarkerEOI {
				return
			}
			body, err := seg.Body.All()
			if err != nil || !yield(seg, body) {
				return
			}
		}
	}
}

// frame reads the size of a JPEG from its frame header. ok is false for a JPEG that can't be
// shown: lossless, hierarchical, of another depth than 8 bits, or cut before its data.
func frame(data []byte) (width, height int, ok bool) {
	for seg, body := range segments(data) {
		if !container.IsFrame(seg.Marker) {
			continue
		}
		process := seg.Marker - container.MarkerSOF0
		if process%8 > 2 || len(body) < 6 || body[0] != 8 {
			return 0, 0, false
		}
		height, width = int(big.Uint16(body[1:])), int(big.Uint16(body[3:]))
		return width, height, width > 0 && height > 0
	}
	return 0, 0, false
}

// exifBlock returns the TIFF structure of a JPEG's EXIF segment, nil without one, and its
// place in data.
func exifBlock(data []byte) (block []byte, at int) {
	for seg, body := range segments(data) {
		if block, ok := bytes.CutPrefix(body, []byte("Exif\x00\x00")); ok && seg.Marker == container.MarkerAPP1 {
			return block, int(seg.End) - len(block)
		}
	}
	return nil, 0
}

// ownMarks reads a JPEG's EXIF segment: the orientation, 0 where there is none, and whether
// there is no segment at all.
func ownMarks(data []byte) (orientation int, silent bool) {
	block, _ := exifBlock(data)
	s, err := tiff.Open(block)
	if err != nil {
		return 0, true
	}
	d, _ := s.Directory(s.First())
	if o := d.Uint(tagOrientation, 0); o <= 8 {
		return int(o), false
	}
	return 0, false
}
