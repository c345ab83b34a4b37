package llm2clip

import (
	"bytes"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"descry/ml/checkpoint"
)

// pieces is a checkpoint of one tensor that is read in uneven pieces.
type pieces struct {
	Checkpoint
	values []float32
}

func (p pieces) Read(_ string, fn func([]float32) error) error {
	for at, n := 0, 1; at < len(p.values); at, n = at+n, n%53+7 {
		if err := fn(p.values[at:min(at+n, len(p.values))]); err != nil {
			return err
		}
	}
	return nil
}

var _ Checkpoint = pieces{Checkpoint: checkpoint.File(nil)}

func random(n int) []float32 {
	r := rand.New(rand.NewPCG(1, 2))
	values := make([]float32, n)
	for i := range values {
		values[i] = float32(r.NormFloat64())
	}
	return values
}

// near allows half a level, and a whole one at the end of the range that has one
// level less.
func near(t *testing.T, what string, got, want, scale float32) {
	t.Helper()
	if d := math.Abs(float64(got - want)); d > 1.001*math.Abs(float64(scale)) {
		t.Fatalf("%s: %v for %v at scale %v", what, got, want, scale)
	}
}

func TestBlocksKeepTheirValues(t *testing.T) {
	const rows, width = 5, 40 // the second block of a row has 8 values
	values := random(rows * width)
	clear(values[width : width+blockSize]) // a block of zeros has no scale
	for _, bits := range []int64{4, 8} {
		q := &blockMatrix{matrix: matrix{pieces{values: values}, "w", rows, width}, bits: bits}
		var out bytes.Buffer
		if err := q.write(&out); err != nil {
			t.Fatal(err)
		}
		if out.Len() != rows*2*blockSize*int(bits)/8 || len(q.list) != rows*2 {
			t.Fatalf("%d bits: %d bytes and %d scales", bits, out.Len(), len(q.list))
		}
		for row := range rows {
			for i := range width {
				block := 2*row + i/blockSize
				level := int(out.Bytes()[(block*blockSize+i%blockSize)*int(bits)/8])
				if bits == 4 {
					level = level >> (4 * (i % 2)) & 15
				}
				got := float32(level-(1<<(bits-1))) * q.list[block]
				near(t, "block", got, values[row*width+i], q.list[block])
			}
		}
	}
}

func TestRowsKeepTheirValues(t *testing.T) {
	const rows, width = 7, 33
	values := random(rows * width)
	q := &rowMatrix{matrix: matrix{pieces{values: values}, "w", rows, width}}
	var straight, turned bytes.Buffer
	if err := q.write(&straight); err != nil {
		t.Fatal(err)
	}
	if err := q.writeTransposed(&turned); err != nil {
		t.Fatal(err)
	}
	for row := range rows {
		for i := range width {
			a, b := straight.Bytes()[row*width+i], turned.Bytes()[i*rows+row]
			if a != b {
				t.Fatalf("[%d, %d] is %d, transposed %d", row, i, a, b)
			}
			near(t, "row", float32(int8(a))*q.list[row], values[row*width+i], q.list[row])
		}
	}
}

func TestAMatrixThatEndsEarly(t *testing.T) {
	m := matrix{pieces{values: random(9)}, "w", 2, 5}
	err := m.each(func([]float32) error { return nil })
	if err == nil || !strings.Contains(err.Error(), "w ends within a row") {
		t.Error(err)
	}
}
