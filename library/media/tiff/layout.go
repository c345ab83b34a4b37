package tiff

import (
	"encoding/binary"
	"fmt"
)

// Compressions of TIFF 6.0 and its supplements.
const (
	compressionNone       = 1
	compressionFaxRLE     = 2
	compressionGroup3     = 3
	compressionGroup4     = 4
	compressionLZW        = 5
	compressionOldJPEG    = 6
	compressionJPEG       = 7
	compressionDeflate    = 8
	compressionFaxRLEW    = 32771
	compressionPackBits   = 32773
	compressionOldDeflate = 32946
	compressionLZMA       = 34925
	compressionZstd       = 50000
	compressionWebP       = 50001
)

// Photometric interpretations that are decoded.
const (
	whiteIsZero = 0
	blackIsZero = 1
	rgb         = 2
	palette     = 3
	mask        = 4
	cmyk        = 5
	yCbCr       = 6
	cieLab      = 8
	iccLab      = 9
	ituLab      = 10
)

// Kinds of samples.
const (
	kindUint  = 1
	kindInt   = 2
	kindFloat = 3
)

// layout is how the pixels of one picture are stored.
type layout struct {
	order         binary.ByteOrder
	width, height int
	depths        []int // bits of each sample of a pixel
	bits          int   // the largest depth
	uniform       bool  // all are the same
	kind          uint64
	samples       int // per pixel
	planar        bool
	compression   uint64
	photometric   uint64
	predictor     uint64
	lsbFirst      bool // FillOrder 2
	t4            uint64
	extra         []uint64
	colours       []uint16 // palette as RGB triples
	ycc           ycc
	sub           [2]int // pixels across and down that share a colour
	tables        []byte // JPEGTables
	chunk         grid
	offsets       []uint64
	counts        []uint64
	old           oldJPEG
}

// grid is the strips or tiles: their size and their numbers across and down.
type grid struct {
	width, height int
	across, down  int
}

// newLayout reads the layout of a picture and checks that the layout can be decoded.
func newLayout(f *file, d directory) (*layout, error) {
	l := &layout{
		order:       f.Order,
		width:       int(min(d.first(tagWidth, 0), maxSide+1)),
		height:      int(min(d.first(tagHeight, 0), maxSide+1)),
		compression: d.first(tagCompression, compressionNone),
		predictor:   d.first(tagPredictor, 1),
		lsbFirst:    d.first(tagFillOrder, 1) == 2,
		t4:          d.first(tagT4Options, 0),
		extra:       d.list(tagExtraSamples, maxSamples),
		tables:      d.bytes(tagJPEGTables),
	}
	if l.width <= 0 || l.height <= 0 || l.width > maxSide || l.height > maxSide {
		return nil, fmt.Errorf("%w: impossible width or height", ErrFormat)
	}
	if err := l.readSamples(d); err != nil {
		return nil, err
	}
	if l.compression == compressionOldJPEG {
		return l, l.readOldJPEG(f, d)
	}
	if err := l.readGrid(d, f.end()); err != nil {
		return nil, err
	}
	if err := l.readColours(d); err != nil {
		return nil, err
	}
	if !l.isCoded() && !l.predictable() {
		return nil, fmt.Errorf("%w: predictor %d of %d bits", ErrUnsupported, l.predictor, l.bits)
	}
	return l, nil
}

// maxSamples bounds the samples of a pixel: scientific pictures have more than colours.
const maxSamples = 64

// readSamples reads what kind of number the samples are.
func (l *layout) readSamples(d directory) error {
	depths := d.list(tagBitsPerSample, maxSamples+1)
	l.samples = int(min(d.first(tagSamplesPerPixel, uint64(max(len(depths), 1))), maxSamples+1))
	if l.samples < 1 || l.samples > maxSamples {
		return fmt.Errorf("%w: %d samples a pixel", ErrUnsupported, l.samples)
	}
	if len(depths) == 0 {
		depths = []uint64{1}
	}
	l.uniform = true
	for i := range l.samples {
		bits := depths[min(i, len(depths)-1)] // one number stands for all samples
		if bits < 1 || bits > 64 {
			return fmt.Errorf("%w: %d bits a sample", ErrUnsupported, bits)
		}
		l.depths = append(l.depths, int(bits))
		l.bits = max(l.bits, int(bits))
		l.uniform = l.uniform && l.depths[i] == l.depths[0]
	}
	l.planar = d.first(tagPlanarConfig, 1) == 2 && l.samples > 1
	switch l.kind = d.first(tagSampleFormat, kindUint); l.kind {
	case kindUint, kindInt:
	case 4: // not stated
		l.kind = kindUint
	case kindFloat:
		if l.uniform && (l.bits == 16 || l.bits == 24 || l.bits == 32 || l.bits == 64) {
			break
		}
		fallthrough
	default:
		return fmt.Errorf("%w: sample format %d of %d bits", ErrUnsupported, l.kind, l.bits)
	}
	return nil
}

