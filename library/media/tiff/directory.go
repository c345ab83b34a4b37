package tiff

import "encoding/binary"

// Tags of TIFF 6.0, its supplements and DNG that matter for pixels.
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
	// maxSide is the largest width or height that is decoded, of the picture
	// and of a tile, because whole rows lie in memory.
	maxSide = 1 << 20
	// maxDirectories bounds the directories looked at: the first one, its
	// sub-directories, which a raw file uses for its sensor data, and as many pages.
	maxDirectories = 16
	// maxEntries bounds the entries read of one directory; real ones have
	// fewer than 200.
	maxEntries = 4096
)

// entry is one tag of a directory: its type, how many values it has, the bytes of
// those values, cut to what lies in the file, and where they lie.
type entry struct {
	kind  uint16
	count uint64
	value []byte
	at    uint64
}

// directory is one image file directory.
type directory struct {
	order   binary.ByteOrder
	entries map[uint16]entry
}

// typeSizes are the bytes of one value by TIFF type; 0 for unknown types.
var typeSizes = [19]uint64{0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8}

// list returns at most limit values of an integer tag.
func (d directory) list(tag uint16, limit int) []uint64 {
	e, ok := d.entries[tag]
	if !ok || int(e.kind) >= len(typeSizes) || typeSizes[e.kind] == 0 {
		return nil
	}
	size := int(typeSizes[e.kind])
	n := min(len(e.value)/size, limit)
	out := make([]uint64, 0, n)
	for i := range n {
		v, ok := integer(d.order, e.kind, e.value[i*size:])
		if !ok {
			return nil
		}
		out = append(out, v)
	}
	return out
}

// integer reads one value of an unsigned integer type.
func integer(order binary.ByteOrder, kind uint16, b []byte) (uint64, bool) {
	switch kind {
	case 1, 6, 7:
		return uint64(b[0]), true
	case 3, 8:
		return uint64(order.Uint16(b)), true
	case 4, 9, 13:
		return uint64(order.Uint32(b)), true
	case 16, 17, 18:
		return order.Uint64(b), true
	}
	return 0, false
}

// rationals returns at most limit fractions of a tag, nil where one has no value.
func (d directory) rationals(tag uint16, limit int) []float64 {
	e := d.entries[tag]
	if e.kind != 5 && e.kind != 10 {
		return nil
	}
	var out []float64
	for b := e.value; len(b) >= 8 && len(out) < limit; b = b[8:] {
		top, bottom := float64(d.order.Uint32(b)), float64(d.order.Uint32(b[4:]))
		if e.kind == 10 {
			top, bottom = float64(int32(d.order.Uint32(b))), float64(int32(d.order.Uint32(b[4:])))
		}
		if bottom == 0 {
			return nil
		}
		out = append(out, top/bottom)
	}
	return out
}

// first returns the first value of a tag, or fallback where it has none.
func (d directory) first(tag uint16, fallback uint64) uint64 {
	if v := d.list(tag, 1); len(v) == 1 {
		return v[0]
	}
	return fallback
}

// bytes returns the raw value of a tag.
func (d directory) bytes(tag uint16) []byte { return d.entries[tag].value }
