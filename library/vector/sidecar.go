package vector

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math"
	"unsafe"

	"descry/library"
)

// The sidecar file, all numbers little endian:
//
//	header   magic "DSCRYVEC", version u32, dim u32, row count u64,
//	         generation i64, length of the model id u32, model id, CRC u32
//	segments of chunkRows rows, the last one shorter:
//	         CRC u32, ids i64, row generations i64, scales f32, int8 matrix
//	         with rows padded to a multiple of blockBytes
//
// Every CRC is CRC-32C, which processors compute faster than they read memory. A segment's CRC
// covers the whole segment and starts from the segment's number, so that segments cannot
// change places.
const (
	magic       = "DSCRYVEC"
	version     = 1
	fixedHeader = 8 + 4 + 4 + 8 + 8 + 4 // up to the model id
	maxModelID  = 1 << 10
	rowMeta     = 8 + 8 + 4 // id, generation, scale
	crcSize     = 4
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

type header struct {
	dim   int
	count int64
	gen   int64
	model string
}

func headerSize(model string) int64 {
	return fixedHeader + int64(len(model)) + crcSize
}

// fileSize is the exact size of the file that h describes.
func (h header) fileSize() int64 {
	segments := (h.count + chunkRows - 1) / chunkRows
	return headerSize(h.model) + segments*crcSize + h.count*h.rowSize()
}

// rowSize is the bytes a row takes in the file.
func (h header) rowSize() int64 { return rowMeta + int64(roundUp(h.dim, blockBytes)) }

// segmentAt is the place of segment i.
func (h header) segmentAt(i int) int64 {
	return headerSize(h.model) + int64(i)*(crcSize+chunkRows*h.rowSize())
}

// segmentRows is the number of rows of segment i.
func (h header) segmentRows(i int) int {
	return int(min(chunkRows, h.count-int64(i)*chunkRows))
}

func (h header) encode() []byte {
	b := []byte(magic)
	b = binary.LittleEndian.AppendUint32(b, version)
	b = binary.LittleEndian.AppendUint32(b, uint32(h.dim))
	b = binary.LittleEndian.AppendUint64(b, uint64(h.count))
	b = binary.LittleEndian.AppendUint64(b, uint64(h.gen))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(h.model)))
	b = append(b, h.model...)
	return binary.LittleEndian.AppendUint32(b, crc32.Checksum(b, castagnoli))
}

// decodeHeader reads a header from the beginning of a file of the given size. The header
// describes no more than fits into size.
func decodeHeader(b []byte, size int64) (header, error) {
	if len(b) < fixedHeader || string(b[:8]) != magic {
		return header{}, fmt.Errorf("%w: not a sidecar file", ErrDamaged)
	}
	if v := binary.LittleEndian.Uint32(b[8:]); v != version {
		return header{}, fmt.Errorf("%w: format version %d, want %d", ErrStale, v, version)
	}
	dim, count := binary.LittleEndian.Uint32(b[12:]), binary.LittleEndian.Uint64(b[16:])
	length := binary.LittleEndian.Uint32(b[32:])
	if length > maxModelID || len(b) < fixedHeader+int(length)+crcSize {
		return header{}, fmt.Errorf("%w: header is cut", ErrDamaged)
	}
	end := fixedHeader + int(length)
	if crc32.Checksum(b[:end], castagnoli) != binary.LittleEndian.Uint32(b[end:]) {
		return header{}, fmt.Errorf("%w: header checksum", ErrDamaged)
	}
	if dim == 0 || dim > maxDim || count > uint64(size) {
		return header{}, fmt.Errorf("%w: impossible dimension or count", ErrDamaged)
	}
	h := header{int(dim), int64(count), int64(binary.LittleEndian.Uint64(b[24:])), string(b[fixedHeader:end])}
	// A row takes more than one byte and far less than 2^17, so fileSize cannot overflow for
	// any real file size.
	if size > math.MaxInt64>>18 || h.fileSize() != size {
		return header{}, fmt.Errorf("%w: %d bytes, the header tells of %d", ErrDamaged, size, h.fileSize())
	}
	return h, nil
}

// encodeMeta appends ids, generations and scales of the first n rows.
func (c *chunk) encodeMeta(b []byte) []byte {
	for _, id := range c.ids[:c.n] {
		b = binary.LittleEndian.AppendUint64(b, uint64(id))
	}
	for _, gen := range c.gens[:c.n] {
		b = binary.LittleEndian.AppendUint64(b, uint64(gen))
	}
	for _, scale := range c.scales[:c.n] {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(scale))
	}
	return b
}

// decodeMeta is the reverse of encodeMeta for n rows and sets c.n.
func (c *chunk) decodeMeta(b []byte, n int) error {
	gens, scales := b[8*n:], b[16*n:]
	for i := range n {
		c.ids[i] = library.PhotoID(binary.LittleEndian.Uint64(b[8*i:]))
		c.gens[i] = int64(binary.LittleEndian.Uint64(gens[8*i:]))
		scale := math.Float32frombits(binary.LittleEndian.Uint32(scales[4*i:]))
		if !(scale > 0 && scale <= 1) {
			return fmt.Errorf("%w: scale %v", ErrDamaged, scale)
		}
		c.scales[i] = scale
	}
	c.n = n
	return nil
}

// matrix is the memory of the first n rows as bytes.
func (c *chunk) matrix(n int) []byte {
	if n == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(&c.data[0])), n*len(c.data)/chunkRows)
}
