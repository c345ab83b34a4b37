package container

import (
	"encoding/binary"
	"errors"
	"io"
)

// walkRAF reads Fuji's raw files: the metadata is in the JPEG whose place the header says.
func walkRAF(s *source, b *Blocks) error {
	head, err := s.peek(84, 8)
	if err != nil {
		return err
	}
	return embeddedJPEG(s, b, int64(binary.BigEndian.Uint32(head)), int64(binary.BigEndian.Uint32(head[4:])))
}

// embeddedJPEG reads the blocks of a JPEG of n bytes at off.
func embeddedJPEG(s *source, b *Blocks, off, n int64) error {
	if err := s.check(off, n); err != nil {
		return err
	}
	inner, err := newSource(io.NewSectionReader(s, off, n))
	if err != nil {
		return err
	}
	head, err := inner.peek(0, 2)
	if err != nil {
		return err
	}
	if string(head) != "\xFF\xD8" {
		return errors.New("the preview is no JPEG")
	}
	return walkJPEG(inner, b)
}

// walkMRW reads Minolta's raw files: one of their blocks is the EXIF structure.
func walkMRW(s *source, b *Blocks) error {
	const maxRawBlocks = 64
	for off, n := int64(8), 0; n < maxRawBlocks; n++ {
		head, err := s.peek(off, 8)
		if err != nil {
			return err
		}
		size := int64(binary.BigEndian.Uint32(head[4:]))
		off += 8
		if string(head[:4]) == "\x00TTW" {
			if err := s.check(off, size); err != nil {
				return err
			}
			b.TIFF, b.TIFFSize = io.NewSectionReader(s, off, size), size
			return nil
		}
		off += size
	}
	return nil
}

// walkCRW has nothing to find: the file is a heap of values.
func walkCRW(s *source, b *Blocks) error {
	b.Heap, b.HeapSize = s, s.size
	return nil
}

// walkX3F reads Sigma's raw files: a list of names and values, and in most a JPEG with
// EXIF. The directory of the sections is named at the end of the file.
func walkX3F(s *source, b *Blocks) error {
	const maxSections, sectionHead, maxProperties = 64, 28, 1 << 20
	end, err := s.peek(max(s.size-4, 0), int(min(4, s.size)))
	if err != nil || len(end) < 4 {
		return errors.Join(err, io.ErrUnexpectedEOF)
	}
	start := int64(binary.LittleEndian.Uint32(end))
	head, err := s.peek(start, 12)
	if err != nil {
		return err
	}
	count := min(int64(binary.LittleEndian.Uint32(head[8:])), maxSections)
	for i := range count {
		entry, err := s.peek(start+12+12*i, 12)
		if err != nil {
			return err
		}
		off, n := int64(binary.LittleEndian.Uint32(entry)), int64(binary.LittleEndian.Uint32(entry[4:]))
		switch string(entry[8:]) {
		case "PROP":
			if n <= maxProperties {
				b.Properties, err = s.block(off, n)
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

const (
	canonUUID = "\x85\xC0\xB6\x87\x82\x0F\x11\xE0\x81\x11\xF4\xCE\x46\x2B\x6A\x48"
	xmpUUID   = "\xBE\x7A\xCF\xCB\x97\xA9\x42\xE8\x9C\x71\x99\x94\x91\xE3\xAF\xAC"
)

// walkCR3 reads Canon's boxes: one in the movie box has the EXIF tables, each as a TIFF
// structure, and one beside it the XMP packet.
func walkCR3(s *source, b *Blocks) error {
	return eachBox(s, 0, s.size, func(kind string, body, end int64) error {
		switch kind {
		case "moov":
			return eachBox(s, body, end, func(kind string, body, end int64) error { return canonBox(s, b, kind, body, end) })
		case "uuid":
			if is, err := hasUUID(s, body, end, xmpUUID); err != nil || !is {
				return err
			}
			if err := b.take(end - body - 16); err != nil {
				return err
			}
			packet, err := s.block(body+16, end-body-16)
			if err == nil {
				b.addXMP(packet)
			}
			return err
		}
		return nil
	})
}

// eachBox visits the boxes between two offsets.
func eachBox(s *source, off, end int64, visit func(kind string, body, end int64) error) error {
	for n := 0; n < maxBoxes && off+8 <= end; n++ {
		kind, body, next, err := fileBox(s, off)
		if err == nil && next > end {
			err = errors.New("box reaches beyond its own")
		}
		if err == nil {
			err = visit(kind, body, next)
		}
		if err != nil {
			return err
		}
		off = next
	}
	return nil
}

func hasUUID(s *source, body, end int64, uuid string) (bool, error) {
	if end-body < 16 {
		return false, nil
	}
	head, err := s.peek(body, 16)
	return err == nil && string(head) == uuid, err
}

// canonBox reads the tables in Canon's box.
func canonBox(s *source, b *Blocks, kind string, body, end int64) error {
	if is, err := hasUUID(s, body, end, canonUUID); kind != "uuid" || err != nil || !is {
		return err
	}
	return eachBox(s, body+16, end, func(kind string, body, end int64) error {
		var to *[]byte
		var main []byte
		switch kind {
		case "CMT1":
			to = &main
		case "CMT2":
			to = &b.Exif
		case "CMT4":
			to = &b.GPS
		default:
			return nil
		}
		if err := b.take(end - body); err != nil {
			return err
		}
		data, err := s.block(body, end-body)
		if err != nil {
			return err
		}
		*to = data
		if main != nil {
			b.setTIFF(main)
		}
		return nil
	})
}
