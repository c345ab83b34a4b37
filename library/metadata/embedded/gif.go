package embedded

import (
	"bytes"

	"descry/library/container"
)

// walkGIF goes through the blocks of a GIF. XMP lies in an application extension without the
// usual sub-blocks (XMP Specification part 3, 1.1.2). The packet is UTF-8 without NULs.
// Readers that take the packet's bytes for block lengths land somewhere in the 258 bytes
// behind the packet, which lead to the end.
func walkGIF(s container.Source, b *Blocks) error {
	g, err := s.OpenGIF()
	if err != nil {
		return err
	}
	for block, err := range s.GIFBlocks(g.First) {
		if err != nil {
			return err
		}
		if block.Kind != container.GIFExtension || block.Label != container.GIFApplication {
			continue
		}
		if err := b.gifXMP(s, block.Data); err != nil {
			return err
		}
	}
	return nil
}

// gifXMP takes the packet in the application extension whose sub-blocks begin at off, if there
// is one.
func (b *Blocks) gifXMP(s container.Source, off int64) error {
	const name = "\x0BXMP DataXMP" // with the name's length
	head, err := s.Peek(off, int(min(int64(len(name)), s.Size()-off)))
	if err != nil || string(head) != name {
		return err
	}
	off += int64(len(name))
	end, err := s.SubBlocksEnd(off)
	if err != nil {
		return err
	}
	if err := b.take(end - off); err != nil {
		return err
	}
	data, err := blockAt(s, off, end-off)
	if err != nil {
		return err
	}
	if packet, _, ok := bytes.Cut(data, []byte("\x01\xFF\xFE")); ok {
		b.addXMP(packet)
	}
	return nil
}
