package colour

import (
	"encoding/binary"
	"strings"
	"unicode"
	"unicode/utf16"
)

const (
	// maxProfile bounds the bytes of a profile. Profiles of printing presses have a few
	// million.
	maxProfile = 16 << 20
	// maxTags bounds the tags of a profile. Real profiles have fewer than 40.
	maxTags = 200
	// profileHead is the size of a profile's header.
	profileHead = 128
)

// profile is an ICC profile taken apart as far as its table of tags.
type profile struct {
	version    byte   // 2 or 4
	space, pcs string // colours of the device and of the connection
	tags       map[string][]byte
}

// parseProfile reads the header and finds the tags. Tags outside the profile are left out.
func parseProfile(data []byte) (*profile, bool) {
	if len(data) < profileHead+4 || len(data) > maxProfile || string(data[36:40]) != "acsp" {
		return nil, false
	}
	p := &profile{
		version: data[8], space: string(data[16:20]), pcs: string(data[20:24]),
		tags: map[string][]byte{},
	}
	switch string(data[12:16]) { // other classes link profiles or name colours
	case "scnr", "mntr", "prtr", "spac":
	default:
		return nil, false
	}
	if p.pcs != "XYZ " && p.pcs != "Lab " {
		return nil, false
	}
	table := data[profileHead+4:]
	for range min(binary.BigEndian.Uint32(data[profileHead:]), maxTags) {
		if len(table) < 12 {
			break
		}
		name := string(table[:4])
		offset, size := uint64(binary.BigEndian.Uint32(table[4:])), uint64(binary.BigEndian.Uint32(table[8:]))
		if _, seen := p.tags[name]; !seen && offset < uint64(len(data)) && offset+size <= uint64(len(data)) {
			p.tags[name] = data[offset : offset+size]
		}
		table = table[12:]
	}
	return p, true
}

// description is the name of a profile, "" without one.
func (p *profile) description() string {
	d := p.tags["desc"]
	if len(d) < 12 {
		return ""
	}
	switch string(d[:4]) {
	case "desc":
		n := uint64(binary.BigEndian.Uint32(d[8:]))
		return tidy(string(d[12:min(12+n, uint64(len(d)))]))
	case "mluc":
		return tidy(multilingual(d))
	}
	return ""
}

// multilingual reads the English text of a "mluc" tag, or the first text.
func multilingual(d []byte) string {
	if len(d) < 16 {
		return ""
	}
	text, records := "", d[16:]
	for i := range min(binary.BigEndian.Uint32(d[8:]), 100) {
		if len(records) < 12 {
			break
		}
		english := string(records[:2]) == "en"
		size, offset := uint64(binary.BigEndian.Uint32(records[4:])), uint64(binary.BigEndian.Uint32(records[8:]))
		if (i == 0 || english) && offset+size <= uint64(len(d)) {
			text = utf16Text(d[offset : offset+size])
		}
		if english {
			break
		}
		records = records[12:]
	}
	return text
}

func utf16Text(b []byte) string {
	units := make([]uint16, min(len(b)/2, 200))
	for i := range units {
		units[i] = binary.BigEndian.Uint16(b[2*i:])
	}
	return string(utf16.Decode(units))
}

// maxName bounds the name of a profile in characters.
const maxName = 80

// tidy makes one line of a profile's description.
func tidy(s string) string {
	s, _, _ = strings.Cut(s, "\x00")
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > maxName {
		s = string(r[:maxName])
	}
	return s
}

// column reads a tag of type "XYZ ".
func (p *profile) column(name string) (vector, bool) {
	d := p.tags[name]
	if len(d) < 20 || string(d[:4]) != "XYZ " {
		return vector{}, false
	}
	return vector{fixed(d[8:]), fixed(d[12:]), fixed(d[16:])}, true
}

// curve reads a curve tag.
func (p *profile) curve(name string) (curve, bool) {
	c, _, ok := readCurve(p.tags[name])
	return c, ok
}
