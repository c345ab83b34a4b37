package container

import (
	"encoding/binary"
	"fmt"
	"iter"
)

// maxPNGChunks bounds the chunks of a PNG. Programs write pixels in chunks of 8 KiB. The
// largest file that is read, of 4 GiB, has half as many such chunks.
const maxPNGChunks = 1 << 20

const pngSignature = "\x89PNG\r\n\x1a\n"

// IsPNG says whether the source begins with the signature of PNG.
func (s Source) IsPNG() bool {
	head, err := s.Peek(0, len(pngSignature))
	return err == nil && string(head) == pngSignature
}

// PNGChunks visits the chunks of a PNG behind the signature up to "IEND", which is visited, or
// up to bytes that can be no chunk.
func (s Source) PNGChunks() iter.Seq2[Chunk, error] {
	return func(yield func(Chunk, error) bool) {
		off := int64(len(pngSignature))
		for range maxPNGChunks {
			c, ok, err := s.PNGChunk(off)
			if !ok && err == nil || !yield(c, err) || err != nil || c.Kind == "IEND" {
				return
			}
			off = c.End
		}
		yield(Chunk{}, fmt.Errorf("%w: more than %d chunks", ErrStructure, maxPNGChunks))
	}
}

// PNGChunk reads the head of the chunk at off. ok is false where there is none. A chunk that
// lacks its checksum is not whole. Checksums are not compared.
func (s Source) PNGChunk(off int64) (c Chunk, ok bool, err error) {
	const sum = 4
	if off > s.size-8 {
		return Chunk{}, false, nil
	}
	head, err := s.Peek(off, 8)
	if err != nil {
		return Chunk{}, false, err
	}
	for _, b := range head[4:] {
		if b|0x20 < 'a' || b|0x20 > 'z' {
			return Chunk{}, false, nil
		}
	}
	size, room := int64(binary.BigEndian.Uint32(head)), s.size-off-8
	c = Chunk{Kind: kindOf(head[4:]), Start: off, Whole: size <= room-sum}
	size = min(size, room)
	c.Body, c.End = s.part(off+8, size), off+8+size+sum
	return c, true, nil
}
