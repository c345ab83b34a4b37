package media

import (
	"bytes"
	"errors"

	"descry/library/container"
)

// jpegInfo is the content of a JPEG's markers before and between its scans.
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

var (
	errNoFrame    = errors.New("it has no frame header")
	errTwoFrames  = errors.New("it has two frame headers")
	errBadSegment = errors.New("a segment is cut off")
)

// parseJPEG reads the markers up to the first scan and counts the scans. parseJPEG stops at
// the end of the first picture, so later pictures do not count.
func parseJPEG(data []byte) (jpegInfo, error) {
	info := jpegInfo{orientation: 1}
	exif := false
	for seg, err := range container.Memory(data).Segments() {
		var body []byte
		if err == nil {
			body, err = seg.Body.All()
		}
		switch {
		case (err != nil || !seg.Whole) && info.scans > 0:
			return info, nil // the data ends early; the decoder judges
		case errors.Is(err, container.ErrOutside):
			return info, errNoFrame
		case err != nil || !seg.Whole:
			return info, errBadSegment
		case seg.Marker == container.MarkerEOI:
			return info, info.complete()
		case seg.Marker == container.MarkerSOS:
			if info.scans++; info.scans == 1 && len(body) > 0 {
				info.firstScan = int(body[0])
			}
		case container.IsFrame(seg.Marker) && info.scans == 0:
			if err := info.frame(seg.Marker, body); err != nil {
				return info, err
			}
		case seg.Marker == container.MarkerAPP14:
			info.adobe = info.adobe || bytes.HasPrefix(body, []byte("Adobe"))
		case seg.Marker == container.MarkerAPP1 && !exif && bytes.HasPrefix(body, []byte("Exif\x00")):
			exif = true
			info.orientation, info.adobeRGB = exifOrientation(body), exifAdobeRGB(body)
		case seg.Marker == container.MarkerAPP2 && info.scans == 0:
			info.profile.add(body)
		}
	}
	return info, errNoFrame
}

// complete checks that there was a picture before the end marker.
func (i *jpegInfo) complete() error {
	if i.components == 0 || i.scans == 0 {
		return errNoFrame
	}
	return nil
}

// frame reads a frame header.
func (i *jpegInfo) frame(marker byte, body []byte) error {
	if i.components != 0 {
		return errTwoFrames
	}
	if len(body) < 6 || len(body) < 6+3*int(body[5]) || body[5] == 0 {
		return errBadSegment
	}
	i.process = marker - container.MarkerSOF0
	i.precision = int(body[0])
	i.height = int(body[1])<<8 | int(body[2])
	i.width = int(body[3])<<8 | int(body[4])
	i.components = int(body[5])
	for c := range min(i.components, 4) {
		i.sampling[c] = body[6+3*c+1]
	}
	return nil
}

// buffered says whether a decoder has to keep all coefficients of the picture because they
// come in several scans.
func (i *jpegInfo) buffered() bool {
	progressive := i.process == 2 || i.process == 10
	return progressive || i.firstScan < i.components
}

// coefficients is the number of coefficients of the picture: one for each sample of each
// component, chroma subsampled.
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
