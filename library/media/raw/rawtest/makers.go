package rawtest

import (
	"bytes"
	"encoding/binary"
)

// sensorTags describe data of the sensor.
func (s *structure) sensorTags(p Photo, compression int) []tag {
	data := s.put([]byte("sensor data"))
	return []tag{s.long(0x00fe, 0), s.long(0x0100, p.Width), s.long(0x0101, p.Height), s.short(0x0102, 14),
		s.short(0x0103, compression), s.short(0x0106, 32803), s.long(0x0111, data), s.short(0x0115, 1),
		s.long(0x0116, p.Height), s.long(0x0117, 11)}
}

// rgb are the tags of a plain thumbnail of 16 x 12 pixels.
func (s *structure) rgb() []tag {
	pixels := make([]byte, 16*12*3)
	return []tag{s.long(0x00fe, 1), s.long(0x0100, 16), s.long(0x0101, 12), s.short(0x0102, 8, 8, 8), s.short(0x0103, 1),
		s.short(0x0106, 2), s.long(0x0111, s.put(pixels)), s.short(0x0115, 3), s.long(0x0116, 12), s.long(0x0117, len(pixels))}
}

// strip are the tags of a preview that is one strip.
func (s *structure) strip(jpeg []byte, width, height int) []tag {
	return []tag{s.long(0x00fe, 1), s.long(0x0100, width), s.long(0x0101, height), s.short(0x0102, 8, 8, 8), s.short(0x0103, 7),
		s.short(0x0106, 6), s.long(0x0111, s.put(jpeg)), s.short(0x0115, 3), s.long(0x0116, height), s.long(0x0117, len(jpeg))}
}

// nef has a plain thumbnail first, the JPEG below the thumbnail, and a preview in the maker
// note, which is a TIFF structure of its own.
func nef(l Layout, p Photo) []byte {
	s := newStructure(p.Order, 42, "")
	subs := []int{}
	if p.Large != nil {
		subs = append(subs, s.thumbnail(0, p.Large, s.long(0x00fe, 1)))
	}
	subs = append(subs, s.directory(0, s.sensorTags(p, 34713)...))
	exif := s.exif(p, func(int) []byte { return nikonNote(p) })
	s.first(s.directory(0, append(append(s.camera(l, p), s.rgb()...), s.long(0x014a, subs...), s.long(0x8769, exif))...))
	return s.buf
}

// nikonNote is a header and a TIFF structure, in which a tag leads to the preview's directory.
func nikonNote(p Photo) []byte {
	n := newStructure(p.Order, 42, "")
	list := []tag{bytesTag(1, []byte("0210"))}
	if p.Medium != nil {
		list = append(list, n.long(0x0011, n.thumbnail(0, p.Medium)))
	}
	n.first(n.directory(0, list...))
	// The first directory stands at 8, as in all cameras' files.
	return append([]byte("Nikon\x00\x02\x10\x00\x00"), firstAt8(p.Order, list, p.Medium)...)
}

// firstAt8 is a TIFF structure whose first directory follows the header. The directory has one
// number, and leads to the directory of a preview unless preview is nil.
func firstAt8(order Order, list []tag, preview []byte) []byte {
	s := newStructure(order, 42, "")
	s.first(8)
	size := len(directory(order, 8, 0, list))
	if preview != nil {
		sub := 8 + size
		inner := []tag{s.short(0x0103, 6), s.long(0x0201, 0), s.long(0x0202, len(preview))}
		at := sub + len(directory(order, sub, 0, inner))
		inner[1] = s.long(0x0201, at)
		list[len(list)-1] = s.long(list[len(list)-1].id, sub)
		s.buf = append(s.buf, directory(order, 8, 0, list)...)
		s.buf = append(s.buf, directory(order, sub, 0, inner)...)
		s.buf = append(s.buf, preview...)
		return s.buf
	}
	s.buf = append(s.buf, directory(order, 8, 0, list)...)
	return s.buf
}

