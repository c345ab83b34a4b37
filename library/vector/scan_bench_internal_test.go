package vector

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync/atomic"
	"testing"
	"unsafe"

	"descry/library"
	"descry/library/vector/internal/membw"
)

// filled is an index of n random rows, written straight into its chunks:
// quantising a million vectors would take most of a benchmark's time.
func filled(n, dim int) *Index {
	x := New(dim)
	rng := rand.New(rand.NewPCG(1, 2))
	table := make([]*chunk, 0, n/chunkRows+1)
	for id := 0; id < n; {
		c := newChunk(x.stride)
		for ; c.n < chunkRows && id < n; c.n++ {
			c.ids[c.n], c.scales[c.n] = library.PhotoID(id), 0.0008
			x.rows[library.PhotoID(id)] = placeOf(len(table), c.n)
			for j := c.n * x.stride; j < c.n*x.stride+dim/8*8; j += 8 {
				*(*uint64)(unsafe.Pointer(&c.data[j])) = rng.Uint64()
			}
			id++
		}
		table = append(table, c)
	}
	x.chunks.Store(&table)
	return x
}

func randomVector(seed uint64, dim int) []float32 {
	rng := rand.New(rand.NewPCG(seed, 7))
	v := make([]float32, dim)
	for i := range v {
		v[i] = float32(rng.NormFloat64())
	}
	return v
}

// readAll reads the matrix with as many workers as a scan uses.
func (x *Index) readAll() uint32 {
	var sum atomic.Uint32
	table := x.table()
	_ = eachChunk(context.Background(), table, workersFor(len(table)), func(_, _ int, c *chunk) {
		sum.Add(membw.Sum(unsafe.Slice((*byte)(unsafe.Pointer(&c.data[0])), c.n*x.stride)))
	})
	return sum.Load()
}

// BenchmarkScanBandwidth scans and plainly reads the same matrix in turn. of-read is the
// scan's speed as a part of the read's.
func BenchmarkScanBandwidth(b *testing.B) {
	for _, size := range []struct{ n, dim int }{{1_000_000, 512}, {100_000, 512}, {100_000, 1280}} {
		x := filled(size.n, size.dim)
		q := randomVector(3, size.dim)
		for _, k := range kernels() {
			x.kernel = k
			b.Run(fmt.Sprintf("%dx%d/%s", size.n, size.dim, k.name), func(b *testing.B) { benchBandwidth(b, x, q) })
		}
		runtime.GC()
	}
}

func benchBandwidth(b *testing.B, x *Index, q []float32) {
	x.readAll() // fault all pages in
	var read, scan stopwatch
	for b.Loop() {
		read.time(func() { x.readAll() })
		scan.time(func() {
			if _, err := x.Scores(context.Background(), q); err != nil {
				b.Fatal(err)
			}
		})
	}
	bytes := float64(x.Len()) * float64(x.stride)
	b.ReportMetric(0, "ns/op") // of both together, so without meaning
	b.ReportMetric(scan.median()*1000, "scan-ms")
	b.ReportMetric(bytes/scan.median()/1e9, "scan-GB/s")
	b.ReportMetric(bytes/read.median()/1e9, "read-GB/s")
	b.ReportMetric(read.median()/scan.median(), "of-read")
}
