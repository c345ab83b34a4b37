package embedded

import (
	"errors"

	"descry/library/container"
)

// walkRAF reads Fuji's raw files. The metadata is in the JPEG that the header points to.
func walkRAF(s container.Source, b *Blocks) error {
	head, err := s.OpenRAF()
	if err != nil {
		return err
	}
	preview, err := s.Part(head.PreviewOffset, head.PreviewSize)
	if err != nil {
		return err
	}
	return embeddedJPEG(preview, b)
}

// embeddedJPEG reads the blocks of a JPEG in another file.
func embeddedJPEG(s container.Source, b *Blocks) error {
	head, err := s.Peek(0, 2)
	if err != nil {
		return err
	}
	if string(head) != "\xFF\xD8" {
		return errors.New("the preview is no JPEG")
	}
	return walkJPEG(s, b)
}

// walkMRW reads Minolta's raw files. One of the blocks is the EXIF structure.
func walkMRW(s container.Source, b *Blocks) error {
	for c, err := range s.MRWBlocks() {
		if err != nil {
			return err
		}
		if c.Kind == "\x00TTW" {
			if err := wholeChunk(c); err != nil {
				return err
			}
			b.TIFF, b.TIFFSize = c.Body, c.Body.Size()
			return nil
		}
	}
	return nil
}

// walkCRW has nothing to find, since the whole file is a heap of values.
func walkCRW(s container.Source, b *Blocks) error {
	b.Heap, b.HeapSize = s, s.Size()
	return nil
}

// walkX3F reads Sigma's raw files: a list of names and values, and in most a JPEG with
// EXIF.
func walkX3F(s container.Source, b *Blocks) error {
	const sectionHead, maxProperties = 28, 1 << 20
	for c, err := range s.X3FSections() {
		if err != nil {
			return err
		}
		switch c.Kind {
		case "PROP":
			if c.End-c.Start > maxProperties {
				continue
			}
			if err := wholeChunk(c); err != nil {
				return err
			}
			if b.Properties, err = c.Body.All(); err != nil {
				return err
			}
		case "IMA2", "IMAG":
			picture, err := c.Body.Part(sectionHead, c.Body.Size()-sectionHead)
			if err == nil && b.TIFF == nil {
				_ = embeddedJPEG(picture, b) // others are no JPEGs
			}
		}
	}
	return nil
}

const uuidCanon = "\x85\xC0\xB6\x87\x82\x0F\x11\xE0\x81\x11\xF4\xCE\x46\x2B\x6A\x48"

// walkCR3 reads Canon's boxes. One in the movie box has the EXIF tables, each as a TIFF
// structure, and one beside the movie box has the XMP packet.
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
