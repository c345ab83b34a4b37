package onnx

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Model is a model file that was read to be changed. Nodes and tensors can be looked at,
// removed and added. All other parts are written back as they were read.
type Model struct {
	// Nodes are in an order in which they can be computed.
	Nodes []Node

	head    message // fields of the model but the graph
	rest    message // the graph's other fields
	tensors []stored
	inputs  []value
	outputs []value
}

// stored is a tensor of a file.
type stored struct {
	name     string
	kind     Type
	shape    []int64
	raw      []byte // elements in the file itself, nil if they lie beside the file
	external bool
	encoded  message
}

// value is an input or output of a file.
type value struct {
	Value
	encoded message
}

// Value is an input or output of a model.
type Value struct {
	Name string
	Type Type
	Axes int // number of axes of the shape
}

// ErrModel reports bytes that are no model, or one of a kind that can't be changed here.
var ErrModel = errors.New("not an ONNX model")

// Read takes a model file apart. Weights beside the file are not touched. The model shares
// memory with data, which must not be changed meanwhile. The error wraps [ErrModel].
func Read(data []byte) (*Model, error) {
	m := &Model{}
	if err := m.read(data); err != nil {
		return nil, fmt.Errorf("read model: %w: %w", ErrModel, err)
	}
	return m, nil
}

func (m *Model) read(data []byte) error {
	graphs := 0
	err := each(data, func(f field) error {
		if f.number != 7 {
			m.head = append(m.head, f.whole...)
			return nil
		}
		if graphs++; graphs > 1 {
			return errors.New("it has two graphs")
		}
		return m.readGraph(f.bytes)
	})
	if err == nil && graphs == 0 {
		err = errors.New("it has no graph")
	}
	if err == nil {
		err = m.order()
	}
	return err
}

// order puts each node behind the nodes whose results it takes: converters to float16 add
// nodes at the end. Other nodes stay in their order.
func (m *Model) order() error {
	makes := make(map[string]int)
	for i, n := range m.Nodes {
		for _, out := range n.Outputs {
			if out != "" {
				makes[out] = i
			}
		}
	}
	const under, done = 1, 2
	state := make([]int, len(m.Nodes))
	ordered := make([]Node, 0, len(m.Nodes))
	var add func(i int) error
	add = func(i int) error {
		switch state[i] {
		case done:
			return nil
		case under:
			return fmt.Errorf("its node %s waits for itself", m.Nodes[i].Op)
		}
		state[i] = under
		for _, in := range m.Nodes[i].Inputs {
			if from, ok := makes[in]; ok {
				if err := add(from); err != nil {
					return err
				}
			}
		}
		state[i] = done
		ordered = append(ordered, m.Nodes[i])
		return nil
	}
	for i := range m.Nodes {
		if err := add(i); err != nil {
			return err
		}
	}
	m.Nodes = ordered
	return nil
}

func (m *Model) readGraph(data []byte) error {
	return each(data, func(f field) (err error) {
		switch f.number {
		case 1:
			var n Node
			n, err = readNode(f.bytes)
			m.Nodes = append(m.Nodes, n)
		case 5:
			var t stored
			t, err = readTensor(f.bytes)
			m.tensors = append(m.tensors, t)
		case 11:
			var v value
			v, err = readValue(f.bytes)
			m.inputs = append(m.inputs, v)
		case 12:
			var v value
			v, err = readValue(f.bytes)
			m.outputs = append(m.outputs, v)
		case 13: // inferred shapes, which changes of nodes would make wrong
		default:
			m.rest = append(m.rest, f.whole...)
		}
		return err
	})
}

func readNode(data []byte) (n Node, err error) {
	err = each(data, func(f field) error {
		switch f.number {
		case 1:
			n.Inputs = append(n.Inputs, string(f.bytes))
		case 2:
			n.Outputs = append(n.Outputs, string(f.bytes))
		case 4:
			n.Op = string(f.bytes)
		case 5:
			a, err := readAttribute(f.bytes)
			n.Attributes = append(n.Attributes, a)
			return err
		case 7:
			if n.Domain = string(f.bytes); n.Domain == "ai.onnx" {
				n.Domain = Standard
			}
		}
		return nil
	})
	return n, err
}

