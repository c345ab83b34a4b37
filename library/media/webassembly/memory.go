package webassembly

// memory is the linear memory of one instance. memory lies in address space taken from the
// system, so growing never copies, and the whole memory goes back at once.
type memory struct {
	most uint64
	all  []byte // all address space
}

// Reallocate grows the memory. nil means that the memory cannot grow.
func (m *memory) Reallocate(size uint64) []byte {
	if size > m.most {
		return nil
	}
	if m.all == nil {
		all, err := takeAddressSpace(int(m.most))
		if err != nil {
			return nil
		}
		m.all = all
	}
	return m.all[:size]
}

// Free gives the memory back to the system.
func (m *memory) Free() {
	if m.all != nil {
		returnAddressSpace(m.all)
		m.all = nil
	}
}
