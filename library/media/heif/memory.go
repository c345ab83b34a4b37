package heif

import "sync"

// memory is the linear memory of one instance. It lies in address space taken
// from the system, so growing never copies, and all of it goes back at once
// instead of waiting for the garbage collector.
//
// It is also the handle that stops a decoder: interrupting WebAssembly at its
// loops would make every decode several times slower, so a decoder is instead
// denied more memory and has the memory wiped that it works on. Its pointers,
// tables and counters then lead nowhere, and it traps or gives up. Inside the
// sandbox that can do no harm.
type memory struct {
	mu      sync.Mutex
	most    uint64
	all     []byte // all address space
	size    uint64 // of it in use
	stopped bool
	zeros   bool // the last wipe left zeros
}

// Reallocate grows the memory; nil means that it cannot.
func (m *memory) Reallocate(size uint64) []byte {
	m.mu.Lock()
	defer m.mu.Unlock()
	if size > m.most || m.stopped {
		return nil
	}
	if m.all == nil {
		all, err := takeAddressSpace(int(m.most))
		if err != nil {
			return nil
		}
		m.all = all
	}
	m.size = max(m.size, size)
	return m.all[:size]
}

// Free gives the memory back to the system.
func (m *memory) Free() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.all != nil {
		returnAddressSpace(m.all)
		m.all, m.size = nil, 0
	}
}

// stop wipes the memory and lets it grow no more: with ones, whose pointers lie
// outside of any memory and trap at once, the next time with zeros, for what waits
// for a value to go away, and so on in turn. Zeros alone are not enough: a list that
// leads to 0 is followed for ever, and code that never returns also keeps the
// garbage collector waiting, and with it the whole program.
func (m *memory) stop() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.stopped, m.zeros = true, m.stopped && !m.zeros
	if m.all == nil {
		return
	}
	used := m.all[:m.size]
	if m.zeros {
		clear(used)
		return
	}
	for n := copy(used, ones[:]); 0 < n && n < len(used); n *= 2 {
		copy(used[n:], used[:n])
	}
}

// ones is what memory is wiped with first.
var ones = func() (block [4096]byte) {
	for i := range block {
		block[i] = 0xff
	}
	return block
}()
