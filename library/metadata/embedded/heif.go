package embedded

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"

	"descry/library/container"
)

const (
	maxMeta       = 4 << 20 // bytes of the meta box; a grid of 1,000 tiles needs 60 kB
	maxItemsOfUse = 16
)

// walkHEIF reads EXIF and XMP items of HEIC and AVIF (ISO 14496-12 and 23008-12). The meta box
// lists the items (iinf) and their places (iloc).
func walkHEIF(s container.Source, b *Blocks) error {
	for box, err := range s.Boxes() {
		if err := wholeBox(box, err); err != nil {
			return err
		}
		if box.Kind != "meta" {
			continue
		}
		if box.Body.Size() > maxMeta {
			return fmt.Errorf("HEIF meta box of %d bytes is too large", box.Body.Size())
		}
		data, err := block(box.Body)
		if err != nil {
			return err
		}
		return metaBox(s, b, data)
	}
	return nil
}

// metaBox collects the tables of the meta box and reads the items of use.
func metaBox(s container.Source, b *Blocks, data []byte) error {
	if len(data) < 4 {
		return errors.New("HEIF meta box breaks off")
	}
	var info, location, inside []byte
	for box, err := range container.Memory(data[4:]).Boxes() { // behind version and flags
		if err := wholeBox(box, err); err != nil {
			return err
		}
		switch box.Kind {
		case "iinf":
			info, err = box.Body.All()
		case "iloc":
			location, err = box.Body.All()
		case "idat":
			inside, err = box.Body.All()
		}
		if err != nil {
			return err
		}
	}
	items, err := itemsOfUse(info)
	if err != nil || len(items) == 0 {
		return err
	}
	places, err := itemPlaces(location, items)
	if err != nil {
		return err
	}
	return readItems(s, b, items, places, container.Memory(inside))
}

// item is an entry of the item information box that holds metadata.
type item struct {
	id   uint64
	exif bool // else XMP
}

// itemsOfUse lists the EXIF and XMP items of an iinf box.
func itemsOfUse(body []byte) ([]item, error) {
	var items []item
	for info, err := range container.ItemInfos(body) {
		if err != nil {
			return items, err
		}
		switch info.Type {
		case "Exif":
			items = append(items, item{info.ID, true})
		case "mime":
			_, mime, _ := bytes.Cut(info.Rest, []byte{0}) // behind the name
			mime, _, _ = bytes.Cut(mime, []byte{0})
			if strings.EqualFold(string(mime), "application/rdf+xml") {
				items = append(items, item{info.ID, false})
			}
		}
		if len(items) == maxItemsOfUse {
			break
		}
	}
	return items, nil
}

// itemPlaces reads from an iloc box where the given items lie.
func itemPlaces(body []byte, items []item) (map[uint64]container.ItemLocation, error) {
	places := map[uint64]container.ItemLocation{}
	for l, err := range container.ItemLocations(body) {
		if err != nil {
			return nil, err
		}
		wanted := slices.ContainsFunc(items, func(it item) bool { return it.id == l.ID })
		if wanted && !l.Elsewhere {
			l.Extents = append(places[l.ID].Extents, l.Extents...)
			places[l.ID] = l
		}
	}
	return places, nil
}

// readItems reads the items in the order of the table.
func readItems(s container.Source, b *Blocks, items []item, places map[uint64]container.ItemLocation, inside container.Source) error {
	var faults []error
	for _, it := range items {
		place := places[it.id]
		from := s
		if place.Inside {
			from = inside
		}
		data, err := gather(from, place.Extents)
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

// gather joins the extents of an item. Size 0 means up to the end.
func gather(from container.Source, extents []container.Extent) ([]byte, error) {
	var out []byte
	for _, e := range extents {
		room := uint64(from.Size())
		if e.Offset > room || e.Size > room-e.Offset {
			return nil, fmt.Errorf("%d bytes at %d lie outside the %d", e.Size, e.Offset, room)
		}
		if e.Size == 0 {
			e.Size = room - e.Offset
		}
		if e.Size+uint64(len(out)) > maxBlock {
			return nil, errors.New("too large")
		}
		data, err := from.Bytes(int64(e.Offset), int64(e.Size))
		if err != nil {
			return nil, err
		}
		if len(extents) == 1 {
			return data, nil
		}
		out = append(out, data...)
	}
	return out, nil
}

// exifPayload strips the offset of the TIFF header in front of an Exif item. Where the offset
// is wrong, the header is searched near the start.
func exifPayload(data []byte) []byte {
	if len(data) < 4 {
		return nil
	}
	skip := uint64(binary.BigEndian.Uint32(data))
	rest := data[4:]
	if skip+8 <= uint64(len(rest)) && container.IsTIFF(rest[skip:]) {
		return rest[skip:]
	}
	for i := 0; i < min(32, len(data)); i++ {
		if container.IsTIFF(data[i:]) {
			return data[i:]
		}
	}
	return bytes.TrimPrefix(rest, []byte(exifHeader))
}
