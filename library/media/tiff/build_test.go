package tiff_test

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"slices"
)

// field is one tag of a built file. The values are SHORTs, or LONGs where a value needs it or
// long says so.
type field struct {
	tag    uint16
	values []uint32
}

// picture describes a file to build: its tags beside those of the strips, and
// the stored bytes of each strip or tile.
type picture struct {
	order  binary.AppendByteOrder
	big    bool // BigTIFF
	fields []field
	chunks [][]byte
	tiled  bool
}

// build writes header, chunks, then the directory with its long values behind.
func (p picture) build() []byte {
	if p.order == nil {
		p.order = binary.LittleEndian
	}
	b := []byte("II")
	if p.order == binary.AppendByteOrder(binary.BigEndian) {
		b = []byte("MM")
	}
	head := 8
	if p.big {
		head = 16
	}
	var offsets, counts []uint32
	at := head
	for _, c := range p.chunks {
		offsets, counts = append(offsets, uint32(at)), append(counts, uint32(len(c)))
		at += len(c)
	}
	at += at & 1
	if p.big {
		b = p.order.AppendUint16(p.order.AppendUint16(p.order.AppendUint16(b, 43), 8), 0)
		b = p.order.AppendUint64(b, uint64(at))
	} else {
		b = p.order.AppendUint32(p.order.AppendUint16(b, 42), uint32(at))
	}
	b = append(b, bytes.Join(p.chunks, nil)...)
	b = append(b, make([]byte, at-len(b))...)
	offsetTag, countTag := uint16(273), uint16(279)
	if p.tiled {
		offsetTag, countTag = 324, 325
	}
	fields := append(slices.Clone(p.fields), field{offsetTag, offsets}, field{countTag, counts})
	return p.directory(b, fields)
}

func (p picture) directory(b []byte, fields []field) []byte {
	entry, offsetSize := 12, 4
	if p.big {
		entry, offsetSize = 20, 8
		b = p.order.AppendUint64(b, uint64(len(fields)))
	} else {
		b = p.order.AppendUint16(b, uint16(len(fields)))
	}
	behind := len(b) + entry*len(fields) + offsetSize
	var tail []byte
	for _, f := range fields {
		kind, size := uint16(3), 2
		if slices.Max(f.values) > 0xffff {
			kind, size = 4, 4
		}
		b = p.order.AppendUint16(p.order.AppendUint16(b, f.tag), kind)
		var value []byte
		for _, v := range f.values {
			if size == 2 {
				value = p.order.AppendUint16(value, uint16(v))
			} else {
				value = p.order.AppendUint32(value, v)
			}
		}
		if len(value) > offsetSize {
			place := uint64(behind + len(tail))
			tail = append(tail, value...)
			value = p.number(nil, place)
		}
		b = p.number(b, uint64(len(f.values)))
		b = append(b, value...)
		b = append(b, make([]byte, offsetSize-len(value))...)
	}
	return append(append(b, make([]byte, offsetSize)...), tail...)
}

// number appends a count or an offset.
func (p picture) number(b []byte, v uint64) []byte {
	if p.big {
		return p.order.AppendUint64(b, v)
	}
	return p.order.AppendUint32(b, uint32(v))
}

// deflated compresses a chunk.
func deflated(data []byte) []byte {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, _ = z.Write(data) // a buffer never fails
	_ = z.Close()
	return b.Bytes()
}

// size makes the fields that every picture has.
func size(w, h, samples, photometric uint32, bits ...uint32) []field {
	return []field{{256, []uint32{w}}, {257, []uint32{h}}, {258, bits}, {262, []uint32{photometric}}, {277, []uint32{samples}}}
}

func with(fields []field, more ...field) []field { return append(slices.Clone(fields), more...) }

func one(tag uint16, value uint32) field { return field{tag, []uint32{value}} }