// nrw has a JPEG in the first directory as well.
func nrw(l Layout, p Photo) []byte {
	s := newStructure(p.Order, 42, "")
	large := s.thumbnail(0, p.Large, s.long(0x00fe, 1))
	sensor := s.directory(0, s.sensorTags(p, 1)...)
	exif := s.exif(p, func(int) []byte { return nikonNote(p) })
	list := append(s.camera(l, p), s.long(0x014a, large, sensor), s.long(0x8769, exif), s.short(0x0103, 6), s.long(0x00fe, 1))
	if p.Small != nil {
		list = append(list, s.long(0x0201, s.put(p.Small)), s.long(0x0202, len(p.Small)))
	}
	s.first(s.directory(0, list...))
	return s.buf
}

// arw has the preview in the first directory, the thumbnail in the second and the JPEG of
// full size in the third.
func arw(l Layout, p Photo) []byte {
	s := newStructure(binary.LittleEndian, 42, "")
	third := s.thumbnail(0, p.Large, s.long(0x00fe, 1))
	second := s.thumbnail(third, p.Small, s.long(0x00fe, 1))
	sensor := s.directory(0, s.sensorTags(p, 32767)...)
	exif := s.exif(p, nil)
	list := append(s.camera(l, p), s.long(0x014a, sensor), s.long(0x8769, exif), s.short(0x0103, 6), s.long(0x00fe, 1))
	if p.Medium != nil {
		list = append(list, s.long(0x0201, s.put(p.Medium)), s.long(0x0202, len(p.Medium)))
	}
	s.first(s.directory(second, list...))
	return s.buf
}

// sr2 describes the sensor's data only in a private structure.
func sr2(l Layout, p Photo) []byte {
	s := newStructure(binary.LittleEndian, 42, "")
	second := s.thumbnail(0, p.Small)
	private := s.directory(0, s.long(0x7200, 0), s.long(0x7201, 0))
	exif := s.exif(p, nil, s.long(0xa002, p.Width), s.long(0xa003, p.Height))
	list := append(s.camera(l, p), s.long(0x8769, exif), s.short(0x0103, 6), s.long(0x00fe, 1),
		tag{0xc634, kindByte, 4, s.order.AppendUint32(nil, uint32(private))})
	if p.Medium != nil {
		list = append(list, s.long(0x0201, s.put(p.Medium)), s.long(0x0202, len(p.Medium)))
	}
	s.first(s.directory(second, list...))
	return s.buf
}

// raf is a header, a JPEG with EXIF and a directory of sizes.
func raf(l Layout, p Photo) []byte {
	jpeg := p.Large
	if jpeg != nil {
		jpeg = WithEXIF(jpeg, p.Small, p.Orientation, l.Make, l.Model)
	}
	const at = 0x94
	head := append([]byte("FUJIFILMCCD-RAW 0201FF383501"), make([]byte, 56)...)
	head = append(head[:60], "0100"...)
	head = append(head, make([]byte, 20)...)
	head = append(head[:84], be32(at, len(jpeg), at+len(jpeg), 16, 0, 0)...)
	head = append(head, make([]byte, at-len(head))...)
	sizes := append(be32(2), be16(0x0100, 4, p.Height+8, p.Width+8, 0x0111, 4, p.Height, p.Width)...)
	return append(append(head, jpeg...), sizes...)
}

// rw2 has the JPEG, with EXIF of its own, as the value of a tag.
func rw2(l Layout, p Photo) []byte {
	s := newStructure(binary.LittleEndian, 0x55, "\x88\xe7\x74\xd8\xf8\x25\x1d\x4d\x94\x7a\x6e\x77\x82\x2b\x5d\x6a")
	exif := s.exif(p, nil)
	list := append(s.camera(l, p), s.short(2, p.Width+100), s.short(3, p.Height+100), s.short(4, 10), s.short(5, 20),
		s.short(6, 10+p.Height), s.short(7, 20+p.Width), s.long(0x8769, exif), s.long(0x0118, 100))
	if p.Large != nil {
		list = append(list, bytesTag(0x2e, WithEXIF(p.Large, p.Small, p.Orientation, l.Make, l.Model)))
	}
	s.first(s.directory(0, list...))
	return s.buf
}

