package embedded

import (
	"encoding/binary"

	"descry/library/container"
)

// walkWebP goes through the chunks of the RIFF file.
func walkWebP(s container.Source, b *Blocks) error {
	for off, n := int64(12), 0; n < maxChunks && off+8 <= s.Size(); n++ {
		head, err := s.Peek(off, 8)
		if err != nil {
			return err
		}
		kind, size := string(head[:4]), int64(binary.LittleEndian.Uint32(head[4:]))
		if kind == "EXIF" || kind == "XMP " {
			if err := b.take(size); err != nil {
				return err
			}
			data, err := blockAt(s, off+8, size)
			if err != nil {
				return err
			}
			if kind == "EXIF" {
				b.setTIFF(data)
			} else {
				b.addXMP(data)
			}
		}
		off += 8 + size + size&1
	}
	return nil
}
