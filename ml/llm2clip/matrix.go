package llm2clip

import (
	"fmt"
	"runtime"
	"sync"
)

// matrix is a tensor [rows, width] of a checkpoint.
type matrix struct {
	source      Checkpoint
	name        string
	rows, width int64
}

// strip is the number of rows that are quantised together: enough for several cores, and a
// line of a cache when the rows' bytes are turned into columns.
const strip = 64

// each hands out strips of rows one after the other. The last strip has the remaining rows.
// The values are valid during the call.
func (m matrix) each(fn func(rows []float32) error) error {
	rows := make([]float32, 0, min(strip, m.rows)*m.width)
	err := m.source.Read(m.name, func(values []float32) error {
		for len(values) > 0 {
			n := min(len(values), cap(rows)-len(rows))
			rows, values = append(rows, values[:n]...), values[n:]
			if len(rows) < cap(rows) {
				break
			}
			if err := fn(rows); err != nil {
				return err
			}
			rows = rows[:0]
		}
		return nil
	})
	switch {
	case err != nil || len(rows) == 0:
		return err
	case int64(len(rows))%m.width != 0:
		return fmt.Errorf("%s ends within a row", m.name)
	}
	return fn(rows)
}

// coder turns one row of a matrix into bytes and scales.
type coder interface {
	// sizes are the bytes and scales of a row.
	sizes() (bytes, scales int64)
	code(out []byte, scales, row []float32)
}

// encode runs the coder over all rows, on all cores, hands the bytes of each strip to emit and
// returns the scales. emit may not keep the bytes.
func (m matrix) encode(c coder, emit func(bytes []byte) error) ([]float32, error) {
	size, each := c.sizes()
	bytes := make([]byte, strip*size)
	scales := make([]float32, m.rows*each)
	rest := scales
	return scales, m.each(func(values []float32) error {
		n := int64(len(values)) / m.width
		if n*each > int64(len(rest)) {
			return fmt.Errorf("%s has more than %d rows", m.name, m.rows)
		}
		part := rest[:n*each]
		rest = rest[n*each:]
		inParallel(n, func(i int64) {
			c.code(bytes[i*size:][:size], part[i*each:][:each], values[i*m.width:][:m.width])
		})
		return emit(bytes[:n*size])
	})
}

// inParallel calls fn for the numbers below n, on all cores.
func inParallel(n int64, fn func(i int64)) {
	cores := int64(runtime.GOMAXPROCS(0))
	var wait sync.WaitGroup
	for core := range cores {
		wait.Go(func() {
			for i := n * core / cores; i < n*(core+1)/cores; i++ {
				fn(i)
			}
		})
	}
	wait.Wait()
}