// orfWith is an ORF with a maker note.
func orfWith(l Layout, p Photo, order Order, version uint16, note func(s *structure, at int) []byte) []byte {
	s := newStructure(order, version, "")
	exif := s.exif(p, func(at int) []byte { return note(s, at) })
	data := s.put([]byte("sensor data"))
	list := append(s.camera(l, p), s.long(0x0100, p.Width), s.long(0x0101, p.Height), s.short(0x0102, 16), s.short(0x0103, 1),
		s.short(0x0106, 1), s.long(0x0111, data), s.long(0x0117, 11), s.long(0x8769, exif))
	s.first(s.directory(0, list...))
	return s.buf
}

// orf has offsets from the beginning of its maker note, and the preview in the directory
// of the camera's settings.
func orf(l Layout, p Photo) []byte {
	return orfWith(l, p, binary.LittleEndian, 0x4f52, func(s *structure, _ int) []byte {
		return olympusNote(s, p, "OLYMPUS\x00II\x03\x00")
	})
}

// orfOM has a longer header.
func orfOM(l Layout, p Photo) []byte {
	return orfWith(l, p, binary.LittleEndian, 0x4f52, func(s *structure, _ int) []byte {
		return olympusNote(s, p, "OM SYSTEM\x00\x00\x00II\x04\x00")
	})
}

func olympusNote(s *structure, p Photo, head string) []byte {
	list := []tag{bytesTag(0, []byte("0100")), {0x2020, kindIFD, 1, make([]byte, 4)}}
	if p.Small != nil {
		list = append(list, bytesTag(0x0100, p.Small))
	}
	first := len(head)
	sub := first + len(directory(s.order, first, 0, list))
	settings := []tag{s.long(0x0100, 1), s.long(0x0101, 0), s.long(0x0102, len(p.Medium))}
	at := sub + len(directory(s.order, sub, 0, settings))
	settings[1] = s.long(0x0101, at)
	list[1].value = s.order.AppendUint32(nil, uint32(sub))
	out := append([]byte(head), directory(s.order, first, 0, list)...)
	out = append(out, directory(s.order, sub, 0, settings)...)
	return append(out, p.Medium...)
}

// orfOld has offsets from the beginning of the file, big-endian.
func orfOld(l Layout, p Photo) []byte {
	return orfWith(l, p, binary.BigEndian, 0x4f52, func(s *structure, at int) []byte {
		list := []tag{s.long(0x1035, 1), s.long(0x1036, 0), s.long(0x1037, len(p.Medium))}
		behind := at + 8 + len(directory(s.order, at+8, 0, list))
		list[1] = s.long(0x1036, behind)
		return append(append([]byte("OLYMP\x00\x01\x00"), directory(s.order, at+8, 0, list)...), p.Medium...)
	})
}

// pef has a chain of three directories and a preview in the maker note, with an offset
// from the beginning of the file.
func pef(l Layout, p Photo) []byte {
	s := newStructure(binary.BigEndian, 42, "")
	third := s.thumbnail(0, p.Large)
	second := s.thumbnail(third, p.Small)
	exif := s.exif(p, func(at int) []byte {
		list := []tag{s.short(0x0001, 1), s.short(0x0002, 640, 480), s.long(0x0003, len(p.Medium)), s.long(0x0004, 0)}
		behind := at + 6 + len(directory(s.order, at+6, 0, list))
		list[3] = s.long(0x0004, behind)
		return append(append([]byte("AOC\x00MM"), directory(s.order, at+6, 0, list)...), p.Medium...)
	})
	s.first(s.directory(second, append(append(s.camera(l, p), s.sensorTags(p, 65535)...), s.long(0x8769, exif))...))
	return s.buf
}

// dng has a plain thumbnail first and JPEGs as strips below the thumbnail.
func dng(l Layout, p Photo) []byte {
	s := newStructure(p.Order, 42, "")
	subs := []int{s.directory(0, s.sensorTags(p, 7)...)}
	if p.Medium != nil {
		subs = append(subs, s.directory(0, s.strip(p.Medium, 1024, 683)...))
	}
	if p.Large != nil {
		list := s.strip(p.Large, p.Width, p.Height)
		if p.AdobeRGBPreviews {
			list = append(list, s.long(0xc71a, 3))
		}
		subs = append(subs, s.directory(0, list...))
	}
	return s.finishDNG(l, p, s.rgb(), subs)
}

