package rawtest

import (
	"encoding/binary"
	"unicode/utf16"
)

// PlainTIFF is a picture of 16 x 12 pixels, with a thumbnail unless thumbnail is nil, and a
// camera's name. PlainTIFF is no raw file, whatever its name.
func PlainTIFF(thumbnail []byte) []byte {
	s := newStructure(binary.LittleEndian, 42, "")
	l, p := Layout{Make: "NIKON CORPORATION", Model: "NIKON D850"}, Photo{Orientation: 1}
	next := s.thumbnail(0, thumbnail)
	s.first(s.directory(next, append(append(s.camera(l, p), s.rgb()...), s.long(0x8769, s.exif(p, nil)))...))
	return s.buf
}

// WithPixels is a plain TIFF whose pixels follow the header and begin with first.
func WithPixels(first string) []byte {
	s := newStructure(binary.LittleEndian, 42, "")
	pixels := make([]byte, 16*12*3)
	copy(pixels, first)
	at := s.put(pixels)
	tags := s.rgb()
	for i, t := range tags {
		if t.id == 0x0111 {
			tags[i] = s.long(0x0111, at)
		}
	}
	s.first(s.directory(0, tags...))
	return s.buf
}

// Tiled is a DNG whose preview is across x down equal JPEG tiles.
func Tiled(tile []byte, across, down int) []byte {
	s := newStructure(binary.LittleEndian, 42, "")
	width, height := int(binary.BigEndian.Uint16(frameOf(tile)[3:])), int(binary.BigEndian.Uint16(frameOf(tile)[1:]))
	at := s.put(tile)
	var offsets, counts []int
	for range across * down {
		offsets, counts = append(offsets, at), append(counts, len(tile))
	}
	photometric, samples := 6, []int{8, 8, 8}
	if frameOf(tile)[5] == 1 {
		photometric, samples = 1, []int{8}
	}
	preview := s.directory(0, s.long(0x00fe, 1), s.long(0x0100, width*across), s.long(0x0101, height*down),
		s.short(0x0102, samples...), s.short(0x0103, 7), s.short(0x0106, photometric), s.short(0x0115, len(samples)),
		s.long(0x0142, width), s.long(0x0143, height), s.long(0x0144, offsets...), s.long(0x0145, counts...))
	p := Photo{Width: width * across, Height: height * down, Orientation: 1}
	sensor := s.directory(0, s.sensorTags(p, 1)...)
	return s.finishDNG(Layout{Make: "Made", Model: "Tiles"}, p, nil, []int{sensor, preview})
}

// frameOf is what follows the length of a baseline JPEG's frame header.
func frameOf(jpeg []byte) []byte {
	for at := 2; at+4 < len(jpeg); at += 2 + int(binary.BigEndian.Uint16(jpeg[at+2:])) {
		if jpeg[at+1] == 0xc0 {
			return jpeg[at+4:]
		}
	}
	panic("no baseline JPEG")
}

// OnlyJXL is a DNG whose only preview is JPEG XL.
func OnlyJXL(jxl []byte) []byte {
	s := newStructure(binary.LittleEndian, 42, "")
	p := Photo{Width: 600, Height: 400, Orientation: 1}
	sensor := s.directory(0, s.sensorTags(p, 52546)...)
	preview := s.strip(jxl, 300, 200)
	for i, t := range preview {
		if t.id == 0x0103 {
			preview[i] = s.short(0x0103, 52546)
		}
	}
	return s.finishDNG(Layout{Make: "Apple", Model: "iPhone 16 Pro"}, p, nil, []int{sensor, s.directory(0, preview...)})
}

// WithProperties is an X3F of names and values alone.
func WithProperties(values map[string]string) []byte {
	le := binary.LittleEndian
	var table, texts []byte
	put := func(s string) {
		table = le.AppendUint32(table, uint32(len(texts)/2))
		for _, u := range append(utf16.Encode([]rune(s)), 0) {
			texts = le.AppendUint16(texts, u)
		}
	}
	for name, value := range values {
		put(name)
		put(value)
	}
	out := append(le.AppendUint32([]byte("FOVb"), 2<<16|3), make([]byte, 292)...)
	at := len(out)
	out = append(out, "SECp\x00\x00\x02\x00"...)
	for _, v := range []int{len(values), 0, 0, len(texts) / 2} {
		out = le.AppendUint32(out, uint32(v))
	}
	out = append(append(out, table...), texts...)
	size, list := len(out)-at, len(out)
	out = append(out, "SECd\x00\x00\x02\x00"...)
	for _, v := range []int{1, at, size} {
		out = le.AppendUint32(out, uint32(v))
	}
	return le.AppendUint32(append(out, "PROP"...), uint32(list))
}
