package media

import (
	"encoding/binary"

	"descry/library/container"
	"descry/library/media/colour"
)

// Version counts the changes of decoding that change pixels of files, or let files be read
// that were refused. 1 brought colours to sRGB, scaled the video range, laid transparency over
// grey and did not invert inks without Adobe's mark. Files that were read before have version
// 0.
const Version = 1

// SeenOtherwise tells from the first bytes of a file of some size whether this version sees
// the photo otherwise than an older one did. sure is false where only the whole file can tell.
func SeenOtherwise(head []byte, size int64, since int) (otherwise, sure bool) {
	if since >= Version {
		return false, true
	}
	whole := int64(len(head)) >= size
	h, err := readHeader(head)
	if err != nil {
		return false, whole
	}
	conversion, _ := colour.For(h.colours)
	if conversion != nil || h.inks {
		return true, true
	}
	switch h.format {
	case JPEG:
		return false, true
	case PNG:
		return transparentPNG(head), true
	case BMP:
		return binary.LittleEndian.Uint16(head[28:]) == 32, true
	default:
		// WebP and HEIC mostly were in video range, and GIF may be transparent anywhere. Few
		// others are known to be unchanged.
		return true, true
	}
}

// transparentPNG reports that some pixel of a PNG may not be opaque.
func transparentPNG(data []byte) bool {
	const colourType, greyAlpha, colourAlpha = 25, 4, 6
	return data[colourType] == greyAlpha || data[colourType] == colourAlpha || pngHas(data, "tRNS")
}

// pngHas reports that there is a chunk of a kind before the pixels.
func pngHas(data []byte, kind string) bool {
	for c, err := range container.Memory(data).PNGChunks() {
		if err != nil || c.Kind == "IDAT" {
			return false
		}
		if c.Kind == kind {
			return true
		}
	}
	return false
}
