package heif

import (
	"bytes"
	"encoding/binary"

	"descry/library/media/boxes"
)

// box is one box of ISO/IEC 14496-12: its four-letter type and its content.
type box struct {
	kind string
	body []byte
}

// next splits the first box off data, if it is whole.
func next(data []byte) (b box, rest []byte, ok bool) {
	kind, body, rest, whole := boxes.Next(data)
	if !whole {
		return box{}, nil, false
	}
	return box{kind, body}, rest, true
}

// maxBoxes bounds the boxes looked at on one level: a photo of many tiles has as many
// descriptions of items.
const maxBoxes = 1 << 16

// find returns the content of the first box of a kind, nil without one.
func find(data []byte, kind string) []byte {
	for range maxBoxes {
		b, rest, ok := next(data)
		if !ok {
			return nil
		}
		if b.kind == kind {
			return b.body
		}
		data = rest
	}
	return nil
}

// Sniff tells the kind of an ISO media file by its brands.
func Sniff(data []byte) Kind {
	if len(data) < 12 || string(data[4:8]) != "ftyp" {
		return None
	}
	body := data[8:min(len(data), 8+256)]
	if size := binary.BigEndian.Uint32(data); size >= 16 && size < uint32(8+len(body)) {
		body = body[:size-8]
	}
	kind := Video
	if len(body) >= 8 && string(body[:8]) == "mif3avif" {
		return AVIF // with a minimized header the minor version names the coding
	}
	for i := 0; i+4 <= len(body); i += 4 {
		if i == 4 {
			continue // minor version
		}
		switch string(body[i : i+4]) {
		case "avif", "avis":
			return AVIF
		case "crx ":
			return CR3
		case "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "mif2", "mif3", "msf1":
			kind = HEIC
		}
	}
	return kind
}

// reader takes big-endian numbers off a box; ok turns false at its end.
type reader struct {
	data []byte
	ok   bool
}

func (r *reader) uint(size int) uint64 {
	if len(r.data) < size {
		r.ok, r.data = false, nil
		return 0
	}
	var v uint64
	for _, b := range r.data[:size] {
		v = v<<8 | uint64(b)
	}
	r.data = r.data[size:]
	return v
}

// bytes takes the next size bytes.
func (r *reader) bytes(size int) []byte {
	if size < 0 || len(r.data) < size {
		r.ok, r.data = false, nil
		return nil
	}
	part := r.data[:size]
	r.data = r.data[size:]
	return part
}

// int takes a signed number of 2 or 4 bytes.
func (r *reader) int(size int) int {
	v := r.uint(size)
	if size == 2 {
		return int(int16(v))
	}
	return int(int32(v))
}

// cutString splits a string off that ends with a zero byte.
func cutString(data []byte) (s string, rest []byte, ok bool) {
	before, after, ok := bytes.Cut(data, []byte{0})
	return string(before), after, ok
}
