package container

import (
	"encoding/binary"
	"fmt"
	"io"
	"iter"
	"math"
)

const (
	// maxBoxes bounds the boxes on one level. A photo of many tiles has as many
	// descriptions of items.
	maxBoxes = 1 << 16
	// maxExtents bounds the items and extents of a location table. A photo of 200
	// megapixels in tiles of 512 x 512 has about 800.
	maxExtents = 1 << 17
)

// Chunk is a part of a file with a kind and a size: a box, or a chunk of RIFF or PNG.
type Chunk struct {
	Kind string // four letters
	Body Source
	// Start and End are where the chunk begins and where the next one does, in the source that
	// was taken apart.
	Start, End int64
	// Whole is false where the source ends before the chunk does.
	Whole bool
}

// kindOf is four letters as a string. Kinds that come by the hundred in one file take no
// memory of their own.
func kindOf(letters []byte) string {
	switch string(letters) {
	case "infe":
		return "infe"
	case "hvc1":
		return "hvc1"
	case "av01":
		return "av01"
	case "IDAT":
		return "IDAT"
	case "fdAT":
		return "fdAT"
	case "fcTL":
		return "fcTL"
	case "ANMF":
		return "ANMF"
	}
	return string(letters)
}

// Boxes visits the boxes of a HEIC, AVIF or CR3 (ISO/IEC 14496-12), a JPEG 2000 (ISO/IEC
// 15444-1, I.4), a JPEG XL (ISO/IEC 18181-2), or those in a box. An error is the last element
// visited. Fewer than 8 bytes behind the last box are ignored.
func (s Source) Boxes() iter.Seq2[Chunk, error] {
	return func(yield func(Chunk, error) bool) {
		off := int64(0)
		for range maxBoxes {
			if s.size-off < 8 {
				return
			}
			b, err := s.box(off)
			if !yield(b, err) || err != nil {
				return
			}
			off = b.End
		}
	}
}

// box reads the box at off. Size 1 stands for a size of 64 bits behind, 0 for "to the end".
func (s Source) box(off int64) (Chunk, error) {
	head, err := s.upTo(off, 16)
	if err != nil {
		return Chunk{}, err
	}
	room := uint64(s.size - off)
	size, body := uint64(binary.BigEndian.Uint32(head)), uint64(8)
	switch {
	case size == 0:
		size = room
	case size == 1 && len(head) == 16:
		size, body = binary.BigEndian.Uint64(head[8:]), 16
	}
	if size < body || size > math.MaxInt64 {
		return Chunk{}, fmt.Errorf("%w: box %q of %d bytes", ErrStructure, head[4:8], size)
	}
	b := Chunk{Kind: kindOf(head[4:8]), Start: off, Whole: size <= room}
	size = min(size, room)
	b.Body, b.End = s.part(off+int64(body), int64(size-body)), off+int64(size)
	return b, nil
}

// Find is the content of the first box of a kind, of the first one of the next kind in that
// box, and so on. The bool is false where there is no whole box.
func (s Source) Find(path ...string) (Source, bool) {
	for _, kind := range path {
		found := false
		for b, err := range s.Boxes() {
			if err != nil || !b.Whole {
				break
			}
			if found = b.Kind == kind; found {
				s = b.Body
				break
			}
		}
		if !found {
			return Source{}, false
		}
	}
	return s, true
}

// BehindUUID is the content of a "uuid" box behind the 16 bytes of its kind. ok is false for
// any other box.
func (b Chunk) BehindUUID(uuid string) (content Source, ok bool, err error) {
	n := int64(len(uuid))
	if b.Kind != "uuid" || b.Body.size < n {
		return Source{}, false, nil
	}
	head, err := b.Body.Peek(0, len(uuid))
	if err != nil || string(head) != uuid {
		return Source{}, false, err
	}
	return b.Body.part(n, b.Body.size-n), true, nil
}

// FirstSample is the offset in the file and the size in bytes of the first sample in the
// content of an "stbl" box. ok is false where there is none.
func (s Source) FirstSample() (offset, size uint64, ok bool) {
	const longest = 16 // of what is read of each table
	fields := func(kind string) *Fields {
		table, _ := s.Find(kind)
		head, err := table.upTo(0, longest)
		f := &Fields{Data: head, Cut: err != nil}
		f.Uint(4) // version and flags
		return f
	}
	sizes := fields("stsz")
	size = sizes.Uint(4) // the common size of all samples
	if size == 0 && sizes.Uint(4) > 0 {
		size = sizes.Uint(4)
	}
	width, offsets := 4, fields("stco")
	if offsets.Cut {
		width, offsets = 8, fields("co64")
	}
	count := offsets.Uint(4)
	offset = offsets.Uint(width)
	return offset, size, size > 0 && count > 0 && !offsets.Cut
}

