package raw

import (
	"bytes"

	"descry/library/media/tiff"
)

// frame reads the size of a JPEG from its frame header, false for what is no picture to
// look at: lossless, hierarchical, of another depth than 8 bits, or cut before its data.
func frame(data []byte) (width, height int, ok bool) {
	for pos := 2; ; {
		marker, body, next := segment(data, pos)
		switch {
		case marker == 0 || marker == 0xd9 || marker == 0xda:
			return 0, 0, false
		case marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc:
			process := marker - 0xc0
			if process%8 > 2 || len(body) < 6 || body[0] != 8 {
				return 0, 0, false
			}
			height, width = int(big.Uint16(body[1:])), int(big.Uint16(body[3:]))
			return width, height, width > 0 && height > 0
		}
		pos = next
	}
}

// segment returns the marker segment at pos: its marker, 0 for none, its content and
// where the next one begins.
func segment(data []byte, pos int) (marker byte, body []byte, next int) {
	for pos < len(data) && data[pos] == 0xff {
		pos++ // fill bytes
	}
	if pos == 0 || pos >= len(data) || data[pos-1] != 0xff {
		return 0, nil, 0
	}
	marker = data[pos]
	if pos+3 > len(data) {
		return 0, nil, 0
	}
	size := int(big.Uint16(data[pos+1:]))
	if size < 2 || pos+1+size > len(data) {
		return 0, nil, 0
	}
	return marker, data[pos+3 : pos+1+size], pos + 1 + size
}

// exifBlock returns the TIFF structure of a JPEG's EXIF segment, nil without one, and
// where in data it lies.
func exifBlock(data []byte) (block []byte, at int) {
	for pos := 2; ; {
		marker, body, next := segment(data, pos)
		if marker == 0 || marker == 0xda {
			return nil, 0
		}
		if block, ok := bytes.CutPrefix(body, []byte("Exif\x00\x00")); ok && marker == 0xe1 {
			return block, next - len(block)
		}
		pos = next
	}
}

// ownMarks reads what a JPEG's EXIF segment says: the orientation, 0 where there is none,
// and whether it is silent because there is no segment at all.
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
