package container

import (
	"encoding/binary"
	"iter"
)

// maxRIFFChunks bounds the chunks of a RIFF file on one level. Animations have one chunk a
// frame.
const maxRIFFChunks = 1 << 17

// RIFFChunks visits the chunks of a RIFF file behind its head of 12 bytes, such as those of a
// WebP, or the chunks in a chunk. Fewer than 8 bytes behind the last chunk are ignored.
func (s Source) RIFFChunks() iter.Seq2[Chunk, error] {
	return func(yield func(Chunk, error) bool) {
		off := int64(0)
		for range maxRIFFChunks {
			if s.size-off < 8 {
				return
			}
			head, err := s.Peek(off, 8)
			if err != nil {
				yield(Chunk{}, err)
				return
			}
			c := Chunk{Kind: kindOf(head[:4]), Start: off}
			size, room := int64(binary.LittleEndian.Uint32(head[4:])), s.size-off-8
			c.Whole = size <= room
			size = min(size, room)
			c.Body = s.part(off+8, size)
			c.End = min(off+8+size+size&1, s.size) // of an even size
			if !yield(c, nil) {
				return
			}
			off = c.End
		}
	}
}
