package build

import (
	"bytes"
	"encoding/binary"
)

// Box makes an ISO base media box.
func Box(kind string, content ...[]byte) []byte {
	body := bytes.Join(content, nil)
	out := binary.BigEndian.AppendUint32(nil, uint32(8+len(body)))
	return append(append(out, kind...), body...)
}

// HEIF makes a file with an Exif item outside the meta box and an XMP item in its idat box.
// The file has no picture.
func HEIF(tiff []byte, packet string) []byte {
	full := func(version byte) []byte { return []byte{version, 0, 0, 0} }
	u16, u32 := binary.BigEndian.AppendUint16, binary.BigEndian.AppendUint32
	exif := append(u32(nil, 6), "Exif\x00\x00"+string(tiff)...)
	info := Box("iinf", full(0), u16(nil, 2),
		Box("infe", full(2), u16(nil, 1), u16(nil, 0), []byte("Exif\x00")),
		Box("infe", full(2), u16(nil, 2), u16(nil, 0), []byte("mime\x00application/rdf+xml\x00")))
	location := func(off uint32) []byte {
		rows := u16(nil, 2)
		rows = append(rows, place(1, 0, off, uint32(len(exif)))...)
		rows = append(rows, place(2, 1, 0, uint32(len(packet)))...)
		return Box("iloc", full(1), []byte{0x44, 0x00}, rows)
	}
	file := func(off uint32) []byte {
		return append(Box("ftyp", []byte("heic\x00\x00\x00\x00mif1heic")),
			Box("meta", full(0), info, location(off), Box("idat", []byte(packet)))...)
	}
	head := file(0)
	return append(file(uint32(len(head)+8)), Box("mdat", exif)...)
}

// place makes a row of a version 1 iloc box with one extent.
func place(id, method uint16, off, length uint32) []byte {
	u16, u32 := binary.BigEndian.AppendUint16, binary.BigEndian.AppendUint32
	out := u16(u16(u16(nil, id), method), 0)
	return u32(u32(u16(out, 1), off), length)
}
