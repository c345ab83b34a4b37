package onnx

import "strconv"

// Versions that the models declare. Operator set 21 has every standard operator
// used here, and IR version 10 came with it.
const (
	irVersion      = 10
	standardOpset  = 21
	microsoftOpset = 1
)

// Field numbers below are those of onnx.proto in the ONNX specification.

// model encodes a ModelProto.
func (g *Graph) model(tensors []message, producer string) message {
	var m message
	m.varint(1, irVersion)
	m.string(2, producer)
	m.nested(7, func(m *message) { g.encode(m, tensors) })
	opset(&m, Standard, standardOpset)
	opset(&m, Microsoft, microsoftOpset)
	return m
}

func opset(m *message, domain string, version int64) {
	m.nested(8, func(m *message) {
		m.string(1, domain)
		m.varint(2, version)
	})
}

// encode writes a GraphProto.
func (g *Graph) encode(m *message, tensors []message) {
	for i, n := range g.nodes {
		m.nested(1, func(m *message) { n.encode(m, n.Op+"_"+strconv.Itoa(i)) })
	}
	m.string(2, g.name)
	for _, t := range tensors {
		m.bytes(5, t)
	}
	for _, p := range g.inputs {
		m.nested(11, p.encode)
	}
	for _, p := range g.outputs {
		m.nested(12, p.encode)
	}
}

// encode writes a NodeProto.
func (n Node) encode(m *message, name string) {
	for _, in := range n.Inputs {
		m.string(1, in)
	}
	for _, out := range n.Outputs {
		m.string(2, out)
	}
	m.string(3, name)
	m.string(4, n.Op)
	for _, a := range n.Attributes {
		m.nested(5, func(m *message) {
			m.string(1, a.name)
			a.write(m)
		})
	}
	if n.Domain != Standard {
		m.string(7, n.Domain)
	}
}

// encode writes a ValueInfoProto.
func (p port) encode(m *message) {
	m.string(1, p.name)
	m.nested(2, func(m *message) { // TypeProto
		m.nested(1, func(m *message) { // the type's tensor_type
			m.varint(1, int64(p.kind))
			m.nested(2, p.encodeShape)
		})
	})
}

func (p port) encodeShape(m *message) {
	for _, d := range p.dims {
		m.nested(1, func(m *message) {
			if d.Name != "" {
				m.string(2, d.Name)
			} else {
				m.varint(1, d.Size)
			}
		})
	}
}
