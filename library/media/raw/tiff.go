package raw

import (
	"bytes"
	"strings"

	"descry/library/media/tiff"
)

// Tags of TIFF, EXIF and DNG.
const (
	tagSubfileType      = 0x00fe
	tagWidth            = 0x0100
	tagHeight           = 0x0101
	tagBits             = 0x0102
	tagCompression      = 0x0103
	tagPhotometric      = 0x0106
	tagMake             = 0x010f
	tagStripOffsets     = 0x0111
	tagOrientation      = 0x0112
	tagStripByteCounts  = 0x0117
	tagTileWidth        = 0x0142
	tagTileHeight       = 0x0143
	tagTileOffsets      = 0x0144
	tagTileByteCounts   = 0x0145
	tagSubIFDs          = 0x014a
	tagJPEGTables       = 0x015b
	tagJPEGOffset       = 0x0201
	tagJPEGLength       = 0x0202
	tagLeafData         = 0x8606
	tagExifIFD          = 0x8769
	tagMakerNote        = 0x927c
	tagColourSpace      = 0xa001
	tagPixelWidth       = 0xa002
	tagPixelHeight      = 0xa003
	tagInteroperability = 0xa005
	tagDNGVersion       = 0xc612
	tagDNGPrivateData   = 0xc634

	tagPreviewColourSpace = 0xc71a
	previewAdobeRGB       = 3
)

// Photometric interpretations of sensor data and of pictures to look at.
const (
	photometricGrey   = 1
	photometricRGB    = 2
	photometricYCbCr  = 6
	photometricCFA    = 32803
	photometricLinear = 34892
)

// Compressions.
const (
	compressionNone = 1
	compressionJPEG = 7
	compressionJXL  = 52546
)

// sensorCompressions are the compressions of sensor data alone: Kodak's three, packed raw,
// Sony's, Samsung's two, Nikon's and Pentax's.
var sensorCompressions = map[uint64]bool{
	262: true, 32867: true, 65000: true, 32769: true, 32767: true, 32770: true, 32772: true, 34713: true, 65535: true,
}

// sensor says whether a directory describes sensor data.
func sensor(d tiff.Directory) bool {
	p := d.Uint(tagPhotometric, 0)
	return p == photometricCFA || p == photometricLinear || sensorCompressions[d.Uint(tagCompression, 0)]
}

const (
	// maxChain bounds the directories of one chain, maxSubs those below one directory.
	maxChain = 16
	maxSubs  = 16
)

// each visits the directories of a structure: the chain from the first one on, each with the
// directories below, and once more with those below these. No directory is visited twice. A
// result false of visit ends all visits.
func (f *finder) each(s *tiff.Structure, visit func(tiff.Directory) bool) {
	seen := map[uint64]bool{}
	var below func(offset uint64, depth int) (next uint64, ok bool)
	below = func(offset uint64, depth int) (uint64, bool) {
		if offset == 0 || seen[offset] {
			return 0, true
		}
		seen[offset] = true
		d, ok := f.directory(s, offset)
		if !ok {
			return 0, true
		}
		if !visit(d) {
			return 0, false
		}
		for _, sub := range d.Uints(tagSubIFDs, maxSubs) {
			if depth == 0 {
				break
			}
			if _, ok := below(sub, depth-1); !ok {
				return 0, false
			}
		}
		return d.Next, true
	}
	next, ok := s.First(), true
	for range maxChain {
		if next, ok = below(next, 2); !ok || next == 0 {
			return
		}
	}
}

// tiffKind names the format of a raw file built on TIFF, "" for what is none.
func tiffKind(data []byte) string {
	s, err := tiff.Open(data)
	if err != nil {
		return ""
	}
	switch string(data[:4]) {
	case "IIU\x00":
		return "RW2"
	case "IIRO", "IIRS", "MMOR":
		return "ORF"
	case "II*\x00", "MM\x00*", "II+\x00", "MM\x00+":
	default:
		return ""
	}
	first, ok := s.Directory(s.First())
	// Pixels that follow the header may look like a maker's mark.
	if mark := data[8:min(16, len(data))]; ok && s.First() >= 16 && first.Uint(tagStripOffsets, 16) >= 16 {
		switch {
		case bytes.HasPrefix(mark, []byte("CR\x02\x00")):
			return "CR2"
		case bytes.HasPrefix(mark, []byte("\xba\xb0\xac\xbb")):
			return "Canon TIF"
		case len(mark) == 8 && (string(mark[:4]) == "IIII" && string(mark[5:8]) == "waR" || string(mark[:7]) == "MMMMRaw"):
			return "IIQ"
		}
	}
	return kindByTags(s)
}

