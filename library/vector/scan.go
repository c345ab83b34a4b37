package vector

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// serialChunks is the number of chunks up to which one goroutine scans: for
// fewer, starting others costs more than it gains.
const serialChunks = 4

// scanRows is the number of rows whose scores are computed before they are
// compared: few, so that comparing goes on while memory delivers the next
// ones, but enough to outweigh the call. It divides chunkRows.
const scanRows = 64

// Scan returns the best k rows by int8 score, best first, equal scores by id.
// filter says which ids may be returned, nil means all; it is called from
// several goroutines at once, only for rows that score high enough. q need not
// be normalised. An end of ctx ends the scan with its error. Other errors:
// ErrDimension, ErrNotFinite, ErrZero.
func (x *Index) Scan(ctx context.Context, q []float32, k int, filter func(id int64) bool) ([]Hit, error) {
	code, err := x.quantize(q)
	if err != nil {
		return nil, fmt.Errorf("scan vectors: %w", err)
	}
	found, err := x.scan(ctx, code, k, filter)
	if err != nil {
		return nil, fmt.Errorf("scan vectors: %w", err)
	}
	hits := make([]Hit, len(found))
	for i, c := range found {
		hits[i] = Hit{c.id, c.score}
	}
	return hits, nil
}

func (x *Index) scan(ctx context.Context, q quantized, k int, filter func(id int64) bool) ([]candidate, error) {
	if k <= 0 {
		return nil, ctx.Err()
	}
	table := x.table()
	workers := make([]scanner, workersFor(len(table)))
	err := eachChunk(ctx, table, len(workers), func(worker, _ int, c *chunk) {
		s := &workers[worker]
		if s.best.k == 0 {
			*s = newScanner(x.kernel, q, k, filter)
		}
		s.scan(c)
	})
	if err != nil {
		return nil, err
	}
	var all []candidate
	for i := range workers {
		all = append(all, workers[i].best.heap...)
	}
	return bestOf(all, k), nil
}

// bestOf sorts candidates and returns the best k. An id can be there twice if
// it was deleted and set again during the scan; the better one stays.
func bestOf(all []candidate, k int) []candidate {
	slices.SortFunc(all, compare)
	seen := make(map[int64]struct{}, len(all))
	all = slices.DeleteFunc(all, func(c candidate) bool {
		_, twice := seen[c.id]
		seen[c.id] = struct{}{}
		return twice
	})
	return all[:min(k, len(all))]
}

// scanner is one worker's part of a scan.
type scanner struct {
	kernel kernel
	query  quantized
	filter func(id int64) bool
	best   topK
	good   []candidate // of one chunk, before the filter
}

func newScanner(k kernel, q quantized, n int, filter func(id int64) bool) scanner {
	return scanner{kernel: k, query: q, filter: filter, best: topK{k: n}}
}

func (s *scanner) scan(c *chunk) {
	s.collect(c)
	// The filter is foreign code and may even change the index, so it runs
	// without the chunk's lock.
	for _, cand := range s.good {
		if cand.score >= s.best.floor() && (s.filter == nil || s.filter(cand.id)) {
			s.best.push(cand)
		}
	}
}

// collect gathers the rows of a chunk that reach the heap's floor.
func (s *scanner) collect(c *chunk) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	s.good = s.good[:0]
	floor, stride := s.best.floor(), len(s.query.values)
	var dots [scanRows]int32
	for from := 0; from < c.n; from += scanRows {
		s.kernel.dots(dots[:], c.data[from*stride:], s.query.values)
		to := min(from+scanRows, c.n)
		scales := c.scales[from:to]
		for i, scale := range scales {
			if score := float32(dots[i]) * scale * s.query.scale; score >= floor {
				s.good = append(s.good, candidate{c.ids[from+i], score, scale})
			}
		}
	}
}

func workersFor(chunks int) int {
	if chunks <= serialChunks {
		return 1
	}
	return min(runtime.GOMAXPROCS(0), chunks)
}

// eachChunk calls fn for every chunk of the table, from the given number of
// goroutines, and returns when all are done. It stops early when ctx ends.
func eachChunk(ctx context.Context, table []*chunk, workers int, fn func(worker, pos int, c *chunk)) error {
	var next atomic.Int64
	work := func(worker int) {
		for ctx.Err() == nil {
			pos := int(next.Add(1)) - 1
			if pos >= len(table) {
				return
			}
			if table[pos] != nil {
				fn(worker, pos, table[pos])
			}
		}
	}
	var group sync.WaitGroup
	for i := 1; i < workers; i++ {
		group.Go(func() { work(i) })
	}
	work(0)
	group.Wait()
	return ctx.Err()
}
