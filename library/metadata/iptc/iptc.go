// Package iptc reads IPTC-IIM records (the captions and keywords of press
// photos) and finds them in Photoshop's image resources.
//
// Layout: IPTC Information Interchange Model 4.2; Adobe Photoshop File Formats
// Specification, "Image Resource Blocks".
package iptc

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"

	"descry/library/metadata/text"
)

// Record holds the data sets that are read, empty where absent.
type Record struct {
	Title       string   // 2:05 Object Name
	Keywords    []string // 2:25, in the order of the file
	DateCreated string   // 2:55, "20060102"
	TimeCreated string   // 2:60, "150405+0100"
	Caption     string   // 2:120
}

// Limits: press agencies write a few dozen keywords.
const (
	maxKeywords = 10_000
	maxValue    = 64 << 10
)

// Parse reads an IIM stream. A stream that breaks off or turns to rubbish gives the data sets
// before that place and an error. A stream may end in NULs.
func Parse(b []byte) (Record, error) {
	var rec Record
	for len(b) > 0 && b[0] != 0 {
		set, value, rest, err := next(b)
		if err != nil {
			return rec, err
		}
		if err := rec.take(set, value); err != nil {
			return rec, err
		}
		b = rest
	}
	return rec, nil
}

// next splits one data set off: marker 0x1C, record, number, length, value. A
// length with the top bit set gives the number of length bytes that follow.
func next(b []byte) (set uint16, value, rest []byte, err error) {
	if len(b) < 5 || b[0] != 0x1C {
		return 0, nil, nil, errors.New("IPTC data set expected")
	}
	set = binary.BigEndian.Uint16(b[1:])
	n := int(binary.BigEndian.Uint16(b[3:]))
	b = b[5:]
	if n&0x8000 != 0 {
		width := n & 0x7FFF
		if width == 0 || width > 4 || width > len(b) {
			return 0, nil, nil, errors.New("IPTC extended length is invalid")
		}
		n = 0
		for _, c := range b[:width] {
			n = n<<8 | int(c)
		}
		b = b[width:]
	}
	if n < 0 || n > len(b) {
		return 0, nil, nil, fmt.Errorf("IPTC value of %d bytes in %d", n, len(b))
	}
	return set, b[:n], b[n:], nil
}

// Data sets as record<<8 | number.
const (
	setTitle    = 2<<8 | 5
	setKeyword  = 2<<8 | 25
	setDate     = 2<<8 | 55
	setTime     = 2<<8 | 60
	setCaption  = 2<<8 | 120
	resourceIIM = 0x0404
)

// take stores a value. The coded character set (1:90) is not consulted: in practice the set is
// absent or UTF-8, and text.Decode tells UTF-8 from Latin-1.
func (r *Record) take(set uint16, value []byte) error {
	if len(value) > maxValue {
		return fmt.Errorf("IPTC value of %d bytes is too long", len(value))
	}
	value = bytes.TrimRight(value, "\x00 ") // fixed-width fields of old programs
	switch set {
	case setTitle:
		r.Title = text.Decode(value)
	case setKeyword:
		if len(r.Keywords) == maxKeywords {
			return fmt.Errorf("more than %d IPTC keywords", maxKeywords)
		}
		r.Keywords = append(r.Keywords, text.Decode(value))
	case setDate:
		r.DateCreated = text.Decode(value)
	case setTime:
		r.TimeCreated = text.Decode(value)
	case setCaption:
		r.Caption = text.Decode(value)
	}
	return nil
}

// Merge adds the data sets of another record of the same photo. Single values already there
// stay.
func (r *Record) Merge(other Record) {
	for _, f := range []struct{ to, from *string }{
		{&r.Title, &other.Title}, {&r.Caption, &other.Caption},
	} {
		if *f.to == "" {
			*f.to = *f.from
		}
	}
	// Date and time belong together.
	if r.DateCreated == "" {
		r.DateCreated, r.TimeCreated = other.DateCreated, other.TimeCreated
	}
	r.Keywords = append(r.Keywords, other.Keywords...)
}