// makers name their formats where the tags alone don't.
var makers = []struct{ prefix, kind string }{
	{"NIKON", "NEF"}, {"SONY", "ARW"}, {"PENTAX", "PEF"}, {"RICOH", "PEF"}, {"SAMSUNG", "SRW"}, {"HASSELBLAD", "3FR"},
	{"PHASE ONE", "IIQ"}, {"LEAF", "MOS"}, {"SEIKO EPSON", "ERF"}, {"EASTMAN KODAK", "DCR"}, {"KODAK", "DCR"}, {"MAMIYA", "MEF"},
}

// kindByTags tells sensor data from pictures, wherever in the file the data are described.
func kindByTags(s *tiff.Structure) (kind string) {
	maker, found := "", ""
	(&finder{}).each(s, func(d tiff.Directory) bool {
		if maker == "" {
			maker = strings.ToUpper(strings.TrimSpace(string(d.Bytes(tagMake))))
		}
		switch {
		case d.Has(tagDNGVersion):
			found = "DNG"
		case d.Has(tagLeafData):
			found = "MOS"
		case sensor(d), strings.HasPrefix(maker, "SONY") && d.Has(tagDNGPrivateData):
			found = "raw"
		}
		return found == "" || found == "raw" && maker == ""
	})
	if found != "raw" {
		return found
	}
	for _, m := range makers {
		if strings.HasPrefix(maker, m.prefix) {
			return m.kind
		}
	}
	return found
}

// part is a TIFF structure and its place in the file.
type part struct {
	*tiff.Structure
	base uint64
	data []byte // the structure
}

// tiff finds the previews of a raw file built on TIFF.
func (f *finder) tiff() error {
	f.file.Kind = tiffKind(f.data)
	if f.file.Kind == "" {
		return ErrFormat
	}
	return f.structure(f.data, 0)
}

// structure finds the previews in the TIFF structure data. base is the structure's place in
// the file.
func (f *finder) structure(data []byte, base uint64) error {
	s, err := tiff.Open(data)
	if err != nil {
		return ErrFormat
	}
	p := part{s, base, data}
	first := true
	f.each(s, func(d tiff.Directory) bool {
		f.pictures(p, d)
		if first {
			f.main(p, d)
			first = false
		}
		return true
	})
	if first {
		return ErrFormat
	}
	return nil
}

// main reads what the first directory states about the whole file.
func (f *finder) main(p part, d tiff.Directory) {
	if !f.inside || f.file.Orientation == 1 {
		f.orientation(d.Uint(tagOrientation, 0))
	}
	maker := strings.ToUpper(string(d.Bytes(tagMake)))
	if f.file.Kind == "RW2" && !f.inside {
		f.panasonic(d)
	}
	offset := d.Uint(tagExifIFD, 0)
	if offset == 0 {
		return
	}
	exif, ok := f.directory(p.Structure, offset)
	if !ok {
		return
	}
	f.colours(p, exif)
	if at, ok := exif.ValueOffset(tagMakerNote); ok {
		f.makerNote(p, exif.Bytes(tagMakerNote), at, maker)
	}
	if !f.inside {
		f.exifWidth, f.exifHeight = exif.Uint(tagPixelWidth, 0), exif.Uint(tagPixelHeight, 0)
		// The directories of these files describe the preview, or the whole sensor with its
		// margins.
		f.exifSize = f.file.Kind == "CR2" || f.file.Kind == "IIQ"
	}
}

// colours reads the colour space that the camera was set to.
func (f *finder) colours(p part, exif tiff.Directory) {
	const adobeRGB, uncalibrated = 2, 0xffff
	switch exif.Uint(tagColourSpace, 0) {
	case adobeRGB:
		f.adobeRGB = true
	case uncalibrated:
		if offset := exif.Uint(tagInteroperability, 0); offset != 0 {
			d, ok := f.directory(p.Structure, offset)
			f.adobeRGB = ok && bytes.HasPrefix(d.Bytes(1), []byte("R03"))
		}
	}
}

