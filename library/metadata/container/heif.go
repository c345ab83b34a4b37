package container

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

const (
	maxBoxes   = 4096    // boxes on one level
	maxMeta    = 4 << 20 // bytes of the meta box; a grid of 1,000 tiles needs 60 kB
	maxExtents = 1 << 16 // rows of the item location table
)

// walkHEIF reads EXIF and XMP items of HEIC and AVIF (ISO 14496-12 and 23008-12):
// the meta box lists the items (iinf) and where they lie (iloc).
func walkHEIF(s *source, b *Blocks) error {
	for off, n := int64(0), 0; n < maxBoxes && off+8 <= s.size; n++ {
		kind, body, end, err := fileBox(s, off)
		if err != nil {
			return err
		}
		if kind == "meta" {
			if end-body > maxMeta {
				return fmt.Errorf("HEIF meta box of %d bytes is too large", end-body)
			}
			data, err := s.block(body, end-body)
			if err != nil {
				return err
			}
			return metaBox(s, b, data)
		}
		off = end
	}
	return nil
}

// fileBox reads the header of the box at off: its kind, and where its content
// begins and ends.
func fileBox(s *source, off int64) (kind string, body, end int64, err error) {
	head, err := s.peek(off, int(min(16, s.size-off)))
	if err != nil {
		return "", 0, 0, err
	}
	kind, head0, size, err := boxHeader(head, s.size-off)
	if err != nil {
		return "", 0, 0, err
	}
	return kind, off + head0, off + size, nil
}

// boxHeader reads kind, header length and whole length of a box that has room
// bytes to its end. Length 1 stands for 64 bits behind, 0 for "to the end".
func boxHeader(head []byte, room int64) (kind string, header, size int64, err error) {
	if len(head) < 8 {
		return "", 0, 0, errors.New("box breaks off")
	}
	kind, header = string(head[4:8]), 8
	length := uint64(binary.BigEndian.Uint32(head))
	switch {
	case length == 0:
		length = uint64(room)
	case length == 1 && len(head) >= 16:
		length, header = binary.BigEndian.Uint64(head[8:]), 16
	}
	if length < uint64(header) || length > uint64(room) || length > math.MaxInt64 {
		return "", 0, 0, fmt.Errorf("box %q of %d bytes in %d", kind, length, room)
	}
	return kind, header, int64(length), nil
}

// metaBox collects the tables of the meta box and reads the items of use.
func metaBox(s *source, b *Blocks, data []byte) error {
	if len(data) < 4 {
		return errors.New("HEIF meta box breaks off")
	}
	data = data[4:] // version and flags
	var info, location, inside []byte
	for n := 0; n < maxBoxes && len(data) >= 8; n++ {
		kind, header, size, err := boxHeader(data[:min(16, len(data))], int64(len(data)))
		if err != nil {
			return err
		}
		switch kind {
		case "iinf":
			info = data[header:size]
		case "iloc":
			location = data[header:size]
		case "idat":
			inside = data[header:size]
		}
		data = data[size:]
	}
	items, err := itemKinds(info)
	if err != nil || len(items) == 0 {
		return err
	}
	places, err := itemPlaces(location, items)
	if err != nil {
		return err
	}
	return readItems(s, b, items, places, inside)
}

// readItems reads the items in the order of the table.
func readItems(s *source, b *Blocks, items []item, places map[uint32][]extent, inside []byte) error {
	var faults []error
	for _, it := range items {
		data, err := gather(s, places[it.id], inside)
		if err == nil {
			err = b.take(int64(len(data)))
		}
		switch {
		case err != nil && b.used > maxTotal:
			return errors.Join(append(faults, err)...)
		case err != nil:
			faults = append(faults, fmt.Errorf("read HEIF item %d: %w", it.id, err))
		case it.exif:
			b.setTIFF(exifPayload(data))
		case len(data) > 0:
			b.addXMP(data)
		}
	}
	return errors.Join(faults...)
}

// exifPayload strips the offset of the TIFF header in front of an Exif item.
// Where it leads astray, the header is looked for near the start.
func exifPayload(data []byte) []byte {
	if len(data) < 4 {
		return nil
	}
	skip := uint64(binary.BigEndian.Uint32(data))
	rest := data[4:]
	if skip+8 <= uint64(len(rest)) && isTIFF(rest[skip:]) {
		return rest[skip:]
	}
	for i := 0; i < min(32, len(data)); i++ {
		if isTIFF(data[i:]) {
			return data[i:]
		}
	}
	return bytes.TrimPrefix(rest, []byte(exifHeader))
}
