package rawtest

import (
	"encoding/binary"
	"slices"
)

// Order is a byte order that both appends and puts.
type Order interface {
	binary.ByteOrder
	binary.AppendByteOrder
}

// tag is an entry of a directory with its value as bytes.
type tag struct {
	id, kind uint16
	count    int
	value    []byte
}

// Types of TIFF.
const (
	kindByte      = 1
	kindText      = 2
	kindShort     = 3
	kindLong      = 4
	kindRational  = 5
	kindUndefined = 7
	kindIFD       = 13
)

// structure writes a TIFF structure. What a directory points to stands before the directory.
type structure struct {
	order Order
	buf   []byte
	// base is where in buf the structure begins.
	base int
}

// newStructure begins a file with a byte order, a version and bytes behind the header.
func newStructure(order Order, version uint16, mark string) *structure {
	s := &structure{order: order}
	s.begin(version, mark)
	return s
}

// begin writes a header at the end of what is there.
func (s *structure) begin(version uint16, mark string) {
	s.base = len(s.buf)
	if s.order == Order(binary.LittleEndian) {
		s.buf = append(s.buf, "II"...)
	} else {
		s.buf = append(s.buf, "MM"...)
	}
	s.buf = s.order.AppendUint16(s.buf, version)
	s.buf = append(append(s.buf, 0, 0, 0, 0), mark...)
}

// first names the first directory in the header.
func (s *structure) first(offset int) { s.order.PutUint32(s.buf[s.base+4:], uint32(offset)) }

// next is where what is put next will lie, from the beginning of the structure.
func (s *structure) next() int {
	if (len(s.buf)-s.base)%2 == 1 {
		s.buf = append(s.buf, 0)
	}
	return len(s.buf) - s.base
}

// put adds bytes and returns their place.
func (s *structure) put(b []byte) int {
	at := s.next()
	s.buf = append(s.buf, b...)
	return at
}

// directory adds a directory, followed by the offset of the next one, 0 for none.
func (s *structure) directory(next int, tags ...tag) int {
	at := s.next()
	s.buf = append(s.buf, directory(s.order, at, next, tags)...)
	return at
}

// directory is a directory at offset at and, behind the directory, the values that don't fit
// into its entries.
func directory(order Order, at, next int, tags []tag) []byte {
	tags = slices.Clone(tags)
	slices.SortStableFunc(tags, func(a, b tag) int { return int(a.id) - int(b.id) })
	out := order.AppendUint16(nil, uint16(len(tags)))
	values := at + 2 + 12*len(tags) + 4
	var data []byte
	for _, t := range tags {
		out = order.AppendUint16(order.AppendUint16(out, t.id), t.kind)
		out = order.AppendUint32(out, uint32(t.count))
		if len(t.value) <= 4 {
			out = append(append(out, t.value...), make([]byte, 4-len(t.value))...)
			continue
		}
		out = order.AppendUint32(out, uint32(values+len(data)))
		data = append(data, t.value...)
		if len(data)%2 == 1 {
			data = append(data, 0)
		}
	}
	return append(order.AppendUint32(out, uint32(next)), data...)
}

// short is a tag of 16-bit numbers.
func (s *structure) short(id uint16, v ...int) tag {
	t := tag{id: id, kind: kindShort, count: len(v)}
	for _, x := range v {
		t.value = s.order.AppendUint16(t.value, uint16(x))
	}
	return t
}

// long is a tag of 32-bit numbers.
func (s *structure) long(id uint16, v ...int) tag {
	t := tag{id: id, kind: kindLong, count: len(v)}
	for _, x := range v {
		t.value = s.order.AppendUint32(t.value, uint32(x))
	}
	return t
}

// rational is a tag of fractions: numerator, denominator, numerator, ...
func (s *structure) rational(id uint16, v ...int) tag {
	t := s.long(id, v...)
	t.kind, t.count = kindRational, len(v)/2
	return t
}

// text is a tag of a text.
func text(id uint16, s string) tag {
	return tag{id, kindText, len(s) + 1, append([]byte(s), 0)}
}

// bytesTag is a tag of bytes whose meaning is the maker's.
func bytesTag(id uint16, b []byte) tag { return tag{id, kindUndefined, len(b), b} }
