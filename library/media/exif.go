package media

import (
	"bytes"

	"descry/library/media/tiff"
)

// exifOrientation reads the orientation of an EXIF block, which starts with a
// TIFF header that some writers precede with the marker of JPEG files.
func exifOrientation(block []byte) int {
	return tiff.Orientation(bytes.TrimPrefix(block, []byte("Exif\x00\x00")))
}
