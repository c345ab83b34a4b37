package heif

import "fmt"

// meta is the box that describes the items of a file. Its slices alias the
// file, so a copy of the file can be changed through them.
type meta struct {
	primary    uint64
	list       []box    // properties, numbered from 1
	ipma       [][]byte // which items have which of them
	references []box    // iref: which item belongs to which
}

func parseMeta(data []byte) (*meta, error) {
	body := find(data, "meta")
	if len(body) == 0 && len(find(data, "mini")) > 0 {
		return nil, ErrMinimized
	}
	if len(body) < 4 {
		return nil, fmt.Errorf("%w: there is no picture in it", ErrFormat)
	}
	body = body[4:] // version and flags
	m := &meta{}
	r := reader{find(body, "pitm"), true}
	m.primary = r.uint(idSize(r.uint(4)))
	if !r.ok {
		return nil, fmt.Errorf("%w: it names no main picture", ErrFormat)
	}
	iprp := find(body, "iprp")
	m.list = children(find(iprp, "ipco"))
	for _, b := range children(iprp) {
		if b.kind == "ipma" {
			m.ipma = append(m.ipma, b.body)
		}
	}
	if iref := find(body, "iref"); len(iref) >= 4 {
		m.references = children(iref[4:])
	}
	return m, nil
}

// idSize is the bytes of an item number by the version in a full box's head.
func idSize(versionAndFlags uint64) int {
	if versionAndFlags>>24 > 0 {
		return 4
	}
	return 2
}

// children splits boxes that follow each other.
func children(data []byte) []box {
	var list []box
	for len(list) < maxBoxes {
		b, rest, ok := next(data)
		if !ok {
			break
		}
		list, data = append(list, b), rest
	}
	return list
}

// properties returns the properties of an item in their order.
func (m *meta) properties(item uint64) []box {
	var list []box
	m.associations(func(id uint64, entry []byte) {
		index := int(entry[0] & 0x7f)
		if len(entry) == 2 {
			index = index<<8 | int(entry[1])
		}
		if id == item && index >= 1 && index <= len(m.list) {
			list = append(list, m.list[index-1])
		}
	})
	return list
}

// associations calls visit for each pair of an item and the 1 or 2 bytes that
// hold a property number below a bit that says it is essential.
func (m *meta) associations(visit func(item uint64, entry []byte)) {
	for _, body := range m.ipma {
		r := reader{body, true}
		head := r.uint(4)
		entrySize := 1 + int(head&1)
		for n := r.uint(4); n > 0 && r.ok; n-- {
			id := r.uint(idSize(head))
			for k := r.uint(1); k > 0 && r.ok; k-- {
				entry := r.data
				if r.uint(entrySize); r.ok {
					visit(id, entry[:entrySize])
				}
			}
		}
	}
}
