package heif

import "fmt"

// track is a sequence of pictures (ISO/IEC 14496-12).
type track struct {
	id      uint64
	refers  map[string][]uint64 // to other tracks
	entry   box                 // describes the samples
	sample  []byte              // the first one
	handler string
}

const maxTracks = 64

// parseTracks reads the first picture of the first sequence that isn't another's opacity.
func parseTracks(data, movie []byte) (*picture, error) {
	var list []track
	for _, b := range children(movie) {
		if b.kind == "trak" && len(list) < maxTracks {
			if t, ok := parseTrack(data, b.body); ok {
				list = append(list, t)
			}
		}
	}
	for _, t := range list {
		if t.handler == "auxv" || len(t.refers["auxl"]) > 0 {
			continue
		}
		p, err := t.picture()
		if err != nil {
			return nil, err
		}
		for _, other := range list {
			if refersTo(other.refers["auxl"], t.id) {
				if alpha, err := other.picture(); err == nil {
					p.setAlpha(alpha)
					p.premultiplied = refersTo(t.refers["prem"], other.id)
				}
				break
			}
		}
		return p, nil
	}
	return nil, fmt.Errorf("%w: there is no picture in it", ErrFormat)
}

func refersTo(list []uint64, id uint64) bool {
	for _, other := range list {
		if other == id {
			return true
		}
	}
	return false
}

func parseTrack(data, body []byte) (t track, ok bool) {
	r := reader{find(body, "tkhd"), true}
	times := 8
	if r.uint(4)>>24 > 0 {
		times = 16
	}
	r.bytes(times)
	t.id = r.uint(4)
	t.refers = map[string][]uint64{}
	for _, b := range children(find(body, "tref")) {
		for r := (reader{b.body, true}); len(r.data) >= 4; {
			t.refers[b.kind] = append(t.refers[b.kind], r.uint(4))
		}
	}
	media := find(body, "mdia")
	if handler := find(media, "hdlr"); len(handler) >= 12 {
		t.handler = string(handler[8:12])
	}
	table := find(find(media, "minf"), "stbl")
	if entries := find(table, "stsd"); len(entries) > 8 {
		t.entry, _, ok = next(entries[8:])
	}
	size, offset := firstSize(table), firstOffset(table)
	if !ok || size == 0 || offset > uint64(len(data)) || size > uint64(len(data))-offset {
		return t, false
	}
	t.sample = data[offset : offset+size]
	return t, t.handler == "pict" || t.handler == "vide" || t.handler == "auxv"
}

// firstSize is the size of the first sample.
func firstSize(table []byte) uint64 {
	r := reader{find(table, "stsz"), true}
	r.uint(4)
	if all := r.uint(4); all > 0 {
		return all
	}
	if r.uint(4) == 0 {
		return 0
	}
	return r.uint(4)
}

// firstOffset is where in the file the first sample lies.
func firstOffset(table []byte) uint64 {
	size, body := 4, find(table, "stco")
	if body == nil {
		size, body = 8, find(table, "co64")
	}
	r := reader{body, true}
	r.uint(4)
	if r.uint(4) == 0 {
		return 1<<64 - 1
	}
	offset := r.uint(size)
	if !r.ok {
		return 1<<64 - 1
	}
	return offset
}

// picture is the first sample as a picture.
func (t track) picture() (*picture, error) {
	p := &picture{stream: stream{data: t.sample}}
	switch t.entry.kind {
	case "hvc1", "hev1":
		p.codedBy = hevc
	case "av01":
		p.codedBy = av1
	default:
		return nil, fmt.Errorf("%w (%q)", ErrCoding, t.entry.kind)
	}
	const fields = 78 // of a visual sample entry
	if len(t.entry.body) < fields {
		return nil, fmt.Errorf("%w: the settings of its decoder are missing", ErrFormat)
	}
	r := reader{t.entry.body[24:], true}
	p.setSize(r.uint(2), r.uint(2))
	properties := children(t.entry.body[fields:])
	for _, b := range properties {
		p.addProperty(b)
	}
	if err := p.describe(); err != nil {
		return nil, err
	}
	for _, b := range properties {
		p.applyColours(b)
	}
	if err := p.checkSize(); err != nil {
		return nil, err
	}
	for _, b := range properties {
		p.turn(b) // clap
	}
	return p, nil
}
