package rawtest

import (
	"bytes"
	"encoding/binary"
)

// cr2 has the JPEG as the strip of the first directory, the thumbnail in the second, and
// in the fourth lossless JPEG.
func cr2(l Layout, p Photo) []byte {
	s := newStructure(binary.LittleEndian, 42, "CR\x02\x00\x00\x00\x00\x00")
	sensor := s.put(Lossless(p.Width, p.Height))
	fourth := s.directory(0, s.short(0x0103, 6), s.long(0x0111, sensor), s.long(0x0117, len(Lossless(p.Width, p.Height))))
	plain := make([]byte, 6*8*6)
	third := s.directory(fourth, s.long(0x0100, 8), s.long(0x0101, 6), s.short(0x0102, 16, 16, 16), s.short(0x0103, 6),
		s.short(0x0106, 2), s.long(0x0111, s.put(plain)), s.short(0x0115, 3), s.long(0x0116, 6), s.long(0x0117, len(plain)))
	second := s.thumbnail(third, p.Small)
	exif := s.exif(p, nil, s.long(0xa002, p.Width), s.long(0xa003, p.Height))
	list := append(s.camera(l, p), s.long(0x8769, exif), s.long(0x0100, 1620), s.long(0x0101, 1080), s.short(0x0103, 6))
	if p.Large != nil {
		list = append(list, s.long(0x0111, s.put(p.Large)), s.long(0x0117, len(p.Large)))
	}
	s.first(s.directory(second, list...))
	return s.buf
}

// Lossless is the beginning of a lossless JPEG of this size, as sensors' data are coded.
func Lossless(width, height int) []byte {
	b := []byte{0xff, 0xd8, 0xff, 0xc4, 0, 20, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xc3, 0, 11, 14}
	b = binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(b, uint16(height)), uint16(width))
	return append(b, 1, 1, 0x11, 0, 0xff, 0xda, 0, 8, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0xff, 0xd9)
}

// camera are the tags of the first directory that name the camera.
func (s *structure) camera(l Layout, p Photo) []tag {
	return []tag{text(0x010f, l.Make), text(0x0110, l.Model), s.short(0x0112, p.Orientation)}
}

// thumbnail adds a directory with a JPEG, which is followed by the directory at next, and
// returns the offset of the new directory. Without a JPEG, thumbnail returns next.
func (s *structure) thumbnail(next int, jpeg []byte, more ...tag) int {
	if jpeg == nil {
		return next
	}
	at := s.put(jpeg)
	return s.directory(next, append(more, s.short(0x0103, 6), s.long(0x0201, at), s.long(0x0202, len(jpeg)))...)
}

// exif is the EXIF directory. note makes the maker note at a place in the file. A nil note
// stands for none.
func (s *structure) exif(p Photo, note func(at int) []byte, more ...tag) int {
	list := append(s.exifTags(p), more...)
	if note == nil {
		return s.directory(0, list...)
	}
	at := s.next()
	n := len(note(at))
	s.put(note(at))
	// The note is at its own place, not behind the directory.
	list = append(list, tag{id: 0x927c, kind: kindUndefined, count: n, value: s.order.AppendUint32(nil, uint32(at))})
	return s.directory(0, list...)
}

// box is a box of ISO/IEC 14496-12.
func box(kind string, parts ...[]byte) []byte {
	body := bytes.Join(parts, nil)
	return append(append(binary.BigEndian.AppendUint32(nil, uint32(8+len(body))), kind...), body...)
}

func be16(v ...int) (out []byte) {
	for _, x := range v {
		out = binary.BigEndian.AppendUint16(out, uint16(x))
	}
	return out
}

func be32(v ...int) (out []byte) {
	for _, x := range v {
		out = binary.BigEndian.AppendUint32(out, uint32(x))
	}
	return out
}

