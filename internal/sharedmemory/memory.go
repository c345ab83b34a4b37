// Package sharedmemory is memory that this program and its child share, as parts of a file
// without a name. The program hands out the parts. The child is told the place of a part and
// maps the part.
package sharedmemory

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"
)

// ErrUnsupported reports a system on which this package can share no memory.
var ErrUnsupported = errors.New("memory can't be shared on this system")

// Memory is the program's side. A Memory may be used by several goroutines.
type Memory struct {
	file *os.File

	mu   sync.Mutex
	end  int64     // of the file
	rest []*Region // handed back, to be used again
}

// Region is a part of the memory.
type Region struct {
	Offset int64  // in the file
	Data   []byte // the requested number of bytes

	mapped []byte
}

// granule is the unit of regions, in bytes. The pages of all systems divide granule.
const granule = 64 << 10

// MaxRegion bounds the bytes of one region: the system would give all its memory to a number
// that was miscounted.
const MaxRegion = 4 << 30

// maxRest is how many regions are kept for use again.
const maxRest = 8

// New makes empty memory, which the caller closes. The error wraps [ErrUnsupported] where the
// system has no shared memory.
func New() (*Memory, error) {
	f, err := create()
	if err != nil {
		return nil, fmt.Errorf("shared memory: %w", err)
	}
	return &Memory{file: f}, nil
}

// File is what the child opens.
func (m *Memory) File() *os.File { return m.file }

// Take hands out size bytes without a meaningful content. The system has set the bytes aside:
// a lack of memory is an error of Take and not the end of the process later.
func (m *Memory) Take(size int) (*Region, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	// best is the smallest region that is large enough. A region that is far too large is left
	// to others.
	best := -1
	for i, r := range m.rest {
		if n := len(r.mapped); n >= size && n <= max(8*size, granule) && (best < 0 || n < len(m.rest[best].mapped)) {
			best = i
		}
	}
	if best >= 0 {
		r := m.rest[best]
		m.rest = slices.Delete(m.rest, best, best+1)
		r.Data = r.mapped[:size]
		return r, nil
	}
	r, err := m.extend(size)
	if err != nil {
		return nil, fmt.Errorf("shared memory of %d bytes: %w", size, err)
	}
	return r, nil
}

// extend puts a new region behind all others.
func (m *Memory) extend(size int) (*Region, error) {
	if size < 1 || int64(size) > MaxRegion {
		return nil, fmt.Errorf("want 1 to %d", int64(MaxRegion))
	}
	whole := (int64(size) + granule - 1) / granule * granule
	if err := reserve(m.file, m.end, whole); err != nil {
		return nil, err
	}
	mapped, err := mapFile(m.file, m.end, int(whole))
	if err != nil {
		return nil, errors.Join(err, discard(m.file, m.end, whole))
	}
	r := &Region{Offset: m.end, Data: mapped[:size], mapped: mapped}
	m.end += whole
	return r, nil
}

// Put takes a region back for later use. From then on neither this program nor the child may
// touch the region's bytes.
func (m *Memory) Put(r *Region) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.rest = append(m.rest, r)
	if len(m.rest) > maxRest { // the region that was used longest ago
		m.drop(m.rest[0])
		m.rest = slices.Delete(m.rest, 0, 1)
	}
}

// Drop gives the memory of a region back to the system.
func (m *Memory) Drop(r *Region) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.drop(r)
}

// Release gives the first bytes of a region in use back to the system, in whole pages. The
// bytes read as zeros then.
func (m *Memory) Release(r *Region, bytes int) {
	if whole := int64(bytes) / granule * granule; whole > 0 {
		_ = discard(m.file, r.Offset, whole) // does not fail on what reserve returned
	}
}

// Reset has the next regions lie where the first ones did: the file, which a child that was
// taken over could fill, grows no further. No region may be in use.
func (m *Memory) Reset() {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, r := range m.rest {
		m.drop(r)
	}
	m.rest, m.end = nil, 0
}

func (m *Memory) drop(r *Region) {
	// Neither fails on what reserve and mapFile returned.
	_ = unmap(r.mapped)
	_ = discard(m.file, r.Offset, int64(len(r.mapped)))
	r.Data, r.mapped = nil, nil
}

// Close ends the memory. Regions in use must not be touched any more and stay mapped until the
// process ends.
func (m *Memory) Close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, r := range m.rest {
		_ = unmap(r.mapped)
	}
	m.rest = nil
	return m.file.Close()
}

// Look maps size bytes of a file that another process shares, from offset on. end unmaps the
// bytes.
func Look(f *os.File, offset, size int64) (data []byte, end func(), err error) {
	info, err := f.Stat()
	switch {
	case err != nil:
		return nil, nil, fmt.Errorf("shared memory: %w", err)
	case offset < 0 || offset%granule != 0 || size < 1 || size > info.Size() || offset > info.Size()-size || int64(int(size)) != size:
		return nil, nil, fmt.Errorf("shared memory: there are no %d bytes from %d on", size, offset)
	}
	mapped, err := mapFile(f, offset, int(size))
	if err != nil {
		return nil, nil, fmt.Errorf("shared memory: %w", err)
	}
	return mapped, func() { _ = unmap(mapped) }, nil
}