func readAttribute(data []byte) (a Attribute, err error) {
	var rest message
	err = each(data, func(f field) error {
		if f.number == 1 {
			a.name = string(f.bytes)
		} else {
			rest = append(rest, f.whole...)
		}
		return nil
	})
	a.write = func(m *message) { *m = append(*m, rest...) }
	return a, err
}

// maxDims is far above the axes of any tensor.
const maxDims = 16

func readTensor(data []byte) (t stored, err error) {
	t.encoded = data
	err = each(data, func(f field) (err error) {
		switch f.number {
		case 1:
			t.shape, err = f.integers(t.shape)
			if err == nil && len(t.shape) > maxDims {
				err = errors.New("a tensor with too many axes")
			}
		case 2:
			t.kind = Type(f.varint)
		case 8:
			t.name = string(f.bytes)
		case 9:
			t.raw = f.bytes
		case 14:
			t.external = f.varint == 1
		}
		return err
	})
	return t, err
}

func readValue(data []byte) (v value, err error) {
	v.encoded = data
	err = each(data, func(f field) error {
		switch f.number {
		case 1:
			v.Name = string(f.bytes)
		case 2:
			return each(f.bytes, func(f field) error { // TypeProto
				if f.number != 1 {
					return nil
				}
				return each(f.bytes, v.readType) // the type's tensor_type
			})
		}
		return nil
	})
	return v, err
}

func (v *value) readType(f field) error {
	switch f.number {
	case 1:
		v.Type = Type(f.varint)
	case 2: // TensorShapeProto
		return each(f.bytes, func(f field) error {
			if f.number == 1 {
				v.Axes++
			}
			return nil
		})
	}
	return nil
}

// field is one field of a message.
type field struct {
	number int
	varint uint64 // of wire type 0
	bytes  []byte // of wire type 2
	whole  []byte // with the key
}

// integers appends a list, packed or one by one.
func (f field) integers(list []int64) ([]int64, error) {
	if f.bytes == nil {
		return append(list, int64(f.varint)), nil
	}
	for rest := f.bytes; len(rest) > 0; {
		v, n := binary.Uvarint(rest)
		if n <= 0 {
			return nil, errCut
		}
		list, rest = append(list, int64(v)), rest[n:]
	}
	return list, nil
}

var errCut = errors.New("it is cut off or damaged")

// each hands out the fields of a message.
func each(data []byte, fn func(field) error) error {
	for len(data) > 0 {
		f, n, err := readField(data)
		if err != nil {
			return err
		}
		if err := fn(f); err != nil {
			return err
		}
		data = data[n:]
	}
	return nil
}

func readField(data []byte) (f field, size int, err error) {
	key, n := binary.Uvarint(data)
	if n <= 0 || key>>3 == 0 || key>>3 > 1<<29 {
		return f, 0, errCut
	}
	f.number, size = int(key>>3), n
	switch key & 7 {
	case 0:
		if f.varint, n = binary.Uvarint(data[size:]); n <= 0 {
			return f, 0, errCut
		}
		size += n
	case 1:
		size += 8
	case 2:
		length, n := binary.Uvarint(data[size:])
		if n <= 0 || length > uint64(len(data)-size-n) {
			return f, 0, errCut
		}
		size += n
		f.bytes = data[size : size+int(length) : size+int(length)]
		if f.bytes == nil {
			f.bytes = []byte{}
		}
		size += int(length)
	case 5:
		size += 4
	default:
		return f, 0, errCut
	}
	if size > len(data) {
		return f, 0, errCut
	}
	f.whole = data[:size:size]
	return f, size, nil
}

// Int returns an integer setting of the node.
func (n Node) Int(name string) (v int64, ok bool) {
	for _, a := range n.Attributes {
		if a.name != name {
			continue
		}
		var m message
		a.write(&m)
		_ = each(m, func(f field) error { // m was read or written here before
			if f.number == 3 {
				v, ok = int64(f.varint), true
			}
			return nil
		})
	}
	return v, ok
}

// Has reports whether a setting of the node is given.
func (n Node) Has(name string) bool {
	for _, a := range n.Attributes {
		if a.name == name {
			return true
		}
	}
	return false
}

