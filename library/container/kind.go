package container

import (
	"encoding/binary"
	"slices"
	"strings"
)

// Kind is how a file is built, as its first bytes say. A Kind is not yet what the file shows:
// most raw photos are built as a TIFF.
type Kind int

// The kinds of files that are photos, and of movies, which begin as some photos do.
const (
	KindUnknown Kind = iota
	KindBMP
	KindJPEG
	KindPNG
	KindGIF
	KindWebP
	KindTIFF     // directories, also BigTIFF; DNG, CR2, NEF, ARW, PEF and others are built so
	KindRawTIFF  // directories under a version that Olympus or Panasonic made up: ORF, RW2
	KindJXL      // the codestream of a JPEG XL, without boxes
	KindJXLBoxes // a JPEG XL in boxes
	KindJPC      // the codestream of a JPEG 2000, without boxes
	KindJP2      // a JPEG 2000 in boxes
	KindPSD      // Photoshop
	KindRAF      // Fujifilm
	KindMRW      // Minolta
	KindX3F      // Sigma
	KindCRW      // Canon's heaps, see CIFF
	KindCR3      // Canon's boxes
	KindHEIC     // boxes, coded as HEVC or in a way that only the boxes say
	KindAVIF     // boxes, coded as AV1
	KindMovie    // boxes of no photo
)

// KindBytes is how much of a file, or all of it, KindOf looks at.
const KindBytes = 8 + 256

// signatures are the kinds that constant bytes tell.
var signatures = []struct {
	offset int
	bytes  string
	kind   Kind
}{
	{0, "\xff\xd8", KindJPEG},
	{0, "\x89PNG\r\n\x1a\n", KindPNG},
	{0, "GIF87a", KindGIF},
	{0, "GIF89a", KindGIF},
	{0, "BM", KindBMP},
	{0, "II*\x00", KindTIFF},
	{0, "MM\x00*", KindTIFF},
	{0, "II+\x00", KindTIFF},
	{0, "MM\x00+", KindTIFF},
	{0, "IIU\x00", KindRawTIFF},
	{0, "IIRO", KindRawTIFF},
	{0, "IIRS", KindRawTIFF},
	{0, "MMOR", KindRawTIFF},
	{0, "\xff\x0a", KindJXL},
	{0, "\x00\x00\x00\x0cJXL ", KindJXLBoxes},
	{0, "\xff\x4f\xff\x51", KindJPC},
	{0, "\x00\x00\x00\x0cjP  ", KindJP2},
	{0, "8BPS", KindPSD},
	{0, "FUJIFILMCCD-RAW", KindRAF},
	{0, "\x00MRM", KindMRW},
	{0, "FOVb", KindX3F},
	{6, "HEAPCCDR", KindCRW},
}

// KindOf tells the kind of a file by its first KindBytes, or all of it. That a file is of a
// kind does not say that it is whole.
func KindOf(head []byte) Kind {
	for _, s := range signatures {
		if end := s.offset + len(s.bytes); len(head) >= end && string(head[s.offset:end]) == s.bytes {
			return s.kind
		}
	}
	if len(head) >= 12 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP" {
		return KindWebP
	}
	return kindOfBrands(brands(head))
}

// kindOfBrands tells what an ISO media file holds.
func kindOfBrands(brands []string) Kind {
	switch {
	case len(brands) == 0:
		return KindUnknown
	case slices.Contains(brands, "crx "): // it may stand among those that the file is compatible with
		return KindCR3
	case strings.Join(brands[:min(2, len(brands))], "") == "mif3avif":
		return KindAVIF // with a minimized header the minor version names the coding
	}
	kind := KindMovie
	for i, brand := range brands {
		if i == 1 {
			continue // minor version
		}
		switch brand {
		case "avif", "avis":
			return KindAVIF
		case "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "mif2", "mif3", "msf1":
			kind = KindHEIC
		}
	}
	return kind
}

// brands are the brands in the "ftyp" box at the beginning of an ISO media file, of four
// letters each, as far as they lie in the first KindBytes. The first is the major brand, the
// second the version of the first, the others the compatible brands. A file of another kind
// has none.
func brands(head []byte) []string {
	if len(head) < 12 || string(head[4:8]) != "ftyp" {
		return nil
	}
	body := head[8:min(len(head), KindBytes)]
	if size := binary.BigEndian.Uint32(head); size >= 16 && size < uint32(8+len(body)) {
		body = body[:size-8]
	}
	brands := make([]string, 0, len(body)/4)
	for ; len(body) >= 4; body = body[4:] {
		brands = append(brands, string(body[:4]))
	}
	return brands
}
