package heif

import (
	"fmt"

	"descry/library/container"
)

// track is a sequence of pictures (ISO/IEC 14496-12).
type track struct {
	id      uint64
	refers  map[string][]uint64 // to other tracks
	entry   box                 // describes the samples
	sample  []byte              // the first sample
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
	r := container.Fields{Data: find(body, "tkhd")}
	times := 8
	if r.Uint(4)>>24 > 0 {
		times = 16
	}
	r.Bytes(times)
	t.id = r.Uint(4)
	t.refers = map[string][]uint64{}
	for _, b := range children(find(body, "tref")) {
		for r := (container.Fields{Data: b.body}); len(r.Data) >= 4; {
			t.refers[b.kind] = append(t.refers[b.kind], r.Uint(4))
		}
	}
	media := find(body, "mdia")
	if handler := find(media, "hdlr"); len(handler) >= 12 {
		t.handler = string(handler[8:12])
	}
	table := find(find(media, "minf"), "stbl")
	if entries := find(table, "stsd"); len(entries) > 8 {
		t.entry, ok = first(entries[8:])
	}
	offset, size, there := container.Memory(table).FirstSample()
	if !ok || !there || offset > uint64(len(data)) || size > uint64(len(data))-offset {
		return t, false
	}
	t.sample = data[offset : offset+size]
	return t, t.handler == "pict" || t.handler == "vide" || t.handler == "auxv"
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
	r := container.Fields{Data: t.entry.body[24:]}
	p.setSize(r.Uint(2), r.Uint(2))
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