// pictures takes the pictures that a directory describes, or the size of the sensor's.
func (f *finder) pictures(p part, d tiff.Directory) {
	if n := d.Uint(tagJPEGLength, 0); n > 0 {
		at := d.Uint(tagJPEGOffset, 0)
		// Sony's first camera leaves out 0x10000.
		f.add(n, p.base+at, at, p.base+at+0x10000)
	}
	width, height := d.Uint(tagWidth, 0), d.Uint(tagHeight, 0)
	kind := d.Uint(tagSubfileType, 0)
	switch {
	case sensor(d) || f.file.Kind == "ORF" && !f.inside:
		if area := int64(min(width, maxSide)) * int64(min(height, maxSide)); kind == 0 && area > f.area && !f.inside {
			f.area = area
			f.size(width, height)
		}
		return
	case kind != 0 && kind&0xffff != 1: // masks and maps
		return
	}
	before := len(f.file.Previews)
	f.chunks(p, d, int(min(width, maxSide)), int(min(height, maxSide)))
	// DNG states the colours of each preview.
	if len(f.file.Previews) > before && d.Uint(tagPreviewColourSpace, 0) == previewAdobeRGB {
		f.file.Previews[before].AdobeRGB = true
	}
}

// chunks takes a picture that is stored in strips or tiles: one that is a whole file by
// itself, or one that package tiff can put together.
func (f *finder) chunks(p part, d tiff.Directory, width, height int) {
	offsets, counts := d.Uints(tagStripOffsets, 2), d.Uints(tagStripByteCounts, 1)
	if d.Has(tagTileOffsets) {
		offsets, counts = d.Uints(tagTileOffsets, 2), d.Uints(tagTileByteCounts, 1)
	}
	if len(offsets) == 0 {
		return
	}
	whole := len(offsets) == 1 && len(counts) == 1 && !d.Has(tagJPEGTables) &&
		(!d.Has(tagTileWidth) || d.Uint(tagTileWidth, 0) == uint64(width) && d.Uint(tagTileHeight, 0) == uint64(height))
	compression := d.Uint(tagCompression, compressionNone)
	switch {
	case whole && f.add(counts[0], p.base+offsets[0]):
	case compression == compressionJXL && whole:
		f.addJXL(f.slice(p.base+offsets[0], counts[0]), width, height)
	case compression == compressionJXL:
		f.keep(Preview{Coding: JXL, Structure: p.Structure, Directory: d, Width: width, Height: height})
	default:
		f.addPixels(p, d)
	}
}

// addPixels takes a picture of 8 bits a sample that package tiff decodes.
func (f *finder) addPixels(p part, d tiff.Directory) {
	photometric := d.Uint(tagPhotometric, photometricRGB)
	compression := d.Uint(tagCompression, compressionNone)
	grey := photometric == photometricGrey && d.Uint(tagSubfileType, 0) != 0
	if photometric != photometricRGB && photometric != photometricYCbCr && !grey || d.Uint(tagBits, 8) != 8 ||
		compression != compressionNone && compression != compressionJPEG {
		return
	}
	c, err := p.Config(d)
	if err != nil || c.Width <= 0 || c.Height <= 0 {
		return
	}
	f.keep(Preview{Coding: Pixels, Structure: p.Structure, Directory: d, Width: c.Width, Height: c.Height})
}

// nested reads the EXIF structure of an embedded JPEG at offset: some formats keep their
// thumbnail and maker note only there.
func (f *finder) nested(offset, size uint64) {
	data := f.slice(offset, size)
	if block, at := exifBlock(data); block != nil {
		f.inside = true
		_ = f.structure(block, offset+uint64(at)) // a broken block has no thumbnail
		f.inside = false
	}
}

// panasonic reads the tags of Panasonic's and Leica's own directory: the JPEG and the
// borders of the sensor.
func (f *finder) panasonic(d tiff.Directory) {
	const top, left, bottom, right = 4, 5, 6, 7
	f.size(d.Uint(right, 0)-d.Uint(left, 0), d.Uint(bottom, 0)-d.Uint(top, 0))
	for _, tag := range []uint16{0x002e, 0x0127} {
		if at, ok := d.ValueOffset(tag); ok {
			n := uint64(len(d.Bytes(tag)))
			f.add(n, at)
			f.nested(at, n)
		}
	}
}
