package tiff

import (
	"bytes"
	"encoding/binary"
)

// file is a TIFF with its first directory and that one's sub-directories.
type file struct {
	data  []byte
	order binary.ByteOrder
	big   bool // BigTIFF: 64-bit offsets
	dirs  []directory
}

// parse reads the header, the first directory and its sub-directories. The
// chain of further pages is never followed, so it may run in circles.
func parse(data []byte) (*file, error) {
	f := &file{data: data}
	offset, err := f.header()
	if err != nil {
		return nil, err
	}
	first, ok := f.directory(offset)
	if !ok {
		return nil, ErrFormat
	}
	f.dirs = append(f.dirs, first)
	for _, sub := range first.list(tagSubIFDs, maxDirectories-1) {
		if d, ok := f.directory(sub); ok {
			f.dirs = append(f.dirs, d)
		}
	}
	return f, nil
}

// header sets the byte order and the variant and returns the place of the
// first directory.
func (f *file) header() (uint64, error) {
	if len(f.data) < 8 {
		return 0, ErrFormat
	}
	switch string(f.data[:2]) {
	case "II":
		f.order = binary.LittleEndian
	case "MM":
		f.order = binary.BigEndian
	default:
		return 0, ErrFormat
	}
	if f.order.Uint16(f.data[2:]) != 43 {
		return uint64(f.order.Uint32(f.data[4:])), nil
	}
	if len(f.data) < 16 || f.order.Uint16(f.data[4:]) != 8 {
		return 0, ErrFormat
	}
	f.big = true
	return f.order.Uint64(f.data[8:]), nil
}

// slice returns n bytes at offset, or false where they are not in the file.
func (f *file) slice(offset, n uint64) ([]byte, bool) {
	size := uint64(len(f.data))
	if offset > size || n > size-offset {
		return nil, false
	}
	return f.data[offset : offset+n], true
}

// directory reads the entries at offset as far as they lie in the file.
func (f *file) directory(offset uint64) (directory, bool) {
	d := directory{order: f.order, entries: map[uint16]entry{}}
	countSize, entrySize := uint64(2), uint64(12)
	if f.big {
		countSize, entrySize = 8, 20
	}
	head, ok := f.slice(offset, countSize)
	if !ok || offset < 8 {
		return d, false
	}
	n := uint64(f.order.Uint16(head))
	if f.big {
		n = f.order.Uint64(head)
	}
	for i := range min(n, maxEntries) {
		raw, ok := f.slice(offset+countSize+i*entrySize, entrySize)
		if !ok {
			break
		}
		f.addEntry(d, raw)
	}
	return d, len(d.entries) > 0
}

// addEntry keeps the first entry of each tag; entries whose values lie outside
// the file are left out as if the tag were absent.
func (f *file) addEntry(d directory, raw []byte) {
	tag := f.order.Uint16(raw)
	if _, seen := d.entries[tag]; seen {
		return
	}
	e := entry{kind: f.order.Uint16(raw[2:]), count: uint64(f.order.Uint32(raw[4:]))}
	inline := raw[8:]
	if f.big {
		e.count, inline = f.order.Uint64(raw[4:]), raw[12:]
	}
	if int(e.kind) >= len(typeSizes) || typeSizes[e.kind] == 0 || e.count > uint64(len(f.data)) {
		return
	}
	size := e.count * typeSizes[e.kind]
	if size <= uint64(len(inline)) {
		e.value = inline[:size]
	} else if e.value, _ = f.slice(f.offset(inline), size); e.value == nil {
		return
	}
	d.entries[tag] = e
}

func (f *file) offset(b []byte) uint64 {
	if f.big {
		return f.order.Uint64(b)
	}
	return uint64(f.order.Uint32(b))
}

// mainPicture is the first directory that does not call itself a reduced
// version, a page mask or a transparency mask; the first one if all do.
func (f *file) mainPicture() directory {
	for _, d := range f.dirs {
		if d.first(tagSubfileType, 0) == 0 && d.first(tagWidth, 0) > 0 {
			return d
		}
	}
	return f.dirs[0]
}

// Photometric interpretations and compressions that only sensor data has.
const (
	photometricCFA       = 32803
	photometricLinearRaw = 34892
	compressionNikon     = 34713
	compressionSony      = 32767
	compressionPentax    = 65535
)

// raw says whether the file holds sensor data rather than a picture.
func (f *file) raw() bool {
	if len(f.data) >= 10 && bytes.Equal(f.data[8:10], []byte("CR")) {
		return true
	}
	for _, d := range f.dirs {
		if _, dng := d.entries[tagDNGVersion]; dng {
			return true
		}
		switch d.first(tagPhotometric, 0) {
		case photometricCFA, photometricLinearRaw:
			return true
		}
		switch d.first(tagCompression, 0) {
		case compressionNikon, compressionSony, compressionPentax:
			return true
		}
	}
	return false
}