// cr3 has boxes: EXIF tables and the thumbnail in Canon's own, the preview in another, and
// the JPEG of full size as the first track.
func cr3(l Layout, p Photo) []byte {
	camera := newStructure(binary.LittleEndian, 42, "")
	camera.first(camera.directory(0, append(camera.camera(l, p), camera.short(0x0100, p.Width), camera.short(0x0101, p.Height))...))
	exif := newStructure(binary.LittleEndian, 42, "")
	exif.first(exif.directory(0, exif.exifTags(p)...))
	gps := newStructure(binary.LittleEndian, 42, "")
	gps.first(gps.directory(0, text(1, "N"), gps.rational(2, 59, 1, 30, 1, 0, 1), text(3, "E"), gps.rational(4, 10, 1, 45, 1, 0, 1)))
	own := [][]byte{[]byte("\x85\xc0\xb6\x87\x82\x0f\x11\xe0\x81\x11\xf4\xce\x46\x2b\x6a\x48"),
		box("CNCV", []byte("CanonCR3_001/00.09.00/00.00.00")), box("CMT1", camera.buf), box("CMT2", exif.buf), box("CMT4", gps.buf)}
	if p.Small != nil {
		own = append(own, box("THMB", be32(0), be16(160, 120), be32(len(p.Small)), be16(1, 0), p.Small))
	}
	var preview []byte
	if p.Medium != nil {
		inner := box("PRVW", be32(0), be16(1, 1620, 1080, 1), be32(len(p.Medium)), p.Medium)
		preview = box("uuid", []byte("\xea\xf4\x2b\x5e\x1c\x98\x4b\x88\xb9\xfb\xb7\xdc\x40\x6e\x4d\x16"), be32(0, 1), inner)
	}
	build := func(at int) []byte {
		head := box("ftyp", []byte("crx \x00\x00\x00\x01crx isom"))
		head = append(head, box("moov", box("uuid", own...), jpegTrack(p, at), sensorTrack(p))...)
		head = append(head, preview...)
		return append(head, box("mdat")...)
	}
	at := len(build(0))
	out := build(at)
	out[len(out)-8+2], out[len(out)-8+3] = 0, 0
	binary.BigEndian.PutUint32(out[len(out)-8:], uint32(8+len(p.Large)))
	return append(out, p.Large...)
}

// jpegTrack is the track of the JPEG, which lies at an offset of the file.
func jpegTrack(p Photo, at int) []byte {
	if p.Large == nil {
		return nil
	}
	entry := box("CRAW", make([]byte, 6), be16(1), make([]byte, 16), be16(p.Width, p.Height), be32(0x480000, 0x480000, 0), be16(1),
		make([]byte, 32), be16(24, 0xffff), be16(0x0003, 0), box("JPEG", be32(0)))
	return track(entry, len(p.Large), at)
}

// sensorTrack is a track of sensor data.
func sensorTrack(p Photo) []byte {
	entry := box("CRAW", make([]byte, 6), be16(1), make([]byte, 16), be16(p.Width, p.Height), be32(0x480000, 0x480000, 0), be16(1),
		make([]byte, 32), be16(24, 0xffff), be16(0x0003, 0), box("CMP1", make([]byte, 52)))
	return track(entry, 4, 32)
}

func track(entry []byte, size, at int) []byte {
	stbl := box("stbl", box("stsd", be32(0, 1), entry), box("stts", be32(0, 1, 1, 1)), box("stsc", be32(0, 1, 1, 1, 1)),
		box("stsz", be32(0, 0, 1, size)), box("co64", be32(0, 1, 0, at)))
	hdlr := box("hdlr", be32(0, 0), []byte("vide"), make([]byte, 13))
	mdhd := box("mdhd", be32(0, 0, 0, 1, 1, 0))
	return box("trak", box("tkhd", be32(7, 0, 0, 1, 0, 1), make([]byte, 60)), box("mdia", mdhd, hdlr, box("minf", box("vmhd", make([]byte, 12)), stbl)))
}

// crw is a heap of heaps (CIFF).
func crw(l Layout, p Photo) []byte {
	order := p.Order
	mark := "II"
	if order == Order(binary.BigEndian) {
		mark = "MM"
	}
	le32 := func(v ...int) (out []byte) {
		for _, x := range v {
			out = order.AppendUint32(out, uint32(x))
		}
		return out
	}
	degrees := map[int]int{1: 0, 3: 180, 6: 90, 8: 270}[p.Orientation]
	info := le32(p.Width, p.Height, 0x3f800000, degrees, 8, 24, 1)
	camera := heap(order, heapEntry{0x080a, []byte(l.Make + "\x00" + l.Model + "\x00")})
	shot := heap(order, heapEntry{0x180e, le32(1614834367, 0, 0)}, heapEntry{0x1810, info}, heapEntry{0x2807, camera})
	entries := []heapEntry{{0x2005, []byte("sensor data")}}
	if p.Large != nil {
		entries = append(entries, heapEntry{0x2007, p.Large})
	}
	if p.Small != nil {
		entries = append(entries, heapEntry{0x2008, p.Small})
	}
	entries = append(entries, heapEntry{0x300a, shot})
	out := append([]byte(mark), le32(26)...)
	out = append(out, "HEAPCCDR"...)
	out = append(append(out, le32(0x00010002)...), make([]byte, 8)...)
	return append(out, heap(order, entries...)...)
}

type heapEntry struct {
	tag  uint16
	data []byte
}

// heap is data followed by the heap's directory and the directory's place.
func heap(order Order, entries ...heapEntry) []byte {
	var out []byte
	list := order.AppendUint16(nil, uint16(len(entries)))
	for _, e := range entries {
		list = order.AppendUint16(list, e.tag)
		list = order.AppendUint32(list, uint32(len(e.data)))
		list = order.AppendUint32(list, uint32(len(out)))
		out = append(out, e.data...)
		if len(out)%2 == 1 {
			out = append(out, 0)
		}
	}
	at := len(out)
	return order.AppendUint32(append(out, list...), uint32(at))
}
