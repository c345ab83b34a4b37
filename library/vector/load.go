package vector

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"descry/library"
)

// maxPresize bounds what a file's mere claim of a row count can allocate.
const maxPresize = 1 << 20

// Load reads a sidecar file and returns the index and the generation given to Save. A file
// that can't be trusted in full is refused, and the caller then builds anew: ErrMissing,
// ErrStale (another model, dimension or version) or ErrDamaged. The size of the file bounds
// the use of memory.
func Load(path, model string, dim int) (*Index, int64, error) {
	x, gen, err := loadFile(path, model, dim)
	if errors.Is(err, fs.ErrNotExist) {
		err = fmt.Errorf("%w: %s", ErrMissing, path)
	}
	if err != nil {
		return nil, 0, fmt.Errorf("load vectors: %w", err)
	}
	return x, gen, nil
}

func loadFile(path, model string, dim int) (*Index, int64, error) {
	// The path is looked at before it is opened, because opening a pipe would wait.
	info, err := os.Stat(path)
	if err != nil {
		return nil, 0, err
	}
	if !info.Mode().IsRegular() {
		return nil, 0, fmt.Errorf("%w: not a regular file", ErrDamaged)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	if info, err = f.Stat(); err != nil {
		return nil, 0, err
	}
	return load(f, info.Size(), model, dim)
}

func load(r io.ReaderAt, size int64, model string, dim int) (*Index, int64, error) {
	b := make([]byte, min(size, fixedHeader+maxModelID+crcSize))
	if err := readFull(r, b, 0); err != nil {
		return nil, 0, err
	}
	h, err := decodeHeader(b, size)
	if err != nil {
		return nil, 0, err
	}
	if h.model != model || h.dim != dim {
		return nil, 0, fmt.Errorf("%w: of model %q with dimension %d", ErrStale, h.model, h.dim)
	}
	x := New(dim)
	if err := x.readSegments(r, h); err != nil {
		return nil, 0, err
	}
	return x, h.gen, nil
}

// readSegments fills an empty index. Some goroutines read and check segments while this one
// enters their ids.
func (x *Index) readSegments(r io.ReaderAt, h header) error {
	table := make([]*chunk, (h.count+chunkRows-1)/chunkRows)
	workers := min(runtime.GOMAXPROCS(0), len(table))
	group, ctx := errgroup.WithContext(context.Background())
	ready := make(chan int, len(table)) // never blocks a worker
	var next atomic.Int64
	for range workers {
		group.Go(func() error {
			for i := int(next.Add(1)) - 1; i < len(table) && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				c, err := readSegment(r, h, i)
				if err != nil {
					return err
				}
				table[i] = c
				ready <- i
			}
			return nil
		})
	}
	go func() { _ = group.Wait(); close(ready) }()
	x.rows = make(map[library.PhotoID]place, min(h.count, maxPresize))
	for i := range ready {
		x.enter(table[i], i)
	}
	if err := group.Wait(); err != nil {
		return err
	}
	return x.adopt(table, h.count)
}

// enter adds a chunk's ids.
func (x *Index) enter(c *chunk, pos int) {
	for i, id := range c.ids[:c.n] {
		x.rows[id] = placeOf(pos, i)
	}
}

// adopt makes a complete table the index's own.
func (x *Index) adopt(table []*chunk, count int64) error {
	if int64(len(x.rows)) != count {
		return fmt.Errorf("%w: an id is there twice", ErrDamaged)
	}
	if last := len(table) - 1; last >= 0 && table[last].n < chunkRows {
		table[last].inRoom = true
		x.room = append(x.room, last)
	}
	x.chunks.Store(&table)
	return nil
}

func readFull(r io.ReaderAt, b []byte, at int64) error {
	n, err := r.ReadAt(b, at)
	if n == len(b) {
		return nil
	}
	if err == nil || errors.Is(err, io.EOF) {
		return fmt.Errorf("%w: file is cut", ErrDamaged)
	}
	return err
}

// readSegment reads and checks segment i.
func readSegment(r io.ReaderAt, h header, i int) (*chunk, error) {
	n := h.segmentRows(i)
	c := newChunk(roundUp(h.dim, blockBytes))
	meta := make([]byte, crcSize+rowMeta*n)
	at := h.segmentAt(i)
	if err := readFull(r, meta, at); err != nil {
		return nil, err
	}
	if err := readFull(r, c.matrix(n), at+int64(len(meta))); err != nil {
		return nil, err
	}
	if segmentCRC(i, meta[crcSize:], c.matrix(n)) != binary.LittleEndian.Uint32(meta) {
		return nil, fmt.Errorf("%w: checksum of segment %d", ErrDamaged, i)
	}
	return c, c.decodeMeta(meta[crcSize:], n)
}
