package tiff

import (
	"encoding/binary"
	"fmt"
)

// Compressions of TIFF 6.0 and its supplements.
const (
	compressionNone       = 1
	compressionGroup3     = 3
	compressionGroup4     = 4
	compressionLZW        = 5
	compressionJPEG       = 7
	compressionDeflate    = 8
	compressionOldDeflate = 32946
	compressionPackBits   = 32773
)

// Photometric interpretations that are decoded.
const (
	whiteIsZero = 0
	blackIsZero = 1
	rgb         = 2
	palette     = 3
	cmyk        = 5
	yCbCr       = 6
)

// layout is how the pixels of one picture are stored.
type layout struct {
	order         binary.ByteOrder
	width, height int
	bits          int // of every sample
	float         bool
	samples       int // per pixel
	planar        bool
	compression   uint64
	photometric   uint64
	predictor     uint64
	lsbFirst      bool // FillOrder 2
	t4            uint64
	inkSet        uint64
	extra         []uint64
	colours       []byte // palette as RGB triples, 8 bits each
	tables        []byte // JPEGTables
	chunk         grid
	offsets       []uint64
	counts        []uint64
}

// grid is the strips or tiles: their size and how many lie across and down.
type grid struct {
	width, height int
	across, down  int
}

// newLayout reads the layout of a picture and checks that it can be decoded.
func newLayout(f *file, d directory) (*layout, error) {
	l := &layout{
		order:       f.order,
		width:       int(min(d.first(tagWidth, 0), maxSide+1)),
		height:      int(min(d.first(tagHeight, 0), maxSide+1)),
		samples:     int(min(d.first(tagSamplesPerPixel, 1), maxSamples+1)),
		planar:      d.first(tagPlanarConfig, 1) == 2,
		compression: d.first(tagCompression, compressionNone),
		predictor:   d.first(tagPredictor, 1),
		lsbFirst:    d.first(tagFillOrder, 1) == 2,
		t4:          d.first(tagT4Options, 0),
		inkSet:      d.first(tagInkSet, 1),
		extra:       d.list(tagExtraSamples, maxSamples),
		tables:      d.bytes(tagJPEGTables),
	}
	if l.width <= 0 || l.height <= 0 || l.width > maxSide || l.height > maxSide {
		return nil, fmt.Errorf("%w: impossible width or height", ErrFormat)
	}
	if err := l.readSamples(d); err != nil {
		return nil, err
	}
	if err := l.readGrid(d, len(f.data)); err != nil {
		return nil, err
	}
	return l, l.readColours(d)
}

// maxSamples bounds the samples of a pixel: four inks and a few extra ones.
const maxSamples = 8

// readSamples reads the depth, which must be the same for all samples.
func (l *layout) readSamples(d directory) error {
	if l.samples < 1 || l.samples > maxSamples {
		return fmt.Errorf("%w: %d samples a pixel", ErrUnsupported, l.samples)
	}
	l.bits = int(min(d.first(tagBitsPerSample, 1), 1<<20))
	for _, b := range d.list(tagBitsPerSample, l.samples) {
		if int(min(b, 1<<20)) != l.bits {
			return fmt.Errorf("%w: samples of different depth", ErrUnsupported)
		}
	}
	format := d.first(tagSampleFormat, 1)
	l.float = format == 3
	switch {
	case l.float && l.bits == 32, format == 1 || format == 4:
	default:
		return fmt.Errorf("%w: sample format %d", ErrUnsupported, format)
	}
	switch l.bits {
	case 1, 2, 4, 8, 16, 32:
		return nil
	}
	return fmt.Errorf("%w: %d bits a sample", ErrUnsupported, l.bits)
}

// readGrid reads the strips or tiles. A missing or zero RowsPerStrip means one
// strip for all.
func (l *layout) readGrid(d directory, fileSize int) error {
	offsets, counts := uint16(tagStripOffsets), uint16(tagStripByteCounts)
	l.chunk = grid{width: l.width, height: l.height}
	if _, tiled := d.entries[tagTileWidth]; tiled {
		offsets, counts = tagTileOffsets, tagTileByteCounts
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
	need := l.chunk.across * l.chunk.down * l.planes()
	if need > fileSize {
		return fmt.Errorf("%w: more strips than the file has bytes", ErrFormat)
	}
	l.offsets, l.counts = d.list(offsets, need), d.list(counts, need)
	if len(l.offsets) < need {
		return fmt.Errorf("%w: strips are missing", ErrFormat)
	}
	return nil
}

// planes is how many separate streams each chunk has.
func (l *layout) planes() int {
	if l.planar {
		return l.samples
	}
	return 1
}

// rowBytes are the packed bytes of one row of a chunk in one plane.
func (l *layout) rowBytes() int {
	perPixel := l.samples
	if l.planar {
		perPixel = 1
	}
	return (l.chunk.width*perPixel*l.bits + 7) / 8
}

// memory estimates the working memory of decoding in bytes.
func (l *layout) memory() int64 {
	const readers = 256 << 10 // dictionaries of the decompressors
	row := int64(l.chunk.width) * int64(12+5*l.samples+l.samples*l.bits/8)
	if l.compression != compressionJPEG {
		return readers + row
	}
	// pixels, decoder's own planes and a merged copy of tables and data
	pixels := int64(min(l.chunk.width, l.width+16)) * int64(min(l.chunk.height, l.height+16))
	return readers + row + 12*pixels
}
