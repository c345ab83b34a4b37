package container

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
)

const maxItemsOfUse = 16

// item is an entry of the item information box that holds metadata.
type item struct {
	id   uint32
	exif bool // else XMP
}

// extent is a piece of an item: at an absolute offset of the file, or in the
// idat box. Length 0 means up to the end.
type extent struct {
	inside      bool
	off, length uint64
}

// itemKinds lists the EXIF and XMP items of an iinf box.
func itemKinds(box []byte) ([]item, error) {
	c := cursor{b: box}
	version := c.uint(1)
	c.skip(3)
	count := c.uint(idWidth(version > 0))
	var items []item
	for rest := c.b; count > 0 && len(rest) >= 8 && len(items) < maxItemsOfUse; count-- {
		kind, header, size, err := boxHeader(rest[:min(16, len(rest))], int64(len(rest)))
		if err != nil {
			return items, err
		}
		if it, ok := itemEntry(rest[header:size]); ok && kind == "infe" {
			items = append(items, it)
		}
		rest = rest[size:]
	}
	return items, c.err
}

// itemEntry reads an infe box of version 2 or 3, the ones with item types.
func itemEntry(box []byte) (item, bool) {
	c := cursor{b: box}
	version := c.uint(1)
	c.skip(3)
	id := uint32(c.uint(idWidth(version == 3)))
	c.skip(2)
	kind := string(c.take(4))
	if c.err != nil || version < 2 {
		return item{}, false
	}
	if kind == "Exif" {
		return item{id, true}, true
	}
	_, mime, _ := bytes.Cut(c.b, []byte{0}) // behind the name
	mime, _, _ = bytes.Cut(mime, []byte{0})
	return item{id, false}, kind == "mime" && strings.EqualFold(string(mime), "application/rdf+xml")
}

// idWidth is the width of item numbers: 16 bits in old versions, else 32.
func idWidth(wide bool) int {
	if wide {
		return 4
	}
	return 2
}

// itemPlaces reads from an iloc box where the given items lie.
func itemPlaces(box []byte, items []item) (map[uint32][]extent, error) {
	c := cursor{b: box}
	version := c.uint(1)
	c.skip(3)
	widths := c.uint(2)
	offWidth, lenWidth, baseWidth := int(widths>>12), int(widths>>8&15), int(widths>>4&15)
	indexWidth := 0
	if version > 0 {
		indexWidth = int(widths & 15)
	}
	places := map[uint32][]extent{}
	total := uint64(0)
	for count := c.uint(idWidth(version >= 2)); count > 0 && c.err == nil; count-- {
		id := uint32(c.uint(idWidth(version >= 2)))
		method := uint64(0)
		if version > 0 {
			method = c.uint(2) & 15
		}
		reference := c.uint(2)
		base := c.uint(baseWidth)
		n := c.uint(2)
		if total += n + 1; total > maxExtents {
			return places, errors.New("too many HEIF item extents")
		}
		for range n {
			c.skip(indexWidth)
			e := extent{inside: method == 1, off: base + c.uint(offWidth), length: c.uint(lenWidth)}
			if wants(items, id) && reference == 0 && method <= 1 && c.err == nil {
				places[id] = append(places[id], e)
			}
		}
	}
	return places, c.err
}

func wants(items []item, id uint32) bool {
	for _, it := range items {
		if it.id == id {
			return true
		}
	}
	return false
}

// gather joins the extents of an item.
func gather(s *source, extents []extent, inside []byte) ([]byte, error) {
	var out []byte
	for _, e := range extents {
		room := uint64(s.size)
		if e.inside {
			room = uint64(len(inside))
		}
		if e.off > room || e.length > room-e.off {
			return nil, fmt.Errorf("%d bytes at %d lie outside the %d", e.length, e.off, room)
		}
		if e.length == 0 {
			e.length = room - e.off
		}
		if e.length+uint64(len(out)) > maxBlock {
			return nil, errors.New("too large")
		}
		if e.inside {
			out = append(out, inside[e.off:e.off+e.length]...)
			continue
		}
		data, err := s.block(int64(e.off), int64(e.length))
		if err != nil {
			return nil, err
		}
		out = append(out, data...)
	}
	return out, nil
}
