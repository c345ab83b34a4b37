package tiff

import (
	"bytes"
	"cmp"

	"descry/library/container"
)

// file is a TIFF with its first directory, that directory's sub-directories and the pages
// behind.
type file struct {
	container.TIFF
	dirs []directory
}

// open reads the header.
func open(s container.Source) (*file, error) {
	t, err := container.OpenTIFF(s)
	f := &file{TIFF: t}
	if err != nil {
		return f, cmp.Or(f.Err(), ErrFormat)
	}
	return f, nil
}

// parse reads the header and the directories of a file in memory.
func parse(data []byte) (*file, error) { return parseSource(container.Memory(data)) }

// parseSource reads the header, the first directory, its sub-directories and the pages that
// follow.
func parseSource(s container.Source) (*file, error) {
	f, err := open(s)
	if err != nil {
		return f, err
	}
	first, next, ok := f.directory(f.First)
	if !ok {
		return f, cmp.Or(f.Err(), ErrFormat)
	}
	f.dirs = append(f.dirs, first)
	f.pages(next)
	for _, sub := range first.list(tagSubIFDs, maxDirectories-1) {
		if d, _, ok := f.directory(sub); ok {
			f.dirs = append(f.dirs, d)
		}
	}
	return f, f.Err()
}

// pages follows the chain of directories from an offset on, which may run in circles.
func (f *file) pages(offset uint64) {
	seen := map[uint64]bool{0: true, f.First: true}
	for range maxDirectories {
		if seen[offset] {
			return
		}
		seen[offset] = true
		d, next, ok := f.directory(offset)
		if !ok {
			return
		}
		f.dirs = append(f.dirs, d)
		offset = next
	}
}

// end is the size of the file.
func (f *file) end() uint64 { return uint64(f.Size()) }

// slice returns n bytes at offset. The bool is false where the bytes are not in the file.
func (f *file) slice(offset, n uint64) ([]byte, bool) {
	if size := f.end(); offset > size || n > size-offset || n > maxCoded && !f.InMemory() {
		return nil, false
	}
	b, err := f.Bytes(int64(offset), int64(n))
	return b, err == nil
}

// upTo returns n bytes at offset, or as many as there are.
func (f *file) upTo(offset, n uint64) []byte {
	b, _ := f.slice(offset, min(n, f.end()-min(offset, f.end())))
	return b
}

// directory reads the entries at offset as far as they lie in the file, and the place of the
// next directory of the chain.
func (f *file) directory(offset uint64) (d directory, next uint64, ok bool) {
	d = directory{t: f.TIFF, entries: map[uint16]entry{}}
	found, err := f.Directory(offset)
	if err != nil && len(found.Entries) == 0 {
		return d, 0, false
	}
	for _, e := range found.Entries {
		f.addEntry(d, e)
	}
	return d, found.Next, len(d.entries) > 0
}

// addEntry keeps the first entry of each tag. Entries whose values lie outside the file are
// left out as if the tag were absent.
func (f *file) addEntry(d directory, e container.Entry) {
	if _, seen := d.entries[e.Tag]; seen {
		return
	}
	limit := f.end()
	if !f.InMemory() {
		limit = min(limit, maxCoded)
	}
	if value, err := f.Value(e, limit); err == nil {
		d.entries[e.Tag] = entry{kind: e.Type, count: e.Count, value: value, at: e.At}
	}
}

// mainPicture is the first directory without a mark as a reduced version, a page mask or a
// transparency mask, or the first one if all have a mark. A small picture with a later page of
// the same shape and at least four times the width is an unmarked thumbnail.
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

// full says whether a directory has a picture without such a mark.
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
