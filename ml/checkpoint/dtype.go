package checkpoint

import (
	"encoding/binary"
	"fmt"
	"math"

	"descry/internal/float16"
)

// DType is the type of a tensor's numbers as they are stored.
type DType int

// The types of numbers in checkpoints. Read converts the first three.
const (
	F32 DType = iota + 1
	F16
	BF16
	F64
	I64
	I32
	I16
	I8
	U8
	Bool
)

// dtypes has the names of the safetensors format and the size of one element.
var dtypes = [...]struct {
	name string
	size int
}{
	F32: {"F32", 4}, F16: {"F16", 2}, BF16: {"BF16", 2}, F64: {"F64", 8}, I64: {"I64", 8},
	I32: {"I32", 4}, I16: {"I16", 2}, I8: {"I8", 1}, U8: {"U8", 1}, Bool: {"BOOL", 1},
}

// storageTypes has the names of PyTorch's storage classes.
var storageTypes = map[string]DType{
	"FloatStorage": F32, "HalfStorage": F16, "BFloat16Storage": BF16, "DoubleStorage": F64,
	"LongStorage": I64, "IntStorage": I32, "ShortStorage": I16, "CharStorage": I8,
	"ByteStorage": U8, "BoolStorage": Bool,
}

// Size is the length of one element in bytes, 0 for an invalid type.
func (d DType) Size() int {
	if d < F32 || d > Bool {
		return 0
	}
	return dtypes[d].size
}

// String is the type's name in the safetensors format.
func (d DType) String() string {
	if d < F32 || d > Bool {
		return fmt.Sprintf("DType(%d)", int(d))
	}
	return dtypes[d].name
}

// parseDType reads a name of the safetensors format.
func parseDType(name string) (DType, error) {
	for d := F32; d <= Bool; d++ {
		if dtypes[d].name == name {
			return d, nil
		}
	}
	return 0, fmt.Errorf("element type %s is not supported", quote(name))
}

// decode converts little-endian numbers. src holds len(dst) elements. The result is false for
// types that hold no weights.
func (d DType) decode(dst []float32, src []byte) bool {
	switch d {
	case F32:
		for i := range dst {
			dst[i] = math.Float32frombits(binary.LittleEndian.Uint32(src[4*i:]))
		}
	case F16:
		_ = float16.Decode(dst, src[:2*len(dst)]) // no error, since the lengths fit
	case BF16: // the upper half of a float32
		for i := range dst {
			dst[i] = math.Float32frombits(uint32(binary.LittleEndian.Uint16(src[2*i:])) << 16)
		}
	default:
		return false
	}
	return true
}

// firstNotFinite returns the index of the first NaN or infinity, or -1.
func firstNotFinite(values []float32) int {
	for i, v := range values {
		if math.Float32bits(v)&0x7f800000 == 0x7f800000 {
			return i
		}
	}
	return -1
}
