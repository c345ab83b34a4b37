// Package build makes small photo files with chosen metadata for the tests of the metadata
// packages. Package build writes what the readers must understand, valid or not, and is in no
// program.
package build

import "encoding/binary"

// Tag is an entry of a TIFF table with its value as raw bytes.
type Tag struct {
	ID, Type uint16
	Count    uint32
	Data     []byte
}

// ASCII makes a text tag with its final NUL.
func ASCII(id uint16, s string) Tag {
	return Tag{id, 2, uint32(len(s) + 1), append([]byte(s), 0)}
}

// Short makes a tag of one 16-bit number.
func Short(order binary.AppendByteOrder, id, v uint16) Tag {
	return Tag{id, 3, 1, order.AppendUint16(nil, v)}
}

// Rational makes a tag of fractions: numerator, denominator, numerator, ...
func Rational(order binary.AppendByteOrder, id uint16, v ...uint32) Tag {
	var data []byte
	for _, x := range v {
		data = order.AppendUint32(data, x)
	}
	return Tag{id, 5, uint32(len(v) / 2), data}
}

// Order is a byte order that both appends and puts.
type Order interface {
	binary.ByteOrder
	binary.AppendByteOrder
}

// TIFF makes a TIFF structure of IFD0 and, where not nil, Exif and GPS tables.
func TIFF(order Order, main, exif, gps []Tag) []byte {
	out := []byte("II")
	if order.String() == "BigEndian" {
		out = []byte("MM")
	}
	out = order.AppendUint16(out, 42)
	out = order.AppendUint32(out, 8)
	pointers := []struct {
		id   uint16
		tags []Tag
	}{{0x8769, exif}, {0x8825, gps}}
	for _, p := range pointers {
		if p.tags != nil {
			main = append(main, Tag{p.id, 4, 1, make([]byte, 4)})
		}
	}
	at := len(out)
	out = table(out, order, main)
	for _, p := range pointers {
		if p.tags == nil {
			continue
		}
		for i, t := range main {
			if t.ID == p.id {
				order.PutUint32(out[at+2+12*i+8:], uint32(len(out)))
			}
		}
		out = table(out, order, p.tags)
	}
	return out
}

// table appends a table, the offset 0 of the next one, and the values that do
// not fit into the entries.
func table(out []byte, order Order, tags []Tag) []byte {
	values := uint32(len(out) + 2 + 12*len(tags) + 4)
	var data []byte
	out = order.AppendUint16(out, uint16(len(tags)))
	for _, t := range tags {
		out = order.AppendUint16(out, t.ID)
		out = order.AppendUint16(out, t.Type)
		out = order.AppendUint32(out, t.Count)
		if len(t.Data) <= 4 {
			out = append(out, append(append([]byte(nil), t.Data...), 0, 0, 0, 0)[:4]...)
			continue
		}
		out = order.AppendUint32(out, values+uint32(len(data)))
		data = append(data, t.Data...)
	}
	out = append(out, 0, 0, 0, 0)
	return append(out, data...)
}
