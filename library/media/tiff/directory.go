package tiff

import (
	"math"

	"descry/library/container"
)

// Tags of TIFF 6.0, its supplements and DNG that are needed for pixels.
const (
	tagSubfileType           = 254
	tagOldSubfileType        = 255
	tagWidth                 = 256
	tagHeight                = 257
	tagBitsPerSample         = 258
	tagCompression           = 259
	tagPhotometric           = 262
	tagFillOrder             = 266
	tagStripOffsets          = 273
	tagOrientation           = 274
	tagSamplesPerPixel       = 277
	tagRowsPerStrip          = 278
	tagStripByteCounts       = 279
	tagPlanarConfig          = 284
	tagT4Options             = 292
	tagPredictor             = 317
	tagColorMap              = 320
	tagTileWidth             = 322
	tagTileHeight            = 323
	tagTileOffsets           = 324
	tagTileByteCounts        = 325
	tagSubIFDs               = 330
	tagExtraSamples          = 338
	tagSampleFormat          = 339
	tagJPEGTables            = 347
	tagICCProfile            = 34675
	tagJPEGProc              = 512
	tagJPEGInterchange       = 513
	tagJPEGInterchangeLength = 514
	tagJPEGRestart           = 515
	tagJPEGQTables           = 519
	tagJPEGDCTables          = 520
	tagJPEGACTables          = 521
	tagYCbCrCoefficients     = 529
	tagSubsampling           = 530
	tagReferenceBlackWhite   = 532
	tagExifIFD               = 34665
	tagColorSpace            = 40961
	tagInteropIFD            = 40965
	tagInteropIndex          = 1
	tagDNGVersion            = 50706
)

const (
	// maxSide is the largest width or height, of a picture and of a tile, that is decoded,
	// because whole rows lie in memory.
	maxSide = 1 << 20
	// maxDirectories bounds the directories looked at: the first one, its sub-directories,
	// which a raw file uses for its sensor data, and as many pages.
	maxDirectories = 16
)

// entry is one tag of a directory: its type, the number of its values, the bytes of the
// values, cut to what lies in the file, and the place of the values.
type entry struct {
	kind  uint16
	count uint64
	value []byte
	at    uint64
}

// directory is one image file directory.
type directory struct {
	t       container.TIFF
	entries map[uint16]entry
}

// list returns at most limit values of an integer tag.
func (d directory) list(tag uint16, limit int) []uint64 {
	e, ok := d.entries[tag]
	if !ok {
		return nil
	}
	size := int(container.SizeOfType(e.kind))
	n := min(len(e.value)/size, limit)
	out := make([]uint64, 0, n)
	for i := range n {
		v, ok := d.t.Uint(e.kind, e.value[i*size:])
		if !ok {
			return nil
		}
		out = append(out, v)
	}
	return out
}

// rationals returns at most limit fractions of a tag, nil where a fraction has no value.
func (d directory) rationals(tag uint16, limit int) []float64 {
	e := d.entries[tag]
	if e.kind != container.TypeRational && e.kind != container.TypeSRational {
		return nil
	}
	var out []float64
	for b := e.value; len(b) >= 8 && len(out) < limit; b = b[8:] {
		v := d.t.Float(e.kind, b)
		if math.IsNaN(v) {
			return nil
		}
		out = append(out, v)
	}
	return out
}

// first returns the first value of a tag, or fallback where the tag has none.
func (d directory) first(tag uint16, fallback uint64) uint64 {
	if v := d.list(tag, 1); len(v) == 1 {
		return v[0]
	}
	return fallback
}

// bytes returns the raw value of a tag.
func (d directory) bytes(tag uint16) []byte { return d.entries[tag].value }
