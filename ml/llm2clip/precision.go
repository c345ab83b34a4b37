package llm2clip

import (
	"cmp"
	"fmt"

	"descry/ml/onnx"
)

// Precision is how the matrices of a tower are stored. Norms, biases and the patch embedding
// stay in float32 in any case. So does the text adapter, which suffers most from rounded
// inputs. Only one row goes through the text adapter, so restoring its weights would take
// longer than using them.
type Precision string

// The precisions of a tower.
const (
	// Float32 loses nothing.
	Float32 Precision = ""
	// Int8 stores one byte a weight with a scale for each block of a row. Int8 is for text
	// towers, on CPU and GPU.
	Int8 Precision = "int8"
	// DynamicInt8 stores one byte a weight, using seven bits, with one scale a row, and rounds
	// the inputs of each layer to a byte, too. DynamicInt8 is the fastest for image towers on
	// a CPU. A GPU has no operator for DynamicInt8.
	DynamicInt8 Precision = "int8-dynamic"
	// Int4 stores half a byte a weight, in blocks as Int8. Int4 is for large text towers.
	Int4 Precision = "int4"
)

func (p Precision) check() error {
	switch p {
	case Float32, Int8, DynamicInt8, Int4:
		return nil
	}
	return fmt.Errorf("precision %.40q: want %s, %s, %s or none", string(p), Int8, DynamicInt8, Int4)
}

func (p Precision) name() string { return string(cmp.Or(p, "float32")) }

// linear is x·Wᵀ + b for x [rows, in] and W [out, in], in the builder's
// precision.
func (b *builder) linear(x, name string, in, out int64, has bias) string {
	offset := ""
	if has == withBias || has == maybeBias && b.weights.has(name+".bias") {
		offset = b.weight(name+".bias", out)
	}
	switch b.precision {
	case Int8, Int4:
		return b.blockwise(x, offset, name+".weight", in, out)
	case DynamicInt8:
		return b.dynamic(x, offset, name+".weight", in, out)
	case Float32: // as follows
	}
	matrix, add := b.tensor(name+".weight", out, in), b.Constant
	if b.single {
		add = b.Replaceable
	}
	inputs := []string{x, b.once(matrix, add)}
	if offset != "" {
		inputs = append(inputs, offset)
	}
	return b.node(onnx.Standard, "Gemm", inputs, onnx.Int("transB", 1))
}

// byteInputs lets the CPU round the inputs of MatMulNBits to bytes, block by block, which
// costs less accuracy than storing the weights did.
const byteInputs = 4

// blockwise multiplies by weights that are stored in blocks.
func (b *builder) blockwise(x, offset, name string, in, out int64) string {
	b.weights.check(name, out, in)
	bits := int64(8)
	if b.precision == Int4 {
		bits = 4
	}
	q := &blockMatrix{matrix: matrix{b.weights.source, name, out, in}, bits: bits}
	values := b.once(onnx.Tensor{Name: name, Type: onnx.Uint8, Shape: q.shape(), Write: q.write}, b.Constant)
	scales := b.once(q.scaled(name+".scales", out, q.blocks()), b.Constant)
	inputs := []string{x, values, scales}
	if offset != "" {
		inputs = append(inputs, "", "", offset)
	}
	return b.node(onnx.Microsoft, "MatMulNBits", inputs, onnx.Int("K", in), onnx.Int("N", out),
		onnx.Int("bits", bits), onnx.Int("block_size", blockSize), onnx.Int("accuracy_level", byteInputs))
}

// safeLevels keeps the sum of two products of a byte and a weight within 16 bits. Processors
// without an instruction for dot products of bytes add such sums in 16 bits, and overflow
// gives a wrong sum.
const safeLevels = 64

// dynamic multiplies bytes by bytes.
func (b *builder) dynamic(x, offset, name string, in, out int64) string {
	b.weights.check(name, out, in)
	q := &rowMatrix{matrix: matrix{b.weights.source, name, out, in}, levels: safeLevels}
	values := b.once(onnx.Tensor{Name: name, Type: onnx.Int8, Shape: []int64{in, out}, Write: q.writeTransposed}, b.Constant)
	scales := b.once(q.scaled(name+".scales", out), b.Constant)
	r := b.round(x)
	inputs := []string{r.values, values, r.scale, scales, r.zero}
	if offset != "" {
		inputs = append(inputs, "", offset)
	}
	return b.node(onnx.Microsoft, "MatMulIntegerToFloat", inputs)
}

// rounding names a matrix of bytes with the scale and the zero of the whole matrix.
type rounding struct{ values, scale, zero string }

// round makes bytes of a value, once for all layers that take the value.
func (b *builder) round(x string) rounding {
	if r, ok := b.names.rounded[x]; ok {
		return r
	}
	r := rounding{x + ".bytes", x + ".scale", x + ".zero"}
	b.Add(onnx.Node{Op: "DynamicQuantizeLinear", Inputs: []string{x}, Outputs: []string{r.values, r.scale, r.zero}})
	b.names.rounded[x] = r
	return r
}

// embed looks token ids up in a table: [items·tokens, width].
func (b *builder) embed(ids, name string, rows, width int64) string {
	if b.precision == Float32 {
		return b.flat(b.node(onnx.Standard, "Gather", []string{b.weight(name, rows, width), ids}), width)
	}
	b.weights.check(name, rows, width)
	q := &rowMatrix{matrix: matrix{b.weights.source, name, rows, width}, levels: 128}
	values := b.Constant(onnx.Tensor{Name: name, Type: onnx.Int8, Shape: []int64{rows, width}, Write: q.write})
	scales := b.Constant(q.scaled(name+".scales", rows))
	x := b.node(onnx.Standard, "Gather", []string{values, ids})
	x = b.node(onnx.Standard, "Cast", []string{x}, onnx.Int("to", int64(onnx.Float)))
	factors := b.node(onnx.Standard, "Gather", []string{scales, ids})
	return b.multiply(b.flat(x, width), b.flat(factors, 1))
}
