package onnx

import (
	"encoding/binary"
	"math"
)

// message is a protocol buffer message in the making. The fields of a message have the wire
// types 0 (varint), 2 (length and bytes) and 5 (four bytes) of the encoding guide of protocol
// buffers. ONNX needs no other wire types here.
type message []byte

func (m *message) key(field, wireType int) {
	*m = binary.AppendUvarint(*m, uint64(field)<<3|uint64(wireType))
}

// varint appends an integer. A negative one takes ten bytes, as int64 does.
func (m *message) varint(field int, v int64) {
	m.key(field, 0)
	*m = binary.AppendUvarint(*m, uint64(v))
}

func (m *message) float(field int, v float32) {
	m.key(field, 5)
	*m = binary.LittleEndian.AppendUint32(*m, math.Float32bits(v))
}

func (m *message) bytes(field int, v []byte) {
	m.key(field, 2)
	*m = binary.AppendUvarint(*m, uint64(len(v)))
	*m = append(*m, v...)
}

func (m *message) string(field int, v string) { m.bytes(field, []byte(v)) }

// integers appends a packed list.
func (m *message) integers(field int, list []int64) {
	var packed []byte
	for _, v := range list {
		packed = binary.AppendUvarint(packed, uint64(v))
	}
	m.bytes(field, packed)
}

// nested appends a message that fill builds.
func (m *message) nested(field int, fill func(*message)) {
	var inner message
	fill(&inner)
	m.bytes(field, inner)
}
