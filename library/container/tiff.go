package container

import (
	"encoding/binary"
	"fmt"
	"math"
)

// maxEntries bounds the entries that are read of one directory. Cameras write about 60, and no
// honest file 200.
const maxEntries = 4096

// Types of the values of TIFF 6.0, BigTIFF and Exif 3.0.
const (
	TypeByte      = 1
	TypeASCII     = 2
	TypeShort     = 3
	TypeLong      = 4
	TypeRational  = 5
	TypeSByte     = 6
	TypeUndefined = 7
	TypeSShort    = 8
	TypeSLong     = 9
	TypeSRational = 10
	TypeFloat     = 11
	TypeDouble    = 12
	TypeIFD       = 13
	TypeLong8     = 16
	TypeSLong8    = 17
	TypeIFD8      = 18
	TypeUTF8      = 129
)

// TIFF is a structure of directories: a TIFF or BigTIFF file, most raw photos, an EXIF block.
// Offsets count from the start of the structure's source.
type TIFF struct {
	Source
	Order binary.ByteOrder
	// Big is true for BigTIFF, whose offsets and counts have 64 bits.
	Big bool
	// Version is the number in the header: 42 in a TIFF, 43 in a BigTIFF, others in raw
	// photos.
	Version uint16
	// First is the offset of the first directory.
	First uint64
}

// OpenTIFF reads the header. Any version is accepted, because raw photos have their own. See
// [TIFF.Known].
func OpenTIFF(s Source) (TIFF, error) {
	t := TIFF{Source: s}
	head, err := s.Peek(0, 8)
	if err != nil {
		return t, err
	}
	switch string(head[:2]) {
	case "II":
		t.Order = binary.LittleEndian
	case "MM":
		t.Order = binary.BigEndian
	default:
		return t, fmt.Errorf("%w: it is no TIFF", ErrStructure)
	}
	t.Version, t.First = t.Order.Uint16(head[2:]), uint64(t.Order.Uint32(head[4:]))
	if t.Version != 43 {
		return t, nil
	}
	t.Big = true
	if head, err = s.Peek(0, 16); err != nil {
		return t, err
	}
	if t.First = t.Order.Uint64(head[8:]); t.Order.Uint16(head[4:]) != 8 {
		return t, fmt.Errorf("%w: BigTIFF with offsets of %d bytes", ErrStructure, t.Order.Uint16(head[4:]))
	}
	return t, nil
}

// Known says whether the version is in use: that of TIFF, on which DNG, CR2, NEF, ARW and PEF
// build, of BigTIFF, or of Olympus' and Panasonic's raw photos.
func (t TIFF) Known() bool {
	switch t.Version {
	case 42, 43, 0x4F52, 0x5352, 0x55:
		return true
	}
	return false
}

// IsTIFF says whether bytes begin with the header of a TIFF of a known version.
func IsTIFF(head []byte) bool {
	t, err := OpenTIFF(Memory(head))
	return err == nil && t.Known()
}

// Entry is one row of a directory.
type Entry struct {
	Tag, Type uint16
	Count     uint64 // of values
	At        uint64 // place of the values: in the row, if they fit, else wherever the row points to
}

// Directory is one image file directory.
type Directory struct {
	Entries []Entry // in the order of the file
	// Next is the offset of the next directory of the chain, 0 for none. A chain need not end.
	Next uint64
}

// Find returns the first entry of a tag.
func (d Directory) Find(tag uint16) (Entry, bool) {
	for _, e := range d.Entries {
		if e.Tag == tag {
			return e, true
		}
	}
	return Entry{}, false
}

// widths of the fields of a structure, in bytes.
func (t TIFF) widths() (count, entry, offset int) {
	if t.Big {
		return 8, 20, 8
	}
	return 2, 12, 4
}

// Directory reads the directory at an offset. A directory that claims more entries than there
// is room for, or than maxEntries, comes with an error and the entries that could be read.
func (t TIFF) Directory(off uint64) (Directory, error) {
	countSize, entrySize, offsetSize := t.widths()
	if off < 8 || off > uint64(t.size) {
		return Directory{}, fmt.Errorf("%w: directory at %d", ErrOutside, off)
	}
	at := int64(off)
	head, err := t.Peek(at, countSize)
	if err != nil {
		return Directory{}, err
	}
	claimed := uint64(t.Order.Uint16(head))
	if t.Big {
		claimed = t.Order.Uint64(head)
	}
	at += int64(countSize)
	room := t.size - at
	n := int(min(claimed, maxEntries, uint64(room)/uint64(entrySize)))
	table := n * entrySize
	read := int(min(int64(table+offsetSize), room))
	b, err := t.Bytes(at, int64(read))
	if err != nil {
		return Directory{}, err
	}
	d := Directory{Entries: make([]Entry, n)}
	for i := range d.Entries {
		d.Entries[i] = t.entry(b[i*entrySize:][:entrySize], uint64(at)+uint64(i*entrySize))
	}
	if uint64(n) < claimed {
		return d, fmt.Errorf("%w: a directory claims %d entries, %d are read", ErrStructure, claimed, n)
	}
	if read == table+offsetSize {
		d.Next = t.offset(b[table:])
	}
	return d, nil
}

