package container

import (
	"errors"
	"fmt"
	"iter"
)

const (
	// maxSegments bounds the segments of a JPEG. Headers have some dozens, and each scan of a
	// progressive JPEG two.
	maxSegments = 1 << 16
	// maxGap bounds the bytes that are passed over in search of a marker, or of a block of
	// a GIF.
	maxGap = 1 << 20
)

// Markers of JPEG (ITU-T T.81, table B.1), the byte behind 0xFF.
const (
	MarkerTEM   = 0x01
	MarkerSOF0  = 0xC0
	MarkerDHT   = 0xC4
	MarkerJPG   = 0xC8
	MarkerDAC   = 0xCC
	MarkerSOF15 = 0xCF
	MarkerRST0  = 0xD0
	MarkerSOI   = 0xD8
	MarkerEOI   = 0xD9
	MarkerSOS   = 0xDA
	MarkerDQT   = 0xDB
	MarkerDRI   = 0xDD
	MarkerAPP0  = 0xE0
	MarkerAPP1  = 0xE1
	MarkerAPP2  = 0xE2
	MarkerAPP13 = 0xED
	MarkerAPP14 = 0xEE
)

// IsFrame says whether a marker is one of the markers of frame headers, SOF0 to SOF15.
func IsFrame(marker byte) bool {
	return marker >= MarkerSOF0 && marker <= MarkerSOF15 && marker != MarkerDHT && marker != MarkerJPG && marker != MarkerDAC
}

// Segment is a marker of a JPEG with its content. The coded data of a scan stands behind its
// segment, not in the segment.
type Segment struct {
	Marker byte
	Body   Source // behind the length; empty for the end of the picture
	End    int64  // where the segment ends, in the source that was taken apart
	// Gap is how many stray bytes were passed over in front of the segment.
	Gap int64
	// Whole is false where the source ends before the segment does.
	Whole bool
}

// Segments visits the segments of the JPEG at the start of the source, up to the end of the
// picture, which is visited. The coded data of scans is passed over. Where no segment follows,
// the error is the last element visited: an ErrOutside at the end of the source, or else an
// ErrStructure.
func (s Source) Segments() iter.Seq2[Segment, error] {
	return func(yield func(Segment, error) bool) {
		off := int64(2)
		for range maxSegments {
			seg, err := s.segment(off)
			if !yield(seg, err) || err != nil || seg.Marker == MarkerEOI {
				return
			}
			off = seg.End
			if seg.Marker == MarkerSOS {
				if off, err = s.scanEnd(off); err != nil {
					yield(Segment{}, err)
					return
				}
			}
		}
		yield(Segment{}, fmt.Errorf("%w: more than %d segments", ErrStructure, maxSegments))
	}
}

// segment reads the segment at off or, behind fill bytes and rubbish, soon after off.
func (s Source) segment(off int64) (Segment, error) {
	marker, behind, gap, err := s.marker(off, maxGap)
	if err != nil {
		return Segment{}, err
	}
	seg := Segment{Marker: marker, Gap: gap, End: behind, Whole: true}
	if marker == MarkerEOI {
		return seg, nil
	}
	head, err := s.Peek(behind, 2)
	if errors.Is(err, ErrOutside) {
		seg.Whole, seg.End = false, s.size
		return seg, nil
	}
	if err != nil {
		return Segment{}, err
	}
	length := int64(head[0])<<8 | int64(head[1])
	if length < 2 {
		return Segment{}, fmt.Errorf("%w: JPEG segment of %d bytes", ErrStructure, length)
	}
	room := s.size - behind
	seg.Whole = length <= room
	length = min(length, room)
	seg.Body, seg.End = s.part(behind+2, length-2), behind+length
	return seg, nil
}

// marker finds the first marker at or after off that begins a segment or ends the picture.
// behind is where the marker ends. Fill bytes, escaped bytes, restart markers and the like are
// passed over, and at most limit other bytes.
func (s Source) marker(off, limit int64) (marker byte, behind, gap int64, err error) {
	for {
		at, err := s.index(off, limit-gap+1, 0xFF)
		if errors.Is(err, ErrOutside) && s.size-off > limit-gap {
			err = fmt.Errorf("%w: no JPEG marker found", ErrStructure)
		}
		if err != nil {
			return 0, 0, 0, err
		}
		gap += at - off
		m, err := s.Peek(at, 2)
		if err != nil {
			return 0, 0, 0, err
		}
		switch marker = m[1]; {
		case marker == 0xFF:
			off = at + 1
		case marker == 0:
			off, gap = at+2, gap+2
		case marker == MarkerTEM || marker >= MarkerRST0 && marker <= MarkerSOI:
			off = at + 2
		default:
			return marker, at + 2, gap, nil
		}
	}
}

// scanEnd is where the coded data of a scan that begins at off ends: at a marker.
func (s Source) scanEnd(off int64) (int64, error) {
	_, behind, _, err := s.marker(off, s.size)
	return behind - 2, err
}
