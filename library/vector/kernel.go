package vector

// blockBytes is the unit that kernels read: one AVX-512 register, one cache line. Rows are
// padded with zeros to a multiple of blockBytes.
const blockBytes = 64

// rowGroup is the number of rows a kernel works on at once.
const rowGroup = 4

// A kernel computes integer dot products of one query with many rows.
type kernel struct {
	name string

	// dots sets out[i] to the dot product of q and row i of rows. len(q) is the row length, a
	// multiple of blockBytes. len(out) is a multiple of rowGroup. len(rows) is at least
	// len(out)*len(q). Every int8 value is allowed, −128 too. The result is exact as long as
	// it fits into an int32, which maxDim guarantees.
	dots func(out []int32, rows, q []int8)
}

// generic is the plain Go kernel: the fallback and what the others are
// tested against.
var generic = kernel{name: "go", dots: dotsGo}

// best is the fastest kernel this processor can run.
var best = kernels()[0]

func dotsGo(out []int32, rows, q []int8) {
	for i := range out {
		row := rows[i*len(q):][:len(q)]
		var a, b int32
		for j := 0; j+1 < len(row); j += 2 {
			a += int32(row[j]) * int32(q[j])
			b += int32(row[j+1]) * int32(q[j+1])
		}
		out[i] = a + b
	}
}
