package tiff

import (
	"context"
	"encoding/binary"

	"descry/library/container"
)

// Structure is the bytes of a TIFF structure whose directories can be read wherever they lie.
// Raw files and maker notes keep directories in chains, nested and at offsets of their own.
type Structure struct{ f *file }

// Open reads the header of a TIFF structure: the byte order, whether the structure is a
// BigTIFF, and the place of the first directory. Any version number is accepted, because raw
// files have their own.
func Open(data []byte) (*Structure, error) {
	f, err := open(container.Memory(data))
	return &Structure{f}, err
}

// OpenAt is a structure without a header. The directories of the structure have the byte order
// order, and the offsets in the directories count from the start of data.
func OpenAt(data []byte, order binary.ByteOrder) *Structure {
	return &Structure{&file{TIFF: container.TIFF{Source: container.Memory(data), Order: order}}}
}

// First is the offset of the first directory that the header names.
func (s *Structure) First() uint64 { return s.f.First }

// Order is the byte order of all numbers.
func (s *Structure) Order() binary.ByteOrder { return s.f.Order }

// Directory reads the directory at an offset. The bool is false where there is none. Entries
// that lie outside the file, or whose values do, are left out.
func (s *Structure) Directory(offset uint64) (Directory, bool) {
	d, next, ok := s.f.directory(offset)
	return Directory{d, next}, ok
}

// Directory is one directory of a structure.
type Directory struct {
	d directory
	// Next is the offset of the next directory of the chain, 0 for none. A chain need not end.
	Next uint64
}

// Has says whether a tag is there.
func (d Directory) Has(tag uint16) bool {
	_, ok := d.d.entries[tag]
	return ok
}

// Uint returns the first number of a tag of an unsigned integer type, or fallback.
func (d Directory) Uint(tag uint16, fallback uint64) uint64 { return d.d.first(tag, fallback) }

// Uints returns at most limit numbers of a tag.
func (d Directory) Uints(tag uint16, limit int) []uint64 { return d.d.list(tag, limit) }

// Bytes returns the stored value of a tag, nil without one. The value is a part of the file.
func (d Directory) Bytes(tag uint16) []byte { return d.d.bytes(tag) }

// ValueOffset is where the value of a tag lies in the file.
func (d Directory) ValueOffset(tag uint16) (uint64, bool) {
	e, ok := d.d.entries[tag]
	return e.at, ok
}

// Config is the description of the directory's picture. A coding that is not read here is an
// error.
func (s *Structure) Config(d Directory) (Config, error) {
	l, err := newLayout(s.f, d.d)
	if err != nil {
		return Config{}, err
	}
	return Config{
		Width: l.width, Height: l.height, Orientation: orientation(d.d),
		ChunkBytes: l.memory(), ICC: d.Bytes(tagICCProfile), Inks: l.inks(), Deep: l.deep(),
	}, nil
}

// Decode hands the pixels of the directory's picture to sink, as the function Decode
// does for the main picture of a TIFF.
func (s *Structure) Decode(ctx context.Context, d Directory, sink Sink, jpeg JPEGFunc) (warning string, err error) {
	l, err := newLayout(s.f, d.d)
	if err != nil {
		return "", err
	}
	return newDecoder(s.f, l, sink, jpeg).decode(ctx)
}
