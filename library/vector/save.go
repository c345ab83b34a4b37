package vector

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"os"

	"descry/internal/atomicfile"
	"descry/library"
)

// Save writes the sidecar file. model names the encoder that made the vectors. Load returns
// gen. Save replaces the file at once and durably. Changes may go on meanwhile: the file then
// has some of them, and each row's own generation tells Reconcile which.
func (x *Index) Save(path, model string, gen int64) error {
	if len(model) > maxModelID {
		return fmt.Errorf("save vectors: model id of %d bytes", len(model))
	}
	if err := x.checkDim(x.dim); err != nil {
		return fmt.Errorf("save vectors: %w", err)
	}
	err := atomicfile.Write(path, func(f *os.File) error {
		return x.write(f, header{dim: x.dim, gen: gen, model: model})
	})
	if err != nil {
		return fmt.Errorf("save vectors: %w", err)
	}
	return nil
}

// write writes all rows as full segments. The header comes last, for only then is the number
// of segments certain.
func (x *Index) write(f io.WriterAt, h header) error {
	w := segmentWriter{f: f, h: h, out: newChunk(x.stride), seen: make(map[library.PhotoID]struct{}, x.Len())}
	for _, c := range x.table() {
		if c == nil {
			continue
		}
		if err := w.addAll(c); err != nil {
			return err
		}
	}
	if err := w.flush(); err != nil {
		return err
	}
	_, err := f.WriteAt(w.h.encode(), 0)
	return err
}

// segmentWriter packs the rows of chunks into full segments.
type segmentWriter struct {
	f    io.WriterAt
	h    header // count grows
	out  *chunk // the segment in the making
	next int    // number of the next segment
	seen map[library.PhotoID]struct{}
	meta []byte
}

// addAll adds a chunk's rows in turns, so that no file is written while the chunk is locked.
func (w *segmentWriter) addAll(c *chunk) error {
	for rest := chunkRows; rest > 0; {
		rest = w.add(c, rest)
		if w.out.n == chunkRows {
			if err := w.flush(); err != nil {
				return err
			}
		}
	}
	return nil
}

// add copies rows until the segment is full and returns how many of the chunk's rows are left.
// add goes from the last row to the first: a removal fills its gap with the last row, so
// between two turns no row can slip past. A row that shows up twice, because it was removed
// and set again, is written once.
func (w *segmentWriter) add(c *chunk, rest int) int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	for i := min(rest, c.n) - 1; i >= 0; i-- {
		if w.out.n == chunkRows {
			return i + 1
		}
		if _, twice := w.seen[c.ids[i]]; twice {
			continue
		}
		w.seen[c.ids[i]] = struct{}{}
		w.out.copyRow(w.out.n, c, i)
		w.out.n++
	}
	return 0
}

func (w *segmentWriter) flush() error {
	n := w.out.n
	if n == 0 {
		return nil
	}
	w.meta = w.out.encodeMeta(append(w.meta[:0], 0, 0, 0, 0))
	crc := segmentCRC(w.next, w.meta[crcSize:], w.out.matrix(n))
	binary.LittleEndian.PutUint32(w.meta, crc)
	at := w.h.segmentAt(w.next)
	if _, err := w.f.WriteAt(w.meta, at); err != nil {
		return err
	}
	if _, err := w.f.WriteAt(w.out.matrix(n), at+int64(len(w.meta))); err != nil {
		return err
	}
	w.h.count += int64(n)
	w.next++
	w.out.n = 0
	return nil
}

func segmentCRC(number int, meta, matrix []byte) uint32 {
	crc := crc32.Update(uint32(number), castagnoli, meta)
	return crc32.Update(crc, castagnoli, matrix)
}
