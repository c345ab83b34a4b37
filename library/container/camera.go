package container

import (
	"encoding/binary"
	"fmt"
	"iter"
)

// Limits that no camera's file comes near.
const (
	maxHeaps       = 100
	maxHeapDepth   = 6 // cameras write three levels
	maxHeapEntries = 512
	maxRawBlocks   = 64
	maxSections    = 64
)

// CIFF is the container of Canon's CRW: values in nested heaps, each with a directory at its
// end.
type CIFF struct {
	Order binary.ByteOrder
	heap  Source
}

// CIFFValue is one value.
type CIFFValue struct {
	Tag  uint16 // type and number of the value, without the bits of its place
	Data Source
}

// OpenCIFF reads the header.
func (s Source) OpenCIFF() (CIFF, error) {
	head, err := s.Peek(0, 14)
	if err != nil {
		return CIFF{}, err
	}
	c := CIFF{Order: binary.LittleEndian}
	switch string(head[:2]) {
	case "II":
	case "MM":
		c.Order = binary.BigEndian
	default:
		return CIFF{}, fmt.Errorf("%w: it is no CIFF", ErrStructure)
	}
	start := int64(c.Order.Uint32(head[2:]))
	if start >= s.size {
		return CIFF{}, fmt.Errorf("%w: heap at %d of %d", ErrOutside, start, s.size)
	}
	c.heap = s.part(start, s.size-start)
	return c, nil
}

// Values visits all values, heap by heap. Values that can't be read are left out.
func (c CIFF) Values() iter.Seq[CIFFValue] {
	return func(yield func(CIFFValue) bool) {
		w := heapWalk{order: c.Order, yield: yield}
		w.heap(c.heap, 0)
	}
}

// heapWalk is one walk over all heaps of a file.
type heapWalk struct {
	order binary.ByteOrder
	heaps int
	yield func(CIFFValue) bool
}

// heap visits the values of a heap. The last four bytes of a heap say where in the heap its
// directory lies. The result false ends the walk.
func (w *heapWalk) heap(s Source, depth int) bool {
	if w.heaps++; depth > maxHeapDepth || w.heaps > maxHeaps {
		return true
	}
	end, err := s.Peek(s.size-4, 4)
	if err != nil {
		return true
	}
	at := int64(w.order.Uint32(end))
	head, err := s.Peek(at, 2)
	if err != nil {
		return true
	}
	for i := range min(int64(w.order.Uint16(head)), maxHeapEntries) {
		if !w.entry(s, at+2+10*i, depth) {
			return false
		}
	}
	return true
}

// entry visits the value of a directory's entry: a value of 8 bytes in the entry, a value in
// the heap, or a further heap.
func (w *heapWalk) entry(s Source, at int64, depth int) bool {
	const (
		placeMask, inEntry     = 0xC000, 0x4000
		kindMask, heap1, heap2 = 0x3800, 0x2800, 0x3000
	)
	b, err := s.Peek(at, 10)
	if err != nil {
		return true
	}
	tag := w.order.Uint16(b)
	size, off := int64(w.order.Uint32(b[2:])), int64(w.order.Uint32(b[6:]))
	if tag&placeMask == inEntry {
		size, off = 8, at+2
	}
	data, err := s.Part(off, size)
	switch kind := tag & kindMask; {
	case err != nil:
		return true
	case tag&placeMask != inEntry && (kind == heap1 || kind == heap2):
		return w.heap(data, depth+1)
	}
	return w.yield(CIFFValue{tag &^ placeMask, data})
}

// X3FSections visits the sections of Sigma's X3F. The last four bytes of the file say where
// their directory lies. A section outside the file is empty and not whole.
func (s Source) X3FSections() iter.Seq2[Chunk, error] {
	return func(yield func(Chunk, error) bool) {
		end, err := s.Peek(s.size-4, 4)
		if err != nil {
			yield(Chunk{}, err)
			return
		}
		start := int64(binary.LittleEndian.Uint32(end))
		head, err := s.Peek(start, 12)
		if err == nil && string(head[:4]) != "SECd" {
			err = fmt.Errorf("%w: a directory of sections is expected", ErrStructure)
		}
		if err != nil {
			yield(Chunk{}, err)
			return
		}
		for i := range min(int64(binary.LittleEndian.Uint32(head[8:])), maxSections) {
			entry, err := s.Peek(start+12+12*i, 12)
			if err != nil {
				yield(Chunk{}, err)
				return
			}
			off, n := int64(binary.LittleEndian.Uint32(entry)), int64(binary.LittleEndian.Uint32(entry[4:]))
			c := Chunk{Kind: string(entry[8:]), Start: off, End: off + n}
			c.Body, err = s.Part(off, n)
			c.Whole = err == nil
			if !yield(c, nil) {
				return
			}
		}
	}
}

// MRWBlocks visits the blocks in front of the sensor's data of Minolta's MRW. The kinds of the
// blocks begin with a zero byte.
func (s Source) MRWBlocks() iter.Seq2[Chunk, error] {
	return func(yield func(Chunk, error) bool) {
		head, err := s.Peek(0, 8)
		if err != nil {
			yield(Chunk{}, err)
			return
		}
		off, end := int64(8), min(8+int64(binary.BigEndian.Uint32(head[4:])), s.size)
		for range maxRawBlocks {
			if end-off < 8 {
				return
			}
			head, err := s.Peek(off, 8)
			if err != nil {
				yield(Chunk{}, err)
				return
			}
			c := Chunk{Kind: string(head[:4]), Start: off}
			size, room := int64(binary.BigEndian.Uint32(head[4:])), s.size-off-8
			c.Whole = size <= room
			c.Body = s.part(off+8, min(size, room))
			c.End = off + 8 + c.Body.size
			if !yield(c, nil) {
				return
			}
			off = c.End
		}
	}
}

// RAF is the header of Fuji's RAF. The offsets of a RAF may lead anywhere.
type RAF struct {
	PreviewOffset, PreviewSize int64 // of a JPEG with EXIF
	Sizes                      int64 // offset of a directory of the sensor's sizes
}

// OpenRAF reads the header.
func (s Source) OpenRAF() (RAF, error) {
	const at = 84
	head, err := s.Peek(at, 12)
	if err != nil {
		return RAF{}, err
	}
	number := func(i int) int64 { return int64(binary.BigEndian.Uint32(head[i:])) }
	return RAF{PreviewOffset: number(0), PreviewSize: number(4), Sizes: number(8)}, nil
}