// entry reads the row b. at is the row's offset.
func (t TIFF) entry(b []byte, at uint64) Entry {
	e := Entry{Tag: t.Order.Uint16(b), Type: t.Order.Uint16(b[2:])}
	field := b[8:]
	e.Count, e.At = uint64(t.Order.Uint32(b[4:])), at+8
	if t.Big {
		field = b[12:]
		e.Count, e.At = t.Order.Uint64(b[4:]), at+12
	}
	if width := SizeOfType(e.Type); width == 0 || e.Count > uint64(len(field))/width {
		e.At = t.offset(field)
	}
	return e
}

func (t TIFF) offset(b []byte) uint64 {
	if t.Big {
		return t.Order.Uint64(b)
	}
	return uint64(t.Order.Uint32(b))
}

// Value returns the stored bytes of an entry's values, at most limit bytes.
func (t TIFF) Value(e Entry, limit uint64) ([]byte, error) {
	width := SizeOfType(e.Type)
	if width == 0 {
		return nil, fmt.Errorf("%w: unknown type %d", ErrStructure, e.Type)
	}
	if e.Count > min(limit, math.MaxInt64)/width {
		return nil, fmt.Errorf("%w: %d values are more than the limit of %d bytes", ErrStructure, e.Count, limit)
	}
	if e.At > uint64(t.size) {
		return nil, fmt.Errorf("%w: values at %d of %d", ErrOutside, e.At, t.size)
	}
	return t.Bytes(int64(e.At), int64(e.Count*width))
}

// SizeOfType is the number of bytes of one value of a type, 0 for an unknown type.
func SizeOfType(kind uint16) uint64 {
	switch kind {
	case TypeByte, TypeASCII, TypeSByte, TypeUndefined, TypeUTF8:
		return 1
	case TypeShort, TypeSShort:
		return 2
	case TypeLong, TypeSLong, TypeFloat, TypeIFD:
		return 4
	case TypeRational, TypeSRational, TypeDouble, TypeLong8, TypeSLong8, TypeIFD8:
		return 8
	}
	return 0
}

// Uint reads the value of an integer type at the start of b as if the type were unsigned. The
// bool is false for other types, and where b is too short.
func (t TIFF) Uint(kind uint16, b []byte) (uint64, bool) {
	if uint64(len(b)) < SizeOfType(kind) {
		return 0, false
	}
	switch kind {
	case TypeByte, TypeSByte, TypeUndefined:
		return uint64(b[0]), true
	case TypeShort, TypeSShort:
		return uint64(t.Order.Uint16(b)), true
	case TypeLong, TypeSLong, TypeIFD:
		return uint64(t.Order.Uint32(b)), true
	case TypeLong8, TypeSLong8, TypeIFD8:
		return t.Order.Uint64(b), true
	}
	return 0, false
}

// Float reads the value at the start of b as a number. Float is NaN for types that are no
// numbers, for a fraction over 0, and where b is too short.
func (t TIFF) Float(kind uint16, b []byte) float64 {
	if uint64(len(b)) < SizeOfType(kind) {
		return math.NaN()
	}
	switch kind {
	case TypeByte:
		return float64(b[0])
	case TypeShort:
		return float64(t.Order.Uint16(b))
	case TypeSShort:
		return float64(int16(t.Order.Uint16(b)))
	case TypeLong:
		return float64(t.Order.Uint32(b))
	case TypeSLong:
		return float64(int32(t.Order.Uint32(b)))
	case TypeRational:
		return ratio(float64(t.Order.Uint32(b)), float64(t.Order.Uint32(b[4:])))
	case TypeSRational:
		return ratio(float64(int32(t.Order.Uint32(b))), float64(int32(t.Order.Uint32(b[4:]))))
	case TypeFloat:
		return float64(math.Float32frombits(t.Order.Uint32(b)))
	case TypeDouble:
		return math.Float64frombits(t.Order.Uint64(b))
	}
	return math.NaN()
}

func ratio(a, b float64) float64 {
	if b == 0 {
		return math.NaN()
	}
	return a / b
}