// dngFirst has a JPEG in the first directory and sensor data in tiles, as phones write it.
func dngFirst(l Layout, p Photo) []byte {
	s := newStructure(binary.BigEndian, 42, "")
	tile := s.put(Lossless(p.Width, p.Height))
	sensor := s.directory(0, s.long(0x00fe, 0), s.long(0x0100, p.Width), s.long(0x0101, p.Height), s.short(0x0102, 12, 12, 12),
		s.short(0x0103, 7), s.short(0x0106, 34892), s.short(0x0115, 3), s.long(0x0142, p.Width), s.long(0x0143, p.Height),
		s.long(0x0144, tile), s.long(0x0145, len(Lossless(p.Width, p.Height))))
	var list []tag
	if p.Large != nil {
		list = s.strip(p.Large, p.Width, p.Height)
	}
	return s.finishDNG(l, p, list, []int{sensor})
}

func (s *structure) finishDNG(l Layout, p Photo, first []tag, subs []int) []byte {
	exif := s.exif(p, nil)
	list := append(append(s.camera(l, p), first...), s.long(0x014a, subs...), s.long(0x8769, exif),
		tag{0xc612, kindByte, 4, []byte{1, 4, 0, 0}}, text(0xc614, l.Model))
	s.first(s.directory(0, list...))
	return s.buf
}

// srw has a thumbnail below the second directory and a preview in the maker note.
func srw(l Layout, p Photo) []byte {
	s := newStructure(binary.LittleEndian, 42, "")
	large := s.thumbnail(0, p.Large)
	sensor := s.directory(0, s.sensorTags(p, 32772)...)
	small := s.thumbnail(0, p.Small)
	second := s.directory(0, s.long(0x00fe, 1), s.long(0x014a, small))
	exif := s.exif(p, func(at int) []byte {
		list := []tag{bytesTag(1, []byte("0100")), s.long(0x0002, 0x2000), s.long(0x0035, 0)}
		sub := at + len(directory(s.order, at, 0, list))
		inner := []tag{s.short(0x0103, 6), s.long(0x0201, 0), s.long(0x0202, len(p.Medium))}
		behind := sub + len(directory(s.order, sub, 0, inner))
		inner[1], list[2] = s.long(0x0201, behind), s.long(0x0035, sub)
		return bytes.Join([][]byte{directory(s.order, at, 0, list), directory(s.order, sub, 0, inner), p.Medium}, nil)
	})
	s.first(s.directory(second, append(s.camera(l, p), s.long(0x014a, large, sensor), s.long(0x8769, exif))...))
	return s.buf
}

// subDirectories has a plain thumbnail first, and below the thumbnail the sensor's data and a
// JPEG.
func subDirectories(l Layout, p Photo) []byte {
	s := newStructure(p.Order, 42, "")
	subs := []int{s.directory(0, s.sensorTags(p, 1)...)}
	if p.Medium != nil {
		subs = append(subs, s.thumbnail(0, p.Medium, s.long(0x00fe, 1)))
	}
	exif := s.exif(p, nil)
	s.first(s.directory(0, append(append(s.camera(l, p), s.rgb()...), s.long(0x014a, subs...), s.long(0x8769, exif))...))
	return s.buf
}

// erf has the preview in a maker note like Olympus' old one.
func erf(l Layout, p Photo) []byte {
	s := newStructure(p.Order, 42, "")
	sensor := s.directory(0, s.sensorTags(p, 32769)...)
	exif := s.exif(p, func(at int) []byte {
		list := []tag{s.long(0x0088, 0), s.long(0x0089, len(p.Medium))}
		behind := at + 8 + len(directory(s.order, at+8, 0, list))
		list[0] = s.long(0x0088, behind)
		return append(append([]byte("EPSON\x00\x01\x00"), directory(s.order, at+8, 0, list)...), p.Medium...)
	})
	s.first(s.directory(0, append(append(s.camera(l, p), s.rgb()...), s.long(0x014a, sensor), s.long(0x8769, exif))...))
	return s.buf
}

