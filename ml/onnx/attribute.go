package onnx

// Attribute is a setting of a node that is known when the graph is made.
type Attribute struct {
	name  string
	write func(*message)
}

// Numbers of AttributeProto.AttributeType.
const (
	attributeFloat    = 1
	attributeInt      = 2
	attributeIntegers = 7
)

// Int is an integer setting.
func Int(name string, v int64) Attribute {
	return Attribute{name, func(m *message) {
		m.varint(3, v)
		m.varint(20, attributeInt)
	}}
}

// Real is a float32 setting.
func Real(name string, v float64) Attribute {
	return Attribute{name, func(m *message) {
		m.float(2, float32(v))
		m.varint(20, attributeFloat)
	}}
}

// List is a list of integers.
func List(name string, v ...int64) Attribute {
	return Attribute{name, func(m *message) {
		m.integers(8, v)
		m.varint(20, attributeIntegers)
	}}
}
