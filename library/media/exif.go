package media

import (
	"bytes"

	"descry/library/media/tiff"
)

// exifOrientation reads the orientation of an EXIF block, which starts with a
// TIFF header that some writers precede with the marker of JPEG files.
func exifOrientation(block []byte) int { return tiff.Orientation(withoutMarker(block)) }

// exifAdobeRGB says whether an EXIF block marks its picture as Adobe RGB.
func exifAdobeRGB(block []byte) bool { return tiff.AdobeRGB(withoutMarker(block)) }

func withoutMarker(block []byte) []byte { return bytes.TrimPrefix(block, []byte("Exif\x00\x00")) }
