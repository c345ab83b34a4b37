package rawtags

import (
	"encoding/binary"
	"math"
	"strconv"
	"time"
	"unicode/utf16"

	"descry/library/metadata/exif"
)

// Properties reads the list of an X3F file: names and values in UTF-16, found by two offsets
// each. Entries that can't be read are left out.
func Properties(section []byte) exif.Tags {
	const head, maxProperties = 24, 1024
	var t exif.Tags
	le := binary.LittleEndian
	if len(section) < head || string(section[:4]) != "SECp" || le.Uint32(section[12:]) != 0 {
		return t
	}
	n := int(min(le.Uint32(section[8:]), maxProperties))
	if len(section) < head+8*n {
		return t
	}
	texts := section[head+8*n:]
	for i := range n {
		entry := section[head+8*i:]
		property(&t, utf16Text(texts, le.Uint32(entry)), utf16Text(texts, le.Uint32(entry[4:])))
	}
	return t
}

// utf16Text reads the text at an offset in characters, up to its final NUL.
func utf16Text(texts []byte, offset uint32) string {
	const maxText = 256
	var units []uint16
	for at := 2 * int64(offset); at+2 <= int64(len(texts)) && len(units) < maxText; at += 2 {
		u := binary.LittleEndian.Uint16(texts[at:])
		if u == 0 {
			break
		}
		units = append(units, u)
	}
	return string(utf16.Decode(units))
}

// property takes one value.
func property(t *exif.Tags, name, value string) {
	number, err := strconv.ParseFloat(value, 64)
	if err != nil || !(number > 0) || number > math.MaxInt32 {
		number = 0
	}
	switch name {
	case "CAMMANUF":
		t.Make = value
	case "CAMMODEL":
		t.Model = value
	case "TIME":
		if number > 0 {
			t.Original.Time = time.Unix(int64(number), 0).UTC().Format("2006:01:02 15:04:05")
		}
	case "ISO":
		t.ISO = int(number)
	case "APERTURE":
		t.FNumber = math.Round(10*number) / 10
	case "SHUTTER":
		t.ExposureSeconds = number
	case "FLENGTH":
		t.FocalLength = number
	}
}
