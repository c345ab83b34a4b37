package heif

import (
	"fmt"

	"descry/library/container"
)

// meta is the box that describes the items of a file. The slices of meta alias the file.
type meta struct {
	file       []byte // file in which extents lie
	primary    uint64
	kinds      map[uint64]string   // item types
	extents    map[uint64][]extent // where items lie
	list       []box               // properties, numbered from 1
	owned      map[uint64][]int    // numbers of each item's properties in their order
	parts      map[uint64][]uint64 // the items that an item is derived from
	helpers    map[uint64][]uint64 // the items that belong to an item: depth, opacity and others
	multiplied map[[2]uint64]bool  // pictures whose colours an opacity has been applied to
	idat       []byte              // holds the content of derived items
	contents   map[uint64][]byte   // what content has joined
	joined     int                 // bytes joined so far
}

// extent is a part of an item's content.
type extent struct {
	inside       bool // in idat, else in the file
	offset, size uint64
}

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
	r := container.Fields{Data: find(body, "pitm")}
	m.primary = r.Uint(container.WidthOfID(r.Uint(4) >> 24))
	if r.Cut {
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

// parseInfos reads the item types (iinf), as far as they go.
func (m *meta) parseInfos(body []byte) {
	for info, err := range container.ItemInfos(body) {
		if err != nil {
			return
		}
		m.kinds[info.ID] = info.Type
	}
}

// parseLocations reads where the items lie (iloc), as far as it goes.
func (m *meta) parseLocations(body []byte) {
	for l, err := range container.ItemLocations(body) {
		if err != nil {
			return
		}
		if l.Elsewhere {
			continue
		}
		list := make([]extent, len(l.Extents))
		for i, e := range l.Extents {
			list[i] = extent{l.Inside, e.Offset, e.Size}
		}
		m.extents[l.ID] = list
	}
}

// parseReferences reads which item belongs to which (iref).
func (m *meta) parseReferences(body []byte) {
	r := container.Fields{Data: body}
	size := container.WidthOfID(r.Uint(4) >> 24)
	for _, b := range children(r.Data) {
		r := container.Fields{Data: b.body}
		from := r.Uint(size)
		var to []uint64
		for n := r.Uint(2); n > 0 && !r.Cut; n-- {
			to = append(to, r.Uint(size))
		}
		switch {
		case r.Cut:
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
	r := container.Fields{Data: body}
	head := r.Uint(4)
	size := 1 + int(head&1)
	for n := r.Uint(4); n > 0 && !r.Cut; n-- {
		id := r.Uint(container.WidthOfID(head >> 24))
		for k := r.Uint(1); k > 0 && !r.Cut; k-- {
			// The highest bit says that the property is essential.
			index := int(r.Uint(size) & (1<<(8*size-1) - 1))
			if !r.Cut && index >= 1 && index <= len(m.list) && len(m.owned[id]) < maxProperties {
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

// content joins the parts of an item's content. Content in one piece is not copied.
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
