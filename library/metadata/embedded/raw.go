package embedded

import (
	"encoding/binary"
	"errors"
	"io"

	"descry/library/container"
)

// walkRAF reads Fuji's raw files: the metadata is in the JPEG whose place the header says.
func walkRAF(s container.Source, b *Blocks) error {
	head, err := s.Peek(84, 8)
	if err != nil {
		return err
	}
	return embeddedJPEG(s, b, int64(binary.BigEndian.Uint32(head)), int64(binary.BigEndian.Uint32(head[4:])))
}

// embeddedJPEG reads the blocks of a JPEG of n bytes at off.
func embeddedJPEG(s container.Source, b *Blocks, off, n int64) error {
	inner, err := s.Part(off, n)
	if err != nil {
		return err
	}
	head, err := inner.Peek(0, 2)
	if err != nil {
		return err
	}
	if string(head) != "\xFF\xD8" {
		return errors.New("the preview is no JPEG")
	}
	return walkJPEG(inner, b)
}

// walkMRW reads Minolta's raw files: one of their blocks is the EXIF structure.
func walkMRW(s container.Source, b *Blocks) error {
	const maxRawBlocks = 64
	for off, n := int64(8), 0; n < maxRawBlocks; n++ {
		head, err := s.Peek(off, 8)
		if err != nil {
			return err
		}
		size := int64(binary.BigEndian.Uint32(head[4:]))
		off += 8
		if string(head[:4]) == "\x00TTW" {
			structure, err := s.Part(off, size)
			if err == nil {
				b.TIFF, b.TIFFSize = structure, size
			}
			return err
		}
		off += size
	}
	return nil
}

// walkCRW has nothing to find: the file is a heap of values.
func walkCRW(s container.Source, b *Blocks) error {
	b.Heap, b.HeapSize = s, s.Size()
	return nil
}

// walkX3F reads Sigma's raw files: a list of names and values, and in most a JPEG with
// EXIF. The directory of the sections is named at the end of the file.
func walkX3F(s container.Source, b *Blocks) error {
	const maxSections, sectionHead, maxProperties = 64, 28, 1 << 20
	end, err := s.Peek(max(s.Size()-4, 0), int(min(4, s.Size())))
	if err != nil || len(end) < 4 {
		return errors.Join(err, io.ErrUnexpectedEOF)
	}
	start := int64(binary.LittleEndian.Uint32(end))
	head, err := s.Peek(start, 12)
	if err != nil {
		return err
	}
	count := min(int64(binary.LittleEndian.Uint32(head[8:])), maxSections)
	for i := range count {
		entry, err := s.Peek(start+12+12*i, 12)
		if err != nil {
			return err
		}
		off, n := int64(binary.LittleEndian.Uint32(entry)), int64(binary.LittleEndian.Uint32(entry[4:]))
		switch string(entry[8:]) {
		case "PROP":
			if n <= maxProperties {
				b.Properties, err = blockAt(s, off, n)
			}
		case "IMA2", "IMAG":
			if b.TIFF == nil && n > sectionHead {
				_ = embeddedJPEG(s, b, off+sectionHead, n-sectionHead) // others are no JPEGs
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

const uuidCanon = "\x85\xC0\xB6\x87\x82\x0F\x11\xE0\x81\x11\xF4\xCE\x46\x2B\x6A\x48"

// walkCR3 reads Canon's boxes: one in the movie box has the EXIF tables, each as a TIFF
// structure, and one beside it the XMP packet.
func walkCR3(s container.Source, b *Blocks) error {
	for box, err := range s.Boxes() {
		if err := wholeBox(box, err); err != nil {
			return err
		}
		switch box.Kind {
		case "moov":
			if err := canonMovie(box.Body, b); err != nil {
				return err
			}
		case "uuid":
			packet, is, err := box.BehindUUID(uuidXMP)
			if err == nil && is {
				err = b.take(packet.Size())
			}
			if err != nil {
				return err
			}
			if !is {
				continue
			}
			data, err := block(packet)
			if err != nil {
				return err
			}
			b.addXMP(data)
		}
	}
	return nil
}

// canonMovie reads the tables in Canon's boxes in the movie box.
func canonMovie(movie container.Source, b *Blocks) error {
	for box, err := range movie.Boxes() {
		if err := wholeBox(box, err); err != nil {
			return err
		}
		tables, is, err := box.BehindUUID(uuidCanon)
		if err == nil && is {
			err = canonTables(tables, b)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func canonTables(tables container.Source, b *Blocks) error {
	for box, err := range tables.Boxes() {
		if err := wholeBox(box, err); err != nil {
			return err
		}
		switch box.Kind {
		case "CMT1", "CMT2", "CMT4":
		default:
			continue
		}
		if err := b.take(box.Body.Size()); err != nil {
			return err
		}
		data, err := block(box.Body)
		if err != nil {
			return err
		}
		switch box.Kind {
		case "CMT1":
			b.setTIFF(data)
		case "CMT2":
			b.Exif = data
		case "CMT4":
			b.GPS = data
		}
	}
	return nil
}
