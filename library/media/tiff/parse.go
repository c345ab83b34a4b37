package tiff

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"io"
)

// file is a TIFF with its first directory, that one's sub-directories and the pages
// behind it. It lies in memory, or else it is read from at.
type file struct {
	data  []byte
	at    io.ReaderAt
	size  int64
	err   error // the first that at returned
	order binary.ByteOrder
	big   bool // BigTIFF: 64-bit offsets
	dirs  []directory
}

// end is the size of the file.
func (f *file) end() uint64 {
	if f.at != nil {
		return uint64(f.size)
	}
	return uint64(len(f.data))
}

// ReadAt implements io.ReaderAt.
func (f *file) ReadAt(p []byte, offset int64) (int, error) {
	if f.at != nil {
		n, err := f.at.ReadAt(p, offset)
		if err != nil && err != io.EOF && f.err == nil {
			f.err = err
		}
		return n, err
	}
	if offset < 0 || offset >= int64(len(f.data)) {
		return 0, io.EOF
	}
	n := copy(p, f.data[offset:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// parse reads the header and the directories of a file in memory.
func parse(data []byte) (*file, error) {
	f := &file{data: data}
	return f, f.parse()
}

// parse reads the header, the first directory, its sub-directories and the pages that
// follow.
func (f *file) parse() error {
	offset, err := f.header()
	if err != nil {
		return cmp.Or(f.err, err)
	}
	first, ok := f.directory(offset)
	if !ok {
		return cmp.Or(f.err, ErrFormat)
	}
	f.dirs = append(f.dirs, first)
	f.pages(offset)
	for _, sub := range first.list(tagSubIFDs, maxDirectories-1) {
		if d, ok := f.directory(sub); ok {
			f.dirs = append(f.dirs, d)
		}
	}
	return f.err
}

// pages follows the chain of directories, which may run in circles.
func (f *file) pages(offset uint64) {
	seen := map[uint64]bool{0: true, offset: true}
	for range maxDirectories {
		offset = f.following(offset)
		if seen[offset] {
			return
		}
		seen[offset] = true
		d, ok := f.directory(offset)
		if !ok {
			return
		}
		f.dirs = append(f.dirs, d)
	}
}

// following reads the offset that stands behind the entries of a directory, 0 without one.
func (f *file) following(offset uint64) uint64 {
	countSize, entrySize, offsetSize := uint64(2), uint64(12), uint64(4)
	if f.big {
		countSize, entrySize, offsetSize = 8, 20, 8
	}
	head, ok := f.slice(offset, countSize)
	if !ok {
		return 0
	}
	n := uint64(f.order.Uint16(head))
	if f.big {
		n = f.order.Uint64(head)
	}
	if n > maxEntries {
		return 0
	}
	b, ok := f.slice(offset+countSize+n*entrySize, offsetSize)
	if !ok {
		return 0
	}
	return f.offset(b)
}

// header sets the byte order and the variant and returns the place of the
// first directory.
func (f *file) header() (uint64, error) {
	head, ok := f.slice(0, 8)
	if !ok {
		return 0, ErrFormat
	}
	switch string(head[:2]) {
	case "II":
		f.order = binary.LittleEndian
	case "MM":
		f.order = binary.BigEndian
	default:
		return 0, ErrFormat
	}
	if f.order.Uint16(head[2:]) != 43 {
		return uint64(f.order.Uint32(head[4:])), nil
	}
	if head, ok = f.slice(0, 16); !ok || f.order.Uint16(head[4:]) != 8 {
		return 0, ErrFormat
	}
	f.big = true
	return f.order.Uint64(head[8:]), nil
}

// slice returns n bytes at offset, or false where they are not in the file.
func (f *file) slice(offset, n uint64) ([]byte, bool) {
	size := f.end()
	switch {
	case offset > size || n > size-offset:
		return nil, false
	case f.at == nil:
		return f.data[offset : offset+n], true
	case n > maxCoded:
		return nil, false
	}
	b := make([]byte, n)
	_, err := f.ReadAt(b, int64(offset))
	return b, err == nil || err == io.EOF && f.err == nil
}

// upTo returns n bytes at offset, or as many as there are.
func (f *file) upTo(offset, n uint64) []byte {
	b, _ := f.slice(offset, min(n, f.end()-min(offset, f.end())))
	return b
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
		f.addEntry(d, raw, offset+countSize+i*entrySize)
	}
	return d, len(d.entries) > 0
}

// addEntry keeps the first entry of each tag; entries whose values lie outside
// the file are left out as if the tag were absent. The entry lies at offset.
func (f *file) addEntry(d directory, raw []byte, offset uint64) {
	tag := f.order.Uint16(raw)
	if _, seen := d.entries[tag]; seen {
		return
	}
	e := entry{kind: f.order.Uint16(raw[2:]), count: uint64(f.order.Uint32(raw[4:]))}
	inline := raw[8:]
	if f.big {
		e.count, inline = f.order.Uint64(raw[4:]), raw[12:]
	}
	if int(e.kind) >= len(typeSizes) || typeSizes[e.kind] == 0 || e.count > f.end() {
		return
	}
	size := e.count * typeSizes[e.kind]
	e.at = offset + uint64(len(raw)-len(inline))
	if size <= uint64(len(inline)) {
		e.value = inline[:size]
	} else if e.value, _ = f.slice(f.offset(inline), size); e.value == nil {
		return
	} else {
		e.at = f.offset(inline)
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
// version, a page mask or a transparency mask; the first one if all do. One that is
// small and has a later page of the same shape and at least four times its width is a
// thumbnail that doesn't say so.
func (f *file) mainPicture() directory {
	for i, d := range f.dirs {
		if !d.full() {
			continue
		}
		w, h := d.first(tagWidth, 0), d.first(tagHeight, 0)
		for _, other := range f.dirs[i+1:] {
			ow, oh := other.first(tagWidth, 0), other.first(tagHeight, 0)
			if max(w, h) <= 640 && other.full() && ow < maxSide && oh < maxSide && ow >= 4*w && oh >= 4*h-4 && near(w*oh, h*ow) {
				return other
			}
		}
		return d
	}
	return f.dirs[0]
}

// near says whether two products differ by at most a fiftieth.
func near(a, b uint64) bool { return max(a, b)-min(a, b) <= max(a, b)/50 }

// full says whether a directory has a picture that doesn't call itself something else.
func (d directory) full() bool {
	const reduced, transparency, oldReduced = 1, 4, 2
	return d.first(tagSubfileType, 0)&(reduced|transparency) == 0 && d.first(tagOldSubfileType, 0) != oldReduced &&
		d.first(tagWidth, 0) > 0
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
	// Pixels that follow the header may look like Canon's mark.
	if head, ok := f.slice(8, 3); ok && bytes.Equal(head, []byte("CR\x02")) && f.dirs[0].first(tagStripOffsets, 16) >= 16 {
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
