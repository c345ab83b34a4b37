package heif

import "fmt"

// meta is the box that describes the items of a file. Its slices alias the file.
type meta struct {
	file       []byte // that extents lie in
	primary    uint64
	kinds      map[uint64]string   // item types
	extents    map[uint64][]extent // where items lie
	list       []box               // properties, numbered from 1
	owned      map[uint64][]int    // numbers of each item's properties in their order
	parts      map[uint64][]uint64 // the items that one is derived from
	helpers    map[uint64][]uint64 // those that belong to one: depth, opacity and others
	multiplied map[[2]uint64]bool  // pictures whose colours an opacity has been applied to
	idat       []byte              // holds the content of derived items
	contents   map[uint64][]byte   // what content has joined
	joined     int                 // bytes of that
}

// extent is a part of an item's content.
type extent struct {
	inside       bool // in idat, else in the file
	offset, size uint64
}

// maxItems bounds the items of a file: 200 megapixels in tiles of 512 x 512 are
// about 800 items.
const maxItems = 1 << 16

const (
	maxProperties = 256 // of an item
	maxHelpers    = 16
)

func parseMeta(data []byte) (*meta, error) {
	body := find(data, "meta")
	if len(body) == 0 && len(find(data, "mini")) > 0 {
		return nil, ErrMinimized
	}
	if len(body) < 4 {
		return nil, fmt.Errorf("%w: there is no picture in it", ErrFormat)
	}
	body = body[4:] // version and flags
	m := &meta{file: data, idat: find(body, "idat"), kinds: map[uint64]string{},
		extents: map[uint64][]extent{}, owned: map[uint64][]int{}, parts: map[uint64][]uint64{},
		helpers: map[uint64][]uint64{}, multiplied: map[[2]uint64]bool{}, contents: map[uint64][]byte{}}
	r := reader{find(body, "pitm"), true}
	m.primary = r.uint(idSize(r.uint(4)))
	if !r.ok {
		return nil, fmt.Errorf("%w: it names no main picture", ErrFormat)
	}
	m.parseInfos(find(body, "iinf"))
	m.parseLocations(find(body, "iloc"))
	m.parseReferences(find(body, "iref"))
	iprp := find(body, "iprp")
	m.list = children(find(iprp, "ipco"))
	for _, b := range children(iprp) {
		if b.kind == "ipma" {
			m.parseAssociations(b.body)
		}
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

// parseInfos reads the item types (iinf).
func (m *meta) parseInfos(body []byte) {
	r := reader{body, true}
	r.uint(idSize(r.uint(4)))
	for _, b := range children(r.data) {
		if b.kind != "infe" {
			continue
		}
		r := reader{b.body, true}
		head := r.uint(4)
		size := 2
		if head>>24 > 2 {
			size = 4
		}
		id := r.uint(size)
		r.uint(2) // protection
		if kind := r.bytes(4); r.ok {
			m.kinds[id] = string(kind)
		}
	}
}

// parseLocations reads where the items lie (iloc).
func (m *meta) parseLocations(body []byte) {
	r := reader{body, true}
	version := r.uint(4) >> 24
	sizes := r.uint(2)
	offsetSize, lengthSize := int(sizes>>12), int(sizes>>8&15)
	baseSize, indexSize := int(sizes>>4&15), int(sizes&15)
	numberSize := 2
	if version >= 2 {
		numberSize = 4
	}
	if version == 0 {
		indexSize = 0
	}
	total := 0
	for n := r.uint(numberSize); n > 0 && r.ok; n-- {
		id, method := r.uint(numberSize), uint64(0)
		if version > 0 {
			method = r.uint(2) & 15
		}
		elsewhere := r.uint(2) != 0 // in another file
		base := r.uint(baseSize)
		var list []extent
		for k := r.uint(2); k > 0 && r.ok; k-- {
			r.uint(indexSize)
			e := extent{inside: method == 1, offset: base + r.uint(offsetSize), size: r.uint(lengthSize)}
			list = append(list, e)
			if total++; total > maxItems {
				return
			}
		}
		if r.ok && method <= 1 && !elsewhere {
			m.extents[id] = list
		}
	}
}

// parseReferences reads which item belongs to which (iref).
func (m *meta) parseReferences(body []byte) {
	r := reader{body, true}
	size := idSize(r.uint(4))
	for _, b := range children(r.data) {
		r := reader{b.body, true}
		from := r.uint(size)
		var to []uint64
		for n := r.uint(2); n > 0 && r.ok; n-- {
			to = append(to, r.uint(size))
		}
		switch {
		case !r.ok:
		case b.kind == "dimg" && m.parts[from] == nil:
			m.parts[from] = to
		case b.kind == "auxl":
			for _, item := range to {
				if len(m.helpers[item]) < maxHelpers {
					m.helpers[item] = append(m.helpers[item], from)
				}
			}
		case b.kind == "prem":
			for _, item := range to {
				m.multiplied[[2]uint64{from, item}] = true
			}
		}
	}
}

// parseAssociations reads which items have which properties (ipma).
func (m *meta) parseAssociations(body []byte) {
	r := reader{body, true}
	head := r.uint(4)
	size := 1 + int(head&1)
	for n := r.uint(4); n > 0 && r.ok; n-- {
		id := r.uint(idSize(head))
		for k := r.uint(1); k > 0 && r.ok; k-- {
			// the highest bit says that the property is essential
			index := int(r.uint(size) & (1<<(8*size-1) - 1))
			if r.ok && index >= 1 && index <= len(m.list) && len(m.owned[id]) < maxProperties {
				m.owned[id] = append(m.owned[id], index-1)
			}
		}
	}
}

// properties returns the properties of an item in their order.
func (m *meta) properties(item uint64) []box {
	var list []box
	for _, index := range m.owned[item] {
		list = append(list, m.list[index])
	}
	return list
}

// content joins the parts of an item's content. A part in one piece is not copied.
func (m *meta) content(item uint64) ([]byte, error) {
	if whole, done := m.contents[item]; done {
		return whole, nil
	}
	var whole []byte
	list := m.extents[item]
	for _, e := range list {
		from := m.file
		if e.inside {
			from = m.idat
		}
		if e.offset > uint64(len(from)) || e.size > uint64(len(from))-e.offset {
			return nil, fmt.Errorf("%w: the file ends before its picture does", ErrFormat)
		}
		part := from[e.offset:]
		if e.size > 0 { // else up to the end
			part = part[:e.size]
		}
		if len(list) == 1 {
			return part, nil
		}
		if m.joined += len(part); m.joined > len(m.file)+len(m.idat) {
			return nil, fmt.Errorf("%w: its parts overlap", ErrFormat)
		}
		whole = append(whole, part...)
	}
	if len(whole) == 0 {
		return nil, fmt.Errorf("%w: a picture has no content", ErrFormat)
	}
	m.contents[item] = whole
	return whole, nil
}
