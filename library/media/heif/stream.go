package heif

import (
	"encoding/binary"
	"fmt"
	"slices"

	"descry/library/container"
)

// stream is a compressed picture with what its decoder needs.
type stream struct {
	codedBy    coding
	data       []byte
	properties []box // properties that the decoder reads
	info       streamInfo
}

// forDecoders are the properties that a still picture keeps: the configuration of the decoder,
// and the choice of layers.
var forDecoders = []string{"hvcC", "av1C", "a1op", "lsel", "a1lx"}

func (s *stream) addProperty(b box) {
	if slices.Contains(forDecoders, b.kind) {
		s.properties = append(s.properties, b)
	}
}

// config is the content of the configuration.
func (s *stream) config() []byte {
	for _, b := range s.properties {
		if b.kind == "hvcC" && s.codedBy == hevc || b.kind == "av1C" && s.codedBy == av1 {
			return b.body
		}
	}
	return nil
}

// describe reads the stream's description of the picture.
func (p *picture) describe() error {
	config := p.config()
	if config == nil {
		return fmt.Errorf("%w: the settings of its decoder are missing", ErrFormat)
	}
	var info streamInfo
	var ok bool
	if p.codedBy == av1 {
		info, ok = parseAV1(config, p.data)
	} else {
		var lengthSize int
		info, lengthSize, ok = parseHEVC(config, p.data)
		if lengthSize != 4 {
			p.widenLengths(lengthSize)
		}
	}
	if !ok {
		// A stream that can't be read can't be decoded either, and the decoder reports that.
		info = streamInfo{chroma: 1, bits: 8, colours: unspecifiedColours}
	}
	p.info, p.Colours, p.Deep = info, info.colours, info.bits > 8
	return nil
}

// still is a file of the plainest kind with nothing but this picture: even old libraries read
// such a file, and what surrounds the picture in its own file can't mislead them. c are the
// stated colours, to or by which libraries convert.
func (p *picture) still(c Colours) []byte {
	brand, kind := "heic", "hvc1"
	if p.codedBy == av1 {
		brand, kind = "avif", "av01"
	}
	size := binary.BigEndian.AppendUint32(make([]byte, 4), uint32(p.CodedWidth))
	size = binary.BigEndian.AppendUint32(size, uint32(p.CodedHeight))
	properties := appendBox(nil, "ispe", size)
	numbers := []byte{1}
	add := func(kind string, body []byte) {
		properties = appendBox(properties, kind, body)
		numbers = append(numbers, byte(len(numbers)+1))
	}
	for _, b := range p.properties {
		add(b.kind, b.body)
	}
	add("colr", c.nclx())
	owned := []byte{0, 0, 0, 0, 0, 0, 0, 1, 0, 1, byte(len(numbers))}
	var body []byte
	body = appendBox(body, "hdlr", make([]byte, 8), []byte("pict"), make([]byte, 13))
	body = appendBox(body, "pitm", []byte{0, 0, 0, 0, 0, 1})
	body = appendBox(body, "iinf", []byte{0, 0, 0, 0, 0, 1},
		appendBox(nil, "infe", []byte{2, 0, 0, 0, 0, 1, 0, 0}, []byte(kind), []byte{0}))
	body = appendBox(body, "iprp", appendBox(nil, "ipco", properties), appendBox(nil, "ipma", owned, numbers))
	head := appendBox(nil, "ftyp", []byte(brand), make([]byte, 4), []byte("mif1"), []byte(brand))
	const locationSize = 8 + 22
	offset := len(head) + 8 + 4 + len(body) + locationSize + 8
	location := []byte{0, 0, 0, 0, 0x44, 0, 0, 1, 0, 1, 0, 0, 0, 1}
	location = binary.BigEndian.AppendUint32(location, uint32(offset))
	location = binary.BigEndian.AppendUint32(location, uint32(len(p.data)))
	body = appendBox(body, "iloc", location)
	file := appendBox(head, "meta", make([]byte, 4), body)
	return appendBox(file, "mdat", p.data)
}

// units is the stream with the settings of the decoder at the start, as decoders expect.
func (p *picture) units() []byte {
	config := p.config()
	if p.codedBy == av1 {
		return slices.Concat(config[min(4, len(config)):], p.data)
	}
	var out []byte
	eachSet(config, func(unit []byte) bool {
		out = append(binary.BigEndian.AppendUint32(out, uint32(len(unit))), unit...)
		return true
	})
	return append(out, p.data...)
}

// widenLengths has the sizes of units in 4 bytes: libheif reads no others.
func (s *stream) widenLengths(lengthSize int) {
	var wide []byte
	for r := (container.Fields{Data: s.data}); len(r.Data) > 0; {
		unit := r.Bytes(int(r.Uint(lengthSize)))
		if r.Cut {
			break // what came before may do
		}
		wide = append(binary.BigEndian.AppendUint32(wide, uint32(len(unit))), unit...)
	}
	s.data = wide
	s.changeConfig(func(config []byte) { config[21] |= 3 })
}

// changeConfig changes a copy of the configuration of HEVC, if the configuration is whole.
func (s *stream) changeConfig(change func(config []byte)) {
	s.properties = slices.Clone(s.properties)
	for i, b := range s.properties {
		if b.kind == "hvcC" && len(b.body) > 21 {
			s.properties[i].body = slices.Clone(b.body)
			change(s.properties[i].body)
		}
	}
}

// withChroma is the picture with another chroma format in its configuration, which tells a
// decoder what to convert to.
func (p *picture) withChroma(chroma layout) *picture {
	changed := *p
	changed.changeConfig(func(config []byte) { config[16] = config[16]&^3 | byte(chroma) })
	return &changed
}

// unconverted are the colours that libheif, since 1.21, turns others into. A picture with
// these colours comes out as coded.
var unconverted = Colours{Primaries: 1, Transfer: 13, Matrix: 6, FullRange: true}

// nclx is the content of a colr box.
func (c Colours) nclx() []byte {
	out := []byte("nclx")
	for _, v := range []uint16{c.Primaries, c.Transfer, c.Matrix} {
		out = binary.BigEndian.AppendUint16(out, v)
	}
	if c.FullRange {
		return append(out, 0x80)
	}
	return append(out, 0)
}

// appendBox appends a box.
func appendBox(out []byte, kind string, parts ...[]byte) []byte {
	start := len(out)
	out = append(append(out, 0, 0, 0, 0), kind...)
	for _, part := range parts {
		out = append(out, part...)
	}
	binary.BigEndian.PutUint32(out[start:], uint32(len(out)-start))
	return out
}
