package media

import (
	"bytes"
	"errors"
)

// jpegInfo is what the markers of a JPEG say before and between its scans.
type jpegInfo struct {
	width, height int
	components    int
	precision     int
	process       byte // n of the frame marker SOFn
	sampling      [4]byte
	adobe         bool // an APP14 marker
	profile       iccPieces
	adobeRGB      bool // as EXIF says
	orientation   int
	scans         int
	firstScan     int // components of the first scan
}

// Markers of JPEG (ITU-T T.81, table B.1).
const (
	markerSOF0  = 0xc0
	markerDHT   = 0xc4
	markerJPG   = 0xc8
	markerDAC   = 0xcc
	markerSOF15 = 0xcf
	markerRST0  = 0xd0
	markerSOI   = 0xd8
	markerEOI   = 0xd9
	markerSOS   = 0xda
	markerAPP1  = 0xe1
	markerAPP2  = 0xe2
	markerAPP14 = 0xee
	markerTEM   = 0x01
)

var (
	errNoFrame    = errors.New("it has no frame header")
	errTwoFrames  = errors.New("it has two frame headers")
	errBadSegment = errors.New("a segment is cut off")
)

// parseJPEG reads the markers up to the first scan and counts the scans. It
// stops at the end of the first picture, so pictures behind it do not count.
func parseJPEG(data []byte) (jpegInfo, error) {
	info := jpegInfo{orientation: 1}
	exif := false
	for pos := 2; ; {
		marker, body, next, err := nextSegment(data, pos)
		switch {
		case err != nil && info.scans > 0:
			return info, nil // the data ends early; the decoder judges
		case err != nil:
			return info, err
		case marker == markerEOI:
			return info, info.complete()
		case marker == markerSOS:
			if info.scans++; info.scans == 1 && len(body) > 0 {
				info.firstScan = int(body[0])
			}
		case isFrame(marker) && info.scans == 0:
			if err := info.frame(marker, body); err != nil {
				return info, err
			}
		case marker == markerAPP14:
			info.adobe = info.adobe || bytes.HasPrefix(body, []byte("Adobe"))
		case marker == markerAPP1 && !exif && bytes.HasPrefix(body, []byte("Exif\x00")):
			exif = true
			info.orientation, info.adobeRGB = exifOrientation(body), exifAdobeRGB(body)
		case marker == markerAPP2 && info.scans == 0:
			info.profile.add(body)
		}
		pos = next
	}
}

// complete checks that what came before the end marker was a picture.
func (i *jpegInfo) complete() error {
	if i.components == 0 || i.scans == 0 {
		return errNoFrame
	}
	return nil
}

func isFrame(marker byte) bool {
	return marker >= markerSOF0 && marker <= markerSOF15 &&
		marker != markerDHT && marker != markerJPG && marker != markerDAC
}

// nextSegment finds the next marker at or after pos, passing over fill bytes,
// restart markers and the coded data of a scan, and returns its body.
func nextSegment(data []byte, pos int) (marker byte, body []byte, next int, err error) {
	for {
		skip := bytes.IndexByte(data[min(pos, len(data)):], 0xff)
		if skip < 0 || pos+skip+1 >= len(data) {
			return 0, nil, 0, errNoFrame
		}
		pos += skip + 1
		marker = data[pos]
		stuffed := marker == 0 || marker == 0xff || marker == markerTEM
		if stuffed || marker >= markerRST0 && marker <= markerSOI {
			if marker != 0xff {
				pos++
			}
			continue
		}
		break
	}
	pos++
	if marker == markerEOI {
		return marker, nil, pos, nil
	}
	if pos+2 > len(data) {
		return 0, nil, 0, errBadSegment
	}
	size := int(data[pos])<<8 | int(data[pos+1])
	if size < 2 || pos+size > len(data) {
		return 0, nil, 0, errBadSegment
	}
	return marker, data[pos+2 : pos+size], pos + size, nil
}

// frame reads a frame header.
func (i *jpegInfo) frame(marker byte, body []byte) error {
	if i.components != 0 {
		return errTwoFrames
	}
	if len(body) < 6 || len(body) < 6+3*int(body[5]) || body[5] == 0 {
		return errBadSegment
	}
	i.process = marker - markerSOF0
	i.precision = int(body[0])
	i.height = int(body[1])<<8 | int(body[2])
	i.width = int(body[3])<<8 | int(body[4])
	i.components = int(body[5])
	for c := range min(i.components, 4) {
		i.sampling[c] = body[6+3*c+1]
	}
	return nil
}

// buffered says whether a decoder has to keep all coefficients of the picture
// because they come in several scans.
func (i *jpegInfo) buffered() bool {
	progressive := i.process == 2 || i.process == 10
	return progressive || i.firstScan < i.components
}

// coefficients is how many coefficients the picture has: one for each sample of
// each component, chroma subsampled.
func (i *jpegInfo) coefficients() int64 {
	maxH, maxV := 1, 1
	for c := range min(i.components, 4) {
		maxH, maxV = max(maxH, int(i.sampling[c]>>4)), max(maxV, int(i.sampling[c]&15))
	}
	var total int64
	for c := range min(i.components, 4) {
		h, v := max(1, int(i.sampling[c]>>4)), max(1, int(i.sampling[c]&15))
		// padded to whole blocks and units
		w := int64(divideUp(i.width*h, maxH) + 8*h)
		total += w * int64(divideUp(i.height*v, maxV)+8*v)
	}
	return total
}
