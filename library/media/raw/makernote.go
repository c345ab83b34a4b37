package raw

import (
	"bytes"
	"encoding/binary"

	"descry/library/media/tiff"
)

// noteHeaders are the beginnings of maker notes that are directories behind a header: the
// place of the directory, whether its offsets count from the note, and the place of the byte
// order in the header, 0 for none.
var noteHeaders = []struct {
	prefix    string
	directory uint64
	own       bool
	order     int
}{
	{"Nikon\x00\x01", 8, false, 0},
	{"OLYMPUS\x00", 12, true, 8},
	{"OM SYSTEM\x00", 16, true, 12},
	{"OLYMP\x00", 8, false, 0},
	{"EPSON\x00", 8, false, 0},
	{"MINOL\x00", 8, false, 0},
	{"AOC\x00", 6, false, 4},
	{"PENTAX \x00", 10, true, 8},
	{"RICOH\x00", 8, true, 6},
	{"Ricoh", 8, false, 0},
	{"SONY", 12, false, 0},
	{"Panasonic\x00", 12, false, 0},
	{"LEICA CAMERA AG\x00", 18, false, 0},
	{"LEICA\x00\x00\x00", 8, true, 0},
	{"LEICA", 8, true, 0},
	{"SIGMA\x00", 10, false, 0},
	{"FOVEON\x00", 10, false, 0},
	{"ISLMAKERNOTE000\x00", 24, true, 16},
}

// makerNote finds the previews in the maker note of a camera. at is the offset of the note in
// the structure p. Makers count offsets from the structure's beginning, from their note's, or
// from a TIFF header of their own.
func (f *finder) makerNote(p part, note []byte, at uint64, maker string) {
	n := noteReader{f: f, order: p.Order(), bases: []uint64{p.base, p.base + at, 0}}
	if bytes.HasPrefix(note, []byte("\xff\xd8\xff")) {
		f.addJPEG(note)
		return
	}
	if bytes.HasPrefix(note, []byte("Nikon\x00\x02")) && len(note) > 18 {
		s, err := tiff.Open(note[10:])
		if err == nil {
			n.order = s.Order()
			n.bases = []uint64{p.base + at + 10, p.base}
			n.read(p.base + at + 10 + s.First())
		}
		return
	}
	directory := uint64(0)
	for _, h := range noteHeaders {
		if !bytes.HasPrefix(note, []byte(h.prefix)) {
			continue
		}
		directory = h.directory
		if h.own {
			n.bases[0], n.bases[1] = n.bases[1], n.bases[0]
		}
		if h.order > 0 && len(note) > h.order+2 {
			n.order = orderOf(note[h.order:h.order+2], n.order)
		}
		break
	}
	n.read(p.base + at + directory)
}

// orderOf reads the mark of a byte order.
func orderOf(mark []byte, fallback binary.ByteOrder) binary.ByteOrder {
	switch string(mark) {
	case "II":
		return little
	case "MM":
		return big
	}
	return fallback
}

// noteReader reads the directories of one maker note.
type noteReader struct {
	f     *finder
	order binary.ByteOrder
	// bases are where in the file the note's offsets may count from, the likeliest first.
	bases []uint64
}

// notePairs are the tags with the place and the length of a preview.
var notePairs = []struct{ offset, length uint16 }{
	{0x0201, 0x0202}, // Nikon's and Samsung's preview directories, Sony Ericsson, Canon
	{0x0088, 0x0089}, // Minolta, old Olympus, Sony's first
	{0x1036, 0x1037}, // Olympus
	{0x0004, 0x0003}, // Pentax
	{0x001a, 0x001b}, // Sigma
	{0x001c, 0x001d}, // Sigma's later ones
	{0x0101, 0x0102}, // Olympus camera settings
}

