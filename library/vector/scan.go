package vector

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// serialChunks is the number of chunks up to which one goroutine scans. For fewer chunks,
// starting other goroutines costs more than it gains.
const serialChunks = 4

// scanRows is the number of rows that a kernel gets at once: few, so that dot products are
// turned into scores while memory delivers the next rows, but enough to outweigh the call.
// scanRows divides chunkRows.
const scanRows = 64

func workersFor(chunks int) int {
	if chunks <= serialChunks {
		return 1
	}
	return min(runtime.GOMAXPROCS(0), chunks)
}

// eachChunk calls fn for every chunk of the table, from the given number of goroutines, and
// returns when all calls are done. eachChunk stops early when ctx ends.
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
