package raw

import "encoding/binary"

// canonHeap reads a CRW: heaps in a heap, each with a directory at its end (CIFF).
func (f *finder) canonHeap() error {
	f.file.Kind = "CRW"
	h := heapReader{f: f, order: orderOf(f.data[:2], nil)}
	if h.order == nil {
		return ErrFormat
	}
	start := uint64(h.order.Uint32(f.data[2:]))
	if start >= uint64(len(f.data)) {
		return ErrFormat
	}
	h.read(start, uint64(len(f.data))-start, 0)
	return nil
}

// heapReader reads the heaps of one file.
type heapReader struct {
	f     *finder
	order binary.ByteOrder
}

const (
	// maxHeapDepth is more than the three levels that cameras write.
	maxHeapDepth = 6
	// maxHeapEntries bounds the entries of one directory.
	maxHeapEntries = 512
)

// read reads the heap of n bytes at start. The last four of them say where in it its
// directory lies.
func (h *heapReader) read(start, n uint64, depth int) {
	h.f.directories++
	if depth > maxHeapDepth || h.f.directories > maxDirectories || n < 6 {
		return
	}
	end := h.f.slice(start+n-4, 4)
	if end == nil {
		return
	}
	at := start + uint64(h.order.Uint32(end))
	head := h.f.slice(at, 2)
	if head == nil {
		return
	}
	for i := range min(uint64(h.order.Uint16(head)), maxHeapEntries) {
		if entry := h.f.slice(at+2+10*i, 10); entry != nil {
			h.entry(entry, start, n, depth)
		}
	}
}

// entry takes one entry: its tag, size and offset in the heap, or a value of 8 bytes.
func (h *heapReader) entry(entry []byte, start, n uint64, depth int) {
	const (
		jpeg, thumbnail, imageInfo = 0x2007, 0x2008, 0x1810
		inDirectory                = 0x4000
		kindMask, heap1, heap2     = 0x3800, 0x2800, 0x3000
	)
	tag := h.order.Uint16(entry)
	if tag&inDirectory != 0 {
		return
	}
	size, offset := uint64(h.order.Uint32(entry[2:])), uint64(h.order.Uint32(entry[6:]))
	if offset > n || size > n-offset {
		return
	}
	offset += start
	switch tag &= 0x3fff; {
	case tag == jpeg || tag == thumbnail:
		h.f.add(size, offset)
	case tag == imageInfo:
		if b := h.f.slice(offset, 16); b != nil && size >= 16 {
			h.f.size(uint64(h.order.Uint32(b)), uint64(h.order.Uint32(b[4:])))
			h.f.rotation(int32(h.order.Uint32(b[12:])))
		}
	case tag&kindMask == heap1 || tag&kindMask == heap2:
		h.read(offset, size, depth+1)
	}
}