// Integers returns the elements of an int64 constant that lies in the model file.
func (m *Model) Integers(name string) ([]int64, bool) {
	t, ok := m.tensor(name)
	if !ok || t.kind != Int64 || t.external || len(t.raw)%8 != 0 {
		return nil, false
	}
	list := make([]int64, len(t.raw)/8)
	for i := range list {
		list[i] = int64(binary.LittleEndian.Uint64(t.raw[8*i:]))
	}
	return list, true
}

func (m *Model) tensor(name string) (stored, bool) {
	for _, t := range m.tensors {
		if t.name == name {
			return t, true
		}
	}
	return stored{}, false
}

// Constants returns the types of all constants by their names.
func (m *Model) Constants() map[string]Type {
	all := make(map[string]Type, len(m.tensors))
	for _, t := range m.tensors {
		all[t.name] = t.kind
	}
	return all
}

// Shape returns the shape of a constant, nil if there is none of the name.
func (m *Model) Shape(constant string) []int64 {
	t, _ := m.tensor(constant)
	return t.shape
}

// Inputs returns the inputs of a run, without constants that a run could replace.
func (m *Model) Inputs() []Value {
	constants := m.Constants()
	var all []Value
	for _, v := range m.inputs {
		if _, ok := constants[v.Name]; !ok {
			all = append(all, v.Value)
		}
	}
	return all
}

// Outputs returns the results.
func (m *Model) Outputs() []Value {
	var all []Value
	for _, v := range m.outputs {
		all = append(all, v.Value)
	}
	return all
}

// Fix makes constants of the inputs that have a value.
func (m *Model) Fix() {
	constants := m.Constants()
	m.inputs = slices.DeleteFunc(m.inputs, func(v value) bool {
		_, ok := constants[v.Name]
		return ok
	})
}

// Opset returns the version of the standard operators that the model requires.
func (m *Model) Opset() (version int64) {
	_ = each(m.head, func(f field) error { // Read has parsed it without an error
		if f.number != 8 {
			return nil
		}
		domain, v := "", int64(0)
		err := each(f.bytes, func(f field) error {
			switch f.number {
			case 1:
				domain = string(f.bytes)
			case 2:
				v = int64(f.varint)
			}
			return nil
		})
		if domain == Standard || domain == "ai.onnx" {
			version = v
		}
		return err
	})
	return version
}

// Constant adds a tensor, in the model file itself.
func (m *Model) Constant(t Tensor) error {
	if _, ok := m.tensor(t.Name); ok {
		return fmt.Errorf("constant %s is there already", t.Name)
	}
	encoded, err := writeTensor(t, &countingWriter{}, Files{InlineBelow: maxModelMessage})
	if err != nil {
		return fmt.Errorf("constant %s: %w", t.Name, err)
	}
	added, err := readTensor(encoded)
	m.tensors = append(m.tensors, added)
	return err
}

// Prune removes the nodes that no output needs, and then the constants that no node reads.
func (m *Model) Prune() {
	needed := make(map[string]bool)
	for _, v := range m.outputs {
		needed[v.Name] = true
	}
	var nodes []Node
	for i := len(m.Nodes) - 1; i >= 0; i-- {
		n := m.Nodes[i]
		if !slices.ContainsFunc(n.Outputs, func(out string) bool { return needed[out] }) {
			continue
		}
		for _, in := range n.Inputs {
			needed[in] = true
		}
		nodes = append(nodes, n)
	}
	slices.Reverse(nodes)
	m.Nodes = nodes
	m.tensors = slices.DeleteFunc(m.tensors, func(t stored) bool { return !needed[t.name] })
}

// Encode returns the model file. The weights lie where they lay.
func (m *Model) Encode() []byte {
	out := append(message(nil), m.head...)
	out.nested(7, func(g *message) {
		for _, n := range m.Nodes {
			node := n
			g.nested(1, func(m *message) { node.encode(m, node.Name()) })
		}
		for _, t := range m.tensors {
			g.bytes(5, t.encoded)
		}
		for _, v := range m.inputs {
			g.bytes(11, v.encoded)
		}
		for _, v := range m.outputs {
			g.bytes(12, v.encoded)
		}
		*g = append(*g, m.rest...)
	})
	return out
}

// Name is the name of a node in the file of [Model.Encode], made from the outputs, which are
// unique.
func (n Node) Name() string { return n.Op + " " + strings.Join(n.Outputs, " ") }