// ItemInfo is the "infe" box of an item of a HEIC or AVIF (ISO/IEC 14496-12, 8.11.6).
type ItemInfo struct {
	ID   uint64
	Type string // four letters
	// Rest is what follows the type: a name that ends with a zero byte, and for the type
	// "mime" a content type, which also ends with a zero byte.
	Rest []byte
}

// ItemInfos visits the items of the content of an "iinf" box. Old boxes without a type are
// passed over.
func ItemInfos(body []byte) iter.Seq2[ItemInfo, error] {
	return func(yield func(ItemInfo, error) bool) {
		f := Fields{Data: body}
		f.Uint(WidthOfID(f.Uint(4) >> 24)) // the number of items, which can be counted
		if f.Cut {
			yield(ItemInfo{}, io.ErrUnexpectedEOF)
			return
		}
		for b, err := range Memory(f.Data).Boxes() {
			if err == nil && !b.Whole {
				err = fmt.Errorf("%w: box %q is cut off", ErrStructure, b.Kind)
			}
			if err != nil {
				yield(ItemInfo{}, err)
				return
			}
			info, ok := itemInfo(b)
			if ok && !yield(info, nil) {
				return
			}
		}
	}
}

// itemInfo reads an "infe" box of version 2 or newer.
func itemInfo(b Chunk) (ItemInfo, bool) {
	f := Fields{Data: b.Body.data}
	version := f.Uint(4) >> 24
	width := 2
	if version > 2 {
		width = 4
	}
	info := ItemInfo{ID: f.Uint(width)}
	f.Uint(2) // protection
	info.Type, info.Rest = kindOf(f.Bytes(4)), f.Data
	return info, b.Kind == "infe" && version >= 2 && !f.Cut
}

// WidthOfID is the bytes of an item number by the version in most full boxes' heads.
func WidthOfID(version uint64) int {
	if version > 0 {
		return 4
	}
	return 2
}

// Extent is a part of an item's content. Size 0 stands for "to the end".
type Extent struct {
	Offset, Size uint64
}

// ItemLocation is where the content of an item lies.
type ItemLocation struct {
	ID uint64
	// Inside is true where Extents count from the start of the "idat" box, otherwise Extents
	// count from the start of the file.
	Inside bool
	// Elsewhere is true for content that is not in the file, or is put together in another
	// way.
	Elsewhere bool
	Extents   []Extent // valid until the next item is visited
}

// ItemLocations visits the rows of the content of an "iloc" box (ISO/IEC 14496-12, 8.11.3).
func ItemLocations(body []byte) iter.Seq2[ItemLocation, error] {
	return func(yield func(ItemLocation, error) bool) {
		t := locationTable{Fields: Fields{Data: body}}
		for count := t.head(); count > 0; count-- {
			l, err := t.row()
			if !yield(l, err) || err != nil {
				return
			}
		}
		if t.Cut {
			yield(ItemLocation{}, io.ErrUnexpectedEOF)
		}
	}
}

// locationTable is the content of an "iloc" box.
type locationTable struct {
	Fields
	version                   uint64
	id                        int // width of item numbers
	offset, length, base, idx int // widths
	seen                      uint64
	extents                   []Extent
}

// head reads the widths of the fields and returns how many rows there are.
func (t *locationTable) head() uint64 {
	t.version = t.Uint(4) >> 24
	widths := int(t.Uint(2))
	t.offset, t.length, t.base, t.idx = widths>>12, widths>>8&15, widths>>4&15, widths&15
	if t.version == 0 {
		t.idx = 0
	}
	t.id = 2
	if t.version >= 2 {
		t.id = 4
	}
	return t.Uint(t.id)
}

func (t *locationTable) row() (ItemLocation, error) {
	l := ItemLocation{ID: t.Uint(t.id)}
	if t.version > 0 {
		method := t.Uint(2) & 15
		l.Inside, l.Elsewhere = method == 1, method > 1
	}
	l.Elsewhere = t.Uint(2) != 0 || l.Elsewhere
	base := t.Uint(t.base)
	n := t.Uint(2)
	if t.seen += n + 1; t.seen > maxExtents {
		return ItemLocation{}, fmt.Errorf("%w: more than %d parts of items", ErrStructure, maxExtents)
	}
	t.extents = t.extents[:0]
	for range n {
		t.Uint(t.idx)
		t.extents = append(t.extents, Extent{base + t.Uint(t.offset), t.Uint(t.length)})
	}
	if t.Cut {
		return ItemLocation{}, io.ErrUnexpectedEOF
	}
	l.Extents = t.extents
	return l, nil
}
