package embedded

import (
	"errors"
	"strings"

	"descry/library/container"
)

// Headers of the JPEG segments with metadata.
const (
	exifHeader      = "Exif\x00\x00"
	xmpHeader       = "http://ns.adobe.com/xap/1.0/\x00"
	extendedHeader  = "http://ns.adobe.com/xmp/extension/\x00"
	photoshopHeader = "Photoshop 3.0\x00"
)

// JPEG markers, the byte after 0xFF.
const (
	markerTEM   = 0x01
	markerRST0  = 0xD0
	markerSOI   = 0xD8
	markerEOI   = 0xD9
	markerSOS   = 0xDA
	markerAPP1  = 0xE1
	markerAPP13 = 0xED
)

const (
	maxSegments = 4096
	maxFill     = 4096 // bytes skipped in search of a marker
)

// walkJPEG goes from segment to segment up to the start of the picture data.
func walkJPEG(s container.Source, b *Blocks) error {
	for off, n := int64(2), 0; n < maxSegments; n++ {
		marker, body, err := nextMarker(s, off)
		if err != nil || marker == markerSOS || marker == markerEOI {
			return err
		}
		if marker == markerTEM || marker >= markerRST0 && marker <= markerSOI {
			off = body
			continue
		}
		size, err := s.Peek(body, 2)
		if err != nil {
			return err
		}
		length := int64(size[0])<<8 | int64(size[1])
		if length < 2 {
			return errors.New("JPEG segment length is invalid")
		}
		off = body + length
		if marker != markerAPP1 && marker != markerAPP13 {
			continue
		}
		if err := b.take(length); err != nil {
			return err
		}
		if err := segment(s, b, marker, body+2, length-2); err != nil {
			return err
		}
	}
	return errors.New("too many JPEG segments")
}

// nextMarker finds the marker at off or, behind fill bytes and rubbish, soon
// after it. body is the offset behind it.
func nextMarker(s container.Source, off int64) (marker byte, body int64, err error) {
	for end := off + maxFill; off < end; off++ {
		m, err := s.Peek(off, 2)
		if err != nil {
			return 0, 0, err
		}
		if m[0] == 0xFF && m[1] != 0xFF && m[1] != 0 {
			return m[1], off + 2, nil
		}
	}
	return 0, 0, errors.New("no JPEG marker found")
}

// segment keeps the segment if it holds metadata. A segment that reaches beyond
// the end of the file gives what is there.
func segment(s container.Source, b *Blocks, marker byte, off, n int64) error {
	n = min(n, max(s.Size()-off, 0))
	data, err := blockAt(s, off, n)
	if err != nil {
		return err
	}
	head := string(data[:min(len(data), len(extendedHeader))])
	switch {
	case marker == markerAPP13 && strings.HasPrefix(head, photoshopHeader):
		// Resources may run on from one segment into the next.
		b.Photoshop = append(b.Photoshop, data[len(photoshopHeader):]...)
	case marker != markerAPP1:
	case strings.HasPrefix(head, exifHeader):
		b.setTIFF(data)
	case strings.HasPrefix(head, xmpHeader):
		b.addXMP(data[len(xmpHeader):])
	case head == extendedHeader:
		return b.addExtension(data[len(extendedHeader):])
	}
	return nil
}
