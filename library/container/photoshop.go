package container

import (
	"encoding/binary"
	"fmt"
	"iter"
)

// maxResources bounds the resources of a Photoshop file. Each of the 65,536 numbers stands
// once.
const maxResources = 1 << 16

// Resource is an image resource of Photoshop, in a PSD file, a JPEG or a TIFF.
type Resource struct {
	ID   uint16
	Body Source
}

// Resources visits the image resources that follow each other. An error is the last element
// visited. Fewer than 12 bytes behind the last resource are ignored.
func (s Source) Resources() iter.Seq2[Resource, error] {
	return func(yield func(Resource, error) bool) {
		off := int64(0)
		for range maxResources {
			if s.size-off < 12 {
				return
			}
			r, end, err := s.resource(off)
			if !yield(r, err) || err != nil {
				return
			}
			off = end
		}
	}
}

// resource reads the resource at off. end is where the next one begins.
func (s Source) resource(off int64) (r Resource, end int64, err error) {
	head, err := s.Peek(off, 7)
	if err != nil {
		return r, 0, err
	}
	switch string(head[:4]) {
	case "8BIM", "MeSa", "AgHg", "PHUT", "DCSR":
	default:
		return r, 0, fmt.Errorf("%w: photoshop resource expected", ErrStructure)
	}
	r.ID = binary.BigEndian.Uint16(head[4:])
	off += 6 + even(1+int64(head[6])) // a length byte and as many characters of a name
	length, err := s.Peek(off, 4)
	if err != nil {
		return r, 0, fmt.Errorf("photoshop resource name: %w", err)
	}
	n := int64(binary.BigEndian.Uint32(length))
	r.Body, err = s.Part(off+4, n)
	return r, off + 4 + even(n), err
}

// even rounds up to an even number: resources are padded to 16 bits.
func even(n int64) int64 { return n + n&1 }