// iiq names its maker behind the header, and the photo's size in EXIF only.
func iiq(l Layout, p Photo) []byte {
	s := newStructure(binary.LittleEndian, 42, "IIIITwaR")
	second := s.thumbnail(0, p.Medium)
	exif := s.exif(p, nil, s.long(0xa002, p.Width), s.long(0xa003, p.Height))
	s.first(s.directory(second, append(append(s.camera(l, p), s.rgb()...), s.long(0x8769, exif))...))
	return s.buf
}

// mrw has blocks. The preview lies behind the blocks, at an offset in the file, and its first
// byte is wrong.
func mrw(l Layout, p Photo) []byte {
	size := append([]byte("21860002"), be16(p.Height+10, p.Width+10, p.Height, p.Width)...)
	size = append(append(size, 12, 12, 0x59), make([]byte, 5)...)
	preview := bytes.Clone(p.Medium)
	if preview != nil && preview[3] == 0xdb {
		preview[0] = 0
	}
	var s *structure
	build := func(behind int) *structure {
		t := newStructure(binary.BigEndian, 42, "")
		exif := t.exif(p, func(at int) []byte {
			return directory(t.order, at, 0, []tag{bytesTag(0, []byte("MLT0")), t.long(0x0088, behind), t.long(0x0089, len(preview))})
		})
		t.first(t.directory(0, append(t.camera(l, p), t.long(0x8769, exif))...))
		t.next()
		return t
	}
	head := 8 + 8 + len(size) + 8
	s = build(head + len(build(0).buf))
	blocks := append([]byte("\x00PRD"), be32(len(size))...)
	blocks = append(blocks, size...)
	blocks = append(append(blocks, "\x00TTW"...), be32(len(s.buf))...)
	blocks = append(blocks, s.buf...)
	return append(append(append([]byte("\x00MRM"), be32(len(blocks))...), blocks...), preview...)
}

// x3f has sections and a directory of the sections at the end.
func x3f(l Layout, p Photo) []byte { return x3fOf(l, p, 2<<16|3, 28) }

// x3fLater has the size at a later place of the header.
func x3fLater(l Layout, p Photo) []byte { return x3fOf(l, p, 4<<16, 40) }

func x3fOf(l Layout, p Photo, version, sizes int) []byte {
	le := binary.LittleEndian
	degrees := map[int]uint32{1: 0, 3: 180, 6: 90, 8: 270}[p.Orientation]
	out := le.AppendUint32([]byte("FOVb"), uint32(version))
	out = append(out, make([]byte, 300-len(out))...)
	le.PutUint32(out[sizes:], uint32(p.Width))
	le.PutUint32(out[sizes+4:], uint32(p.Height))
	le.PutUint32(out[sizes+8:], degrees)
	var list []byte
	section := func(name string, kind, format uint32, data []byte) {
		list = append(le.AppendUint32(le.AppendUint32(list, uint32(len(out))), uint32(28+len(data))), name...)
		out = append(out, "SECi\x00\x00\x02\x00"...)
		for _, v := range []uint32{kind, format, uint32(p.Width), uint32(p.Height), 0} {
			out = le.AppendUint32(out, v)
		}
		out = append(out, data...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
	}
	section("IMA2", 1, 30, []byte("sensor data"))
	if p.Medium != nil {
		section("IMA2", 2, 18, p.Medium)
	}
	if p.Large != nil {
		section("IMA2", 2, 18, WithEXIF(p.Large, nil, 0, l.Make, l.Model))
	}
	list = append(le.AppendUint32(le.AppendUint32(list, uint32(len(out))), 16), "PROP"...)
	out = append(out, "SECp\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00"...)
	at := len(out)
	out = append(append(append(out, "SECd\x00\x00\x02\x00"...), le.AppendUint32(nil, uint32(len(list)/12))...), list...)
	return le.AppendUint32(out, uint32(at))
}
