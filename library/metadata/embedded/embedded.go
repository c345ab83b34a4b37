// Package embedded finds the metadata blocks in photo files: the EXIF structure, XMP packets,
// and IPTC records, wherever JPEG, PNG, GIF, WebP, TIFF, raw files, HEIC, AVIF, JPEG XL and
// JPEG 2000 keep them. Package embedded does not interpret the blocks. The content decides the
// kind of a file, never its name.
package embedded

import (
	"bytes"
	"errors"
	"io"

	"descry/library/container"
)

// Blocks are the blocks of a file, nil where the file has none.
type Blocks struct {
	TIFF      io.ReaderAt // the EXIF structure; for a TIFF or raw file the file itself
	TIFFSize  int64
	XMP       [][]byte // packets, in the order of the file
	IPTC      [][]byte // IIM records without a wrapping (PNG)
	Photoshop []byte   // image resources that may hold IIM records
	Exif, GPS []byte   // TIFF structures whose only table is that of EXIF or GPS (CR3)
	// Heap and Properties are the metadata in the formats of Canon's CRW and Sigma's X3F: the
	// whole file, and a list of names and values.
	Heap       io.ReaderAt
	HeapSize   int64
	Properties []byte
	// Texts are the texts of a PNG by keyword ("Title"), the first of each.
	Texts    map[string][]byte
	extended map[string]*extension
	used     int64 // bytes taken so far
}

// maxTotal bounds the bytes of all blocks of a file, unpacked, so that many
// blocks of allowed size cannot fill the memory together.
const maxTotal = 32 << 20

// take counts n bytes about to be kept or unpacked against maxTotal.
func (b *Blocks) take(n int64) error {
	if b.used += n; b.used > maxTotal {
		return errors.New("too much metadata in one file")
	}
	return nil
}

// Find reads the blocks of a file. Find starts at offset 0 wherever r stands, and leaves r
// anywhere. A file of another kind, an empty one or one without metadata gives no blocks and
// no error. A broken file gives the blocks up to the fault and an error.
func Find(r io.ReadSeeker) (Blocks, error) {
	var b Blocks
	s, err := newSource(r)
	if err != nil {
		return b, err
	}
	head, err := s.Peek(0, int(min(container.KindBytes, s.Size())))
	if err != nil {
		return b, err
	}
	if walk := walkers[container.KindOf(head)]; walk != nil {
		err = walk(s, &b)
	}
	return b, err
}

// walkers find the blocks in files of each kind that may have some. What looks like a movie
// may be a photo under a brand of which nothing is known here.
var walkers = map[container.Kind]func(container.Source, *Blocks) error{
	container.KindJPEG:     walkJPEG,
	container.KindPNG:      walkPNG,
	container.KindGIF:      walkGIF,
	container.KindWebP:     walkWebP,
	container.KindTIFF:     walkTIFF,
	container.KindRawTIFF:  walkTIFF,
	container.KindJXLBoxes: walkBoxes,
	container.KindJP2:      walkBoxes,
	container.KindRAF:      walkRAF,
	container.KindMRW:      walkMRW,
	container.KindX3F:      walkX3F,
	container.KindCRW:      walkCRW,
	container.KindCR3:      walkCR3,
	container.KindHEIC:     walkHEIF,
	container.KindAVIF:     walkHEIF,
	container.KindMovie:    walkHEIF,
}

// walkTIFF has nothing to find, since the file itself is the structure.
func walkTIFF(s container.Source, b *Blocks) error {
	b.TIFF, b.TIFFSize = s, s.Size()
	return nil
}

// addXMP takes a packet. Packets beyond the limit are dropped, since files have one or two.
func (b *Blocks) addXMP(packet []byte) {
	const maxPackets = 16
	if len(b.XMP) < maxPackets {
		b.XMP = append(b.XMP, packet)
	}
}

// setTIFF takes an EXIF block held in memory. The first one counts. Some writers put the
// header of the JPEG segment before the block in other formats too.
func (b *Blocks) setTIFF(data []byte) {
	data = bytes.TrimPrefix(data, []byte(exifHeader))
	if b.TIFF == nil && len(data) > 0 {
		b.TIFF, b.TIFFSize = container.Memory(data), int64(len(data))
	}
}
