package llm2clip

import (
	"bytes"
	"io"
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
	const rows, width = 5, blockSize + 8 // the second block of a row has 8 values
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
				got, want := float32(level-(1<<(bits-1)))*q.list[block], values[row*width+i]
				if bits == 4 && (level == 0 || level == 15) && math.Abs(float64(want)) > math.Abs(float64(got)) {
					continue // beyond the range that was worth keeping
				}
				near(t, "block", got, want, q.list[block])
			}
		}
	}
}

// TestBestScale compares the scale of few levels with the one that keeps the whole
// range: it loses less, and nothing where that loses nothing.
func TestBestScale(t *testing.T) {
	grid := make([]float32, 32)
	for i := range grid {
		grid[i] = float32(i%16-8) * 0.25
	}
	if scale := bestScale(grid, 8); squaredError(grid, scale, 8) != 0 {
		t.Errorf("values on 16 levels: scale %v loses %v", scale, squaredError(grid, scale, 8))
	}
	var whole, best float32
	for at, values := 0, random(100*blockSize); at < len(values); at += blockSize {
		block := values[at : at+blockSize]
		whole, best = whole+squaredError(block, scaleOf(block, 8), 8), best+squaredError(block, bestScale(block, 8), 8)
	}
	if ratio := best / whole; ratio > 0.92 { // 0.0972²/0.1032² for normal values
		t.Errorf("the best scales lose %.3f of what whole ranges lose", ratio)
	}
}

func TestRowsKeepTheirValues(t *testing.T) {
	const rows, width = 131, 33 // two strips and three rows
	values := random(rows * width)
	q := &rowMatrix{matrix: matrix{pieces{values: values}, "w", rows, width}, levels: 64}
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

func TestAMatrixOfAnotherSize(t *testing.T) {
	for _, c := range []struct {
		values int
		want   string
	}{{9, "w ends within a row"}, {15, "w has more than 2 rows"}} {
		q := &rowMatrix{matrix: matrix{pieces{values: random(c.values)}, "w", 2, 5}, levels: 64}
		if err := q.write(io.Discard); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%d values: %v, want %s", c.values, err, c.want)
		}
	}
}

// TestLevels are those at the ends of the range, between two and of numbers that
// are hard to divide by.
func TestLevels(t *testing.T) {
	const tiny = math.SmallestNonzeroFloat32
	for _, c := range []struct {
		values []float32
		levels int32
		want   []int8
	}{
		{[]float32{-4, 4, 0.5, 1.5, -0.5, 2.4}, 4, []int8{-4, 3, 0, 2, 0, 2}}, // halves go to the even level
		{[]float32{8, -8, 2, 0}, 8, []int8{7, -8, 2, 0}},                      // at equal sizes the negative one is exact
		{[]float32{8, -7.9, 2, 0}, 8, []int8{-8, 7, -2, 0}},                   // by a negative scale
		{[]float32{0, 0}, 64, []int8{0, 0}},
		{[]float32{tiny, -tiny}, 64, []int8{0, 0}},
		{[]float32{11 * tiny, -5 * tiny}, 8, []int8{-8, 5}}, // the scale itself is rounded
	} {
		out := make([]byte, len(c.values))
		quantise(out, c.values, scaleOf(c.values, c.levels), c.levels)
		for i, v := range out {
			if int8(v) != c.want[i] {
				t.Errorf("%v in %d levels: %d is %d, want %d", c.values, c.levels, i, int8(v), c.want[i])
			}
		}
	}
	if s := scaleOf([]float32{1, float32(math.NaN()), 2}, 8); s == s {
		t.Errorf("the scale of a broken weight is %v", s)
	}
}
