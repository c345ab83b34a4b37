package onnx

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"slices"
)

// Type is the element type of a tensor, numbered as TensorProto.DataType in
// the ONNX specification.
type Type int32

// The element types of the models here.
const (
	Float Type = 1 // float32
	Uint8 Type = 2
	Int8  Type = 3
	Int32 Type = 6
	Int64 Type = 7
	// Float16 is only for values between operations: no constant is written in Float16.
	Float16 Type = 10
)

// Size returns the bytes of one element, 0 for an unknown type.
func (t Type) Size() int64 {
	switch t {
	case Float, Int32:
		return 4
	case Uint8, Int8:
		return 1
	case Int64:
		return 8
	default:
		return 0
	}
}

// Tensor is a constant of a graph, in ONNX an initializer.
type Tensor struct {
	Name  string
	Type  Type
	Shape []int64
	// Write produces the elements, little-endian and in C order. [Graph.Write] calls Write
	// once. Write must write as many bytes as the shape demands.
	Write func(w io.Writer) error
}

// maxTensorBytes is far above the largest published embedding table (2 GB in
// float32) and far below an overflow.
const maxTensorBytes = 1 << 40

// bytes returns the encoded length.
func (t Tensor) bytes() (int64, error) {
	n := t.Type.Size()
	if n == 0 {
		return 0, fmt.Errorf("element type %d is unknown", t.Type)
	}
	for _, d := range t.Shape {
		if d < 1 || n > maxTensorBytes/d {
			return 0, fmt.Errorf("shape %v: want positive sizes, at most %d bytes in all", t.Shape, int64(maxTensorBytes))
		}
		n *= d
	}
	return n, nil
}

// Floats is a float32 tensor whose values are at hand.
func Floats(name string, shape []int64, values []float32) Tensor {
	return Stream(name, shape, func(emit func([]float32) error) error { return emit(values) })
}

// Integers is a list of int64.
func Integers(name string, values ...int64) Tensor {
	return Tensor{name, Int64, []int64{int64(len(values))}, func(w io.Writer) error {
		return binary.Write(w, binary.LittleEndian, values)
	}}
}

// Stream is a float32 tensor whose values come piece by piece, in C order, from a reader that
// hands them to emit. Pieces are not kept.
func Stream(name string, shape []int64, read func(emit func([]float32) error) error) Tensor {
	return Tensor{name, Float, slices.Clone(shape), func(w io.Writer) error {
		f := floatWriter{w: w}
		return read(f.write)
	}}
}

// floatPiece is how many floats are encoded before they are written.
const floatPiece = 16 << 10

// floatWriter encodes float32 values with one buffer.
type floatWriter struct {
	w      io.Writer
	buffer []byte
}

func (f *floatWriter) write(values []float32) error {
	for piece := range slices.Chunk(values, floatPiece) {
		f.buffer = f.buffer[:0]
		for _, v := range piece {
			f.buffer = binary.LittleEndian.AppendUint32(f.buffer, math.Float32bits(v))
		}
		if _, err := f.w.Write(f.buffer); err != nil {
			return err
		}
	}
	return nil
}
