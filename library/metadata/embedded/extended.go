package embedded

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// extension collects the parts of an extended XMP packet, which is too large for one JPEG
// segment (XMP Specification part 3, 1.1.3.1).
type extension struct {
	full  uint32
	parts []part
}

type part struct {
	off  uint32
	data []byte
}

// addExtension takes the content of one segment: a GUID of 32 digits, the full
// length of the packet, the offset of this part, and the part.
func (b *Blocks) addExtension(data []byte) error {
	const guid, head = 32, 40
	if len(data) < head {
		return errors.New("extended XMP breaks off")
	}
	id := string(data[:guid])
	e := b.extended[id]
	if e == nil {
		e = &extension{full: binary.BigEndian.Uint32(data[guid:])}
		if b.extended == nil {
			b.extended = map[string]*extension{}
		}
		b.extended[id] = e
	}
	e.parts = append(e.parts, part{binary.BigEndian.Uint32(data[guid+4:]), data[head:]})
	return nil
}

// ExtendedXMP puts together the extended packet with the GUID that the property
// xmpNote:HasExtendedXMP of the main packet names. The result is nil when the file has no such
// packet.
func (b *Blocks) ExtendedXMP(guid string) ([]byte, error) {
	e := b.extended[guid]
	if e == nil {
		return nil, nil
	}
	slices.SortStableFunc(e.parts, func(x, y part) int { return int(int64(x.off) - int64(y.off)) })
	var out []byte
	for _, p := range e.parts {
		if int64(p.off) != int64(len(out)) {
			return nil, fmt.Errorf("extended XMP: part at %d where %d is due", p.off, len(out))
		}
		out = append(out, p.data...)
	}
	if int64(e.full) != int64(len(out)) {
		return nil, fmt.Errorf("extended XMP: %d bytes of %d", len(out), e.full)
	}
	return out, nil
}
