package iptc

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// FromPhotoshop returns the IIM stream in a run of Photoshop image resources
// (the content of JPEG APP13 behind its header, or TIFF tag 34377), nil when
// there is none.
func FromPhotoshop(b []byte) ([]byte, error) {
	for len(b) >= 12 {
		if sig := string(b[:4]); sig != "8BIM" && sig != "MeSa" && sig != "AgHg" && sig != "PHUT" && sig != "DCSR" {
			return nil, errors.New("photoshop resource expected")
		}
		id := binary.BigEndian.Uint16(b[4:])
		name := even(1 + int(b[6])) // a length byte and as many characters, padded
		if len(b) < 6+name+4 {
			return nil, errors.New("photoshop resource name breaks off")
		}
		b = b[6+name:]
		n := uint64(binary.BigEndian.Uint32(b))
		b = b[4:]
		if n > uint64(len(b)) {
			return nil, fmt.Errorf("photoshop resource of %d bytes in %d", n, len(b))
		}
		if id == resourceIIM {
			return b[:n], nil
		}
		b = b[min(even(int(n)), len(b)):]
	}
	return nil, nil
}

// even rounds up to an even number: resources are padded to 16 bits.
func even(n int) int { return n + n&1 }
