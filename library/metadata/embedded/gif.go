package embedded

import (
	"bytes"
	"errors"

	"descry/library/container"
)

const (
	maxGIFWalk = 64 << 20 // bytes of a GIF searched for XMP
	xmpGIF     = "XMP DataXMP"
)

// walkGIF goes through the blocks of a GIF. XMP lies in an application extension
// without the usual sub-blocks (XMP Specification part 3, 1.1.2): as the packet
// is UTF-8 without NULs, readers that take its bytes for block lengths land
// somewhere in the 258 bytes behind it, which lead them to the end.
func walkGIF(s container.Source, b *Blocks) error {
	head, err := s.Peek(0, 13)
	if err != nil {
		return err
	}
	off := 13 + colourTable(head[10])
	for off < min(s.Size(), maxGIFWalk) {
		kind, err := s.Peek(off, 1)
		if err != nil {
			return err
		}
		switch kind[0] {
		case 0x3B: // trailer
			return nil
		case 0x21:
			off, err = gifExtension(s, b, off)
		case 0x2C:
			off, err = gifImage(s, off)
		default:
			return errors.New("GIF block expected")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// colourTable is the size of the table that a flags byte announces.
func colourTable(flags byte) int64 {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}

func gifImage(s container.Source, off int64) (int64, error) {
	head, err := s.Peek(off, 10)
	if err != nil {
		return 0, err
	}
	return subBlocks(s, off+10+colourTable(head[9])+1)
}

func gifExtension(s container.Source, b *Blocks, off int64) (int64, error) {
	head, err := s.Peek(off, int(min(14, s.Size()-off)))
	if err != nil {
		return 0, err
	}
	if len(head) == 14 && head[1] == 0xFF && string(head[3:]) == xmpGIF {
		end, err := subBlocks(s, off+14)
		if err != nil {
			return 0, err
		}
		if err := b.take(end - off); err != nil {
			return 0, err
		}
		data, err := blockAt(s, off+14, end-off-14)
		if err != nil {
			return 0, err
		}
		if packet, _, ok := bytes.Cut(data, []byte("\x01\xFF\xFE")); ok {
			b.addXMP(packet)
		}
		return end, nil
	}
	return subBlocks(s, off+2)
}

// subBlocks passes over a chain of sub-blocks and returns the offset behind it,
// or one beyond the part of the file that is searched.
func subBlocks(s container.Source, off int64) (int64, error) {
	for off < maxGIFWalk {
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
