package container

import (
	"encoding/binary"
	"fmt"
	"io"
	"iter"
)

// maxGIF bounds the bytes of a GIF that are searched for blocks. Later blocks are more
// pictures of an animation.
const maxGIF = 64 << 20

// Kinds of the blocks of a GIF, and labels of its extensions (GIF 89a, sections 20 to 26).
const (
	GIFExtension = 0x21
	GIFImage     = 0x2C
	GIFTrailer   = 0x3B

	GIFGraphicControl = 0xF9
	GIFApplication    = 0xFF
)

// GIF is what stands in front of the blocks of a GIF.
type GIF struct {
	Width, Height int    // of the canvas, in pixels
	Colours       Source // three bytes each; empty without a table
	First         int64  // where the blocks begin
}

// OpenGIF reads the header of a GIF.
func (s Source) OpenGIF() (GIF, error) {
	head, err := s.Peek(0, 13)
	if err != nil {
		return GIF{}, err
	}
	g := GIF{Width: int(binary.LittleEndian.Uint16(head[6:])), Height: int(binary.LittleEndian.Uint16(head[8:]))}
	g.Colours, err = s.gifColours(13, head[10])
	g.First = 13 + g.Colours.size
	return g, err
}

// gifColours is the colour table at off, if the flags announce one.
func (s Source) gifColours(off int64, flags byte) (Source, error) {
	if flags&0x80 == 0 {
		return Source{}, nil
	}
	return s.Part(off, 3<<(flags&7+1))
}

// GIFBlock is one block of a GIF.
type GIFBlock struct {
	Kind byte // an extension, an image or the trailer
	// Label is the kind of an extension.
	Label byte
	// Descriptor is the place, size and flags of an image.
	Descriptor [9]byte
	Colours    Source // table of an image; empty without one
	CodeSize   byte   // of an image
	// Data is where the sub-blocks of an extension or an image begin.
	Data int64
}

// GIFBlocks visits the blocks from off on, up to the trailer, which is visited. Bytes between
// blocks are passed over. Blocks behind the first 64 MiB are not visited.
func (s Source) GIFBlocks(off int64) iter.Seq2[GIFBlock, error] {
	return func(yield func(GIFBlock, error) bool) {
		for gap := 0; off < maxGIF; {
			kind, err := s.Peek(off, 1)
			if err != nil {
				yield(GIFBlock{}, err)
				return
			}
			if k := kind[0]; k != GIFExtension && k != GIFImage && k != GIFTrailer {
				if off, gap = off+1, gap+1; gap > maxGap {
					yield(GIFBlock{}, fmt.Errorf("%w: GIF block expected", ErrStructure))
					return
				}
				continue
			}
			b, err := s.gifBlock(off)
			if !yield(b, err) || err != nil || b.Kind == GIFTrailer {
				return
			}
			if off, err = s.SubBlocksEnd(b.Data); err != nil {
				yield(GIFBlock{}, err)
				return
			}
		}
	}
}

func (s Source) gifBlock(off int64) (GIFBlock, error) {
	head, err := s.upTo(off, 10)
	if err != nil {
		return GIFBlock{}, err
	}
	b := GIFBlock{Kind: head[0]}
	switch {
	case b.Kind == GIFTrailer:
		return b, nil
	case b.Kind == GIFExtension && len(head) >= 2:
		b.Label, b.Data = head[1], off+2
		return b, nil
	case len(head) < 10:
		return GIFBlock{}, fmt.Errorf("%w: a GIF block breaks off", ErrOutside)
	}
	copy(b.Descriptor[:], head[1:])
	if b.Colours, err = s.gifColours(off+10, head[9]); err != nil {
		return GIFBlock{}, err
	}
	b.Data = off + 10 + b.Colours.size + 1
	code, err := s.Peek(b.Data-1, 1)
	if err != nil {
		return GIFBlock{}, err
	}
	b.CodeSize = code[0]
	return b, nil
}

// SubBlocks visits the contents of the sub-blocks from off on, up to the empty one at their
// end. The source of an error is empty.
func (s Source) SubBlocks(off int64) iter.Seq2[Source, error] {
	return func(yield func(Source, error) bool) {
		for {
			n, err := s.Peek(off, 1)
			if err != nil {
				yield(Source{}, err)
				return
			}
			size := int64(n[0])
			if size == 0 {
				return
			}
			b, err := s.Part(off+1, size)
			if !yield(b, err) || err != nil {
				return
			}
			off += 1 + size
		}
	}
}

// SubBlocksEnd is where the chain of sub-blocks from off on ends: behind the empty one, or
// beyond the searched part of the file.
func (s Source) SubBlocksEnd(off int64) (int64, error) {
	for off < maxGIF {
		n, err := s.Peek(off, 1)
		if err != nil {
			return 0, err
		}
		size := int64(n[0])
		off += 1 + size
		if size == 0 {
			break
		}
	}
	return off, nil
}

// SubBlockReader reads the contents of the sub-blocks from off on, one behind the other, as
// far as they go.
func (s Source) SubBlockReader(off int64) io.Reader { return &subBlockReader{s: s, off: off} }

type subBlockReader struct {
	s    Source
	off  int64
	left int64 // of the sub-block begun
}

// Read implements io.Reader.
func (r *subBlockReader) Read(p []byte) (int, error) {
	if r.left == 0 {
		n, err := r.s.Peek(r.off, 1)
		if err != nil || n[0] == 0 {
			return 0, io.EOF
		}
		r.off, r.left = r.off+1, int64(n[0])
	}
	p = p[:min(int64(len(p)), r.left, r.s.size-r.off)]
	if len(p) == 0 {
		return 0, io.EOF
	}
	n, err := r.s.ReadAt(p, r.off)
	r.off, r.left = r.off+int64(n), r.left-int64(n)
	return n, err
}