// noteData are the tags whose value is a preview, with the number of bytes before the preview.
var noteData = []struct {
	tag  uint16
	skip uint64
}{
	{0x0081, 0},    // Minolta
	{0x0100, 0},    // Olympus
	{0x2001, 0x20}, // Sony
	{0x0300, 0},    // Leica
	{0x2000, 0},    // Casio
}

// noteDirectories are the tags that lead to a further directory: Nikon's and Samsung's
// previews, Olympus' camera settings.
var noteDirectories = []uint16{0x0011, 0x0035, 0x2020}

// read reads the directory at an offset of the file.
func (n *noteReader) read(offset uint64) {
	base, s := n.structure(offset)
	if s == nil {
		return
	}
	d, ok := n.f.directory(s, offset-base)
	if !ok {
		return
	}
	n.pictures(d, base)
	for _, tag := range noteDirectories {
		n.further(d, base, tag)
	}
}

// structure is the file from the likeliest base on that reaches an offset.
func (n *noteReader) structure(offset uint64) (uint64, *tiff.Structure) {
	for _, base := range n.bases {
		if base+8 <= offset && offset < uint64(len(n.f.data)) {
			return base, n.swapped(base, offset)
		}
	}
	return 0, nil
}

// swapped reads a note in the other byte order where the count of its entries says so:
// programs that rewrite a file leave the notes in the camera's byte order.
func (n *noteReader) swapped(base, offset uint64) *tiff.Structure {
	if b := n.f.slice(offset, 2); b != nil {
		if count := n.order.Uint16(b); count > 255 && count&0xff == 0 {
			n.order = other(n.order)
		}
	}
	return tiff.OpenAt(n.f.data[base:], n.order)
}

func other(order binary.ByteOrder) binary.ByteOrder {
	if order == little {
		return big
	}
	return little
}

// pictures takes the previews that a directory of the note points to or holds.
func (n *noteReader) pictures(d tiff.Directory, base uint64) {
	for _, pair := range notePairs {
		n.add(d.Uint(pair.offset, 0), d.Uint(pair.length, 0))
	}
	for _, v := range noteData {
		at, ok := d.ValueOffset(v.tag)
		if size := uint64(len(d.Bytes(v.tag))); ok && size > v.skip {
			n.sonyFirst(base+at+v.skip, size-v.skip)
		}
	}
	// Canon's list: length, width, height and offset from the third number on.
	if list := d.Uints(0x00b6, 6); len(list) == 6 {
		n.add(list[5], list[2])
	}
}

// sonyFirst takes a preview whose first byte Sony's cameras clear.
func (n *noteReader) sonyFirst(at, size uint64) {
	data := n.f.slice(at, size)
	if len(data) > 4 && data[0] != 0xff && data[1] == 0xd8 && data[2] == 0xff && data[3] == 0xe1 {
		data = append([]byte{0xff}, data[1:]...)
	}
	n.f.addJPEG(data)
}

// add takes size bytes at an offset from the first base at which the bytes are a JPEG.
func (n *noteReader) add(offset, size uint64) {
	if offset == 0 || size == 0 {
		return
	}
	at := make([]uint64, len(n.bases))
	for i, base := range n.bases {
		at[i] = base + offset
	}
	n.f.add(size, at...)
}

// further reads the directory that a tag leads to by its offset, or has as its value.
func (n *noteReader) further(d tiff.Directory, base uint64, tag uint16) {
	at, ok := d.ValueOffset(tag)
	if !ok {
		return
	}
	offsets := []uint64{base + at}
	if len(d.Bytes(tag)) <= 4 {
		offsets = offsets[:0]
		for _, b := range n.bases {
			offsets = append(offsets, b+d.Uint(tag, 0))
		}
	}
	for _, offset := range offsets {
		before := len(n.f.file.Previews)
		b, s := n.structure(offset)
		if s == nil {
			continue
		}
		if sub, ok := n.f.directory(s, offset-b); ok {
			n.pictures(sub, b)
		}
		if len(n.f.file.Previews) > before {
			return
		}
	}
}
