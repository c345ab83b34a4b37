// Package vector scores embeddings. An in-memory int8 matrix is scanned in full with SIMD
// code. The scan gives every row's cosine with a query closely enough to tell which rows have
// to be ranked by the float16 vectors in the catalogue (package search). The matrix is derived
// data: a sidecar file saves the matrix, and rows that the file lacks are fetched anew.
package vector

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"descry/internal/vectormath"
	"descry/library"
)

// Errors that callers tell apart with errors.Is.
var (
	// ErrDimension means that a vector's length is not the index's dimension.
	ErrDimension = errors.New("wrong vector dimension")
	// ErrNotFinite means that a vector holds NaN or an infinity.
	ErrNotFinite = vectormath.ErrNotFinite
	// ErrZero means that a vector has no direction.
	ErrZero = vectormath.ErrZero
	// ErrMissing means that there is no sidecar file.
	ErrMissing = errors.New("sidecar file is missing")
	// ErrDamaged means that the sidecar file is cut, altered or not one.
	ErrDamaged = errors.New("sidecar file is damaged")
	// ErrStale means that the sidecar file is of another model, dimension
	// or format version.
	ErrStale = errors.New("sidecar file is stale")
)

// maxDim is the largest dimension: 128·255·maxDim still fits into the int32 in which kernels
// add up.
const maxDim = 1 << 16

// Index holds one int8 vector per photo. All methods may be called at any time from any
// goroutine. Scans run beside each other and beside changes. A change waits at most for the
// scan of one chunk (tens of microseconds). A scan sees every row that exists from its start
// to its end exactly once, each either before or after a concurrent change.
type Index struct {
	dim    int // length of the vectors
	stride int // dim rounded up to blockBytes, the length of a matrix row
	kernel kernel

	// chunks is the published table, which scans read without a lock. Entries may be nil. A
	// published table is never changed, only replaced.
	chunks atomic.Pointer[[]*chunk]

	mu     sync.Mutex                // serialises changes
	rows   map[library.PhotoID]place // where each id is
	room   []int                     // table positions of chunks that may have room
	free   []int                     // table positions that are nil
	sparse int                       // a chunk at most half full to merge with, or −1
}

// A place is a table position times chunkRows plus a row number.
type place uint64

func placeOf(pos, row int) place { return place(pos)*chunkRows + place(row) }
func (p place) pos() int         { return int(p / chunkRows) }
func (p place) row() int         { return int(p % chunkRows) }

// New returns an empty index for vectors of length dim. A dim outside 1 to 65536 gives an
// index that refuses every vector with ErrDimension.
func New(dim int) *Index {
	x := &Index{dim: dim, kernel: best, rows: map[library.PhotoID]place{}, sparse: -1}
	if dim > 0 && dim <= maxDim {
		x.stride = roundUp(dim, blockBytes)
	}
	x.chunks.Store(&[]*chunk{})
	return x
}

// roundUp is n rounded up to a multiple of unit.
func roundUp(n, unit int) int { return (n + unit - 1) / unit * unit }

// Dim is the length of the vectors.
func (x *Index) Dim() int { return x.dim }

// Len is the number of rows.
func (x *Index) Len() int {
	x.mu.Lock()
	defer x.mu.Unlock()
	return len(x.rows)
}

// Generation returns the generation of a row and whether the row exists.
func (x *Index) Generation(id library.PhotoID) (int64, bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	p, ok := x.rows[id]
	if !ok {
		return 0, false
	}
	return x.table()[p.pos()].gens[p.row()], true
}

func (x *Index) table() []*chunk { return *x.chunks.Load() }

func (x *Index) checkDim(n int) error {
	if n != x.dim || x.stride == 0 {
		return fmt.Errorf("%w: %d, the index has %d", ErrDimension, n, x.dim)
	}
	return nil
}