// readGrid reads the strips or tiles. A missing or zero RowsPerStrip means one strip for the
// whole picture. Where strips are missing at the end, the others are shown.
func (l *layout) readGrid(d directory, fileSize uint64) error {
	offsets, counts := uint16(tagStripOffsets), uint16(tagStripByteCounts)
	l.chunk = grid{width: l.width, height: l.height}
	if _, tiled := d.entries[tagTileWidth]; tiled {
		if _, ok := d.entries[tagTileOffsets]; ok { // some writers put the places of tiles in the tags of strips
			offsets, counts = tagTileOffsets, tagTileByteCounts
		}
		l.chunk.width = int(min(d.first(tagTileWidth, 0), maxSide+1))
		l.chunk.height = int(min(d.first(tagTileHeight, 0), maxSide+1))
	} else if rows := d.first(tagRowsPerStrip, 0); rows > 0 && rows < uint64(l.height) {
		l.chunk.height = int(rows)
	}
	if c := l.chunk; c.width <= 0 || c.height <= 0 || c.width > maxSide || c.height > maxSide {
		return fmt.Errorf("%w: tiles of impossible size", ErrFormat)
	}
	l.chunk.across = (l.width + l.chunk.width - 1) / l.chunk.width
	l.chunk.down = (l.height + l.chunk.height - 1) / l.chunk.height
	need := uint64(l.chunk.across) * uint64(l.chunk.down) * uint64(l.planes())
	switch {
	case need > fileSize:
		return fmt.Errorf("%w: more strips than the file has bytes", ErrFormat)
	case need > maxChunks:
		return fmt.Errorf("%w: %d strips", ErrUnsupported, need)
	}
	l.offsets, l.counts = d.list(offsets, int(need)), d.list(counts, int(need))
	if len(l.offsets) == 0 {
		return fmt.Errorf("%w: strips are missing", ErrFormat)
	}
	return nil
}

// maxChunks bounds the strips and tiles of a picture, whose places take 16 bytes each. As many
// tiles of 16 x 16 pixels cover a billion pixels.
const maxChunks = 4 << 20

// planes is how many separate streams each chunk has.
func (l *layout) planes() int {
	if l.planar {
		return l.samples
	}
	return 1
}

// rowBytes are the packed bytes of one row of a chunk in one plane.
func (l *layout) rowBytes(plane int) int {
	bits := l.depths[plane]
	if !l.planar {
		bits = 0
		for _, b := range l.depths {
			bits += b
		}
	}
	return (l.chunk.width*bits + 7) / 8
}

// deep says whether samples have more than 8 bits, so that a RichSink may get all of them.
func (l *layout) deep() bool { return l.bits > 8 }

// isJPEG says whether chunks are JPEG streams.
func (l *layout) isJPEG() bool {
	return l.compression == compressionJPEG || l.compression == compressionOldJPEG
}

// isCoded says whether chunks are pictures of another format.
func (l *layout) isCoded() bool { return l.isJPEG() || l.compression == compressionWebP }

// memory estimates the working memory of decoding in bytes.
func (l *layout) memory() int64 {
	readers := int64(512 << 10) // dictionaries of the decompressors
	if l.compression == compressionLZMA || l.compression == compressionZstd {
		readers += min(maxDictionary, 2*int64(l.chunk.height)*int64(l.rowBytes(0))+(8<<20))
	}
	readers *= int64(min(l.planes(), 4))
	row := int64(l.chunk.width) * int64(16+l.samples*(4+l.bits/4+1))
	if !l.isCoded() {
		return readers + 8*row
	}
	// pixels, decoder's own planes and a merged copy of tables and data
	pixels := int64(min(l.chunk.width, l.width+16)) * int64(min(l.chunk.height, l.height+16))
	return readers + row + 12*pixels*int64(l.planes())
}
