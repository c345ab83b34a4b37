// Package boxes takes the boxes apart that HEIC and AVIF (ISO/IEC 14496-12), JPEG 2000
// (ISO/IEC 15444-1, I.4) and JPEG XL (ISO/IEC 18181-2) files are made of.
package boxes

import "encoding/binary"

// Next takes the first box off data: its type of four letters and its content. Size 1
// stands for 64 bits behind, 0 for "to the end". One that is cut off ends with data and
// isn't whole; kind is "" where there is none.
func Next(data []byte) (kind string, body, rest []byte, whole bool) {
	if len(data) < 8 {
		return "", nil, nil, false
	}
	size, head := uint64(binary.BigEndian.Uint32(data)), uint64(8)
	switch {
	case size == 0:
		size = uint64(len(data))
	case size == 1 && len(data) >= 16:
		size, head = binary.BigEndian.Uint64(data[8:]), 16
	}
	if size < head {
		return "", nil, nil, false
	}
	whole = size <= uint64(len(data))
	size = min(size, uint64(len(data)))
	return string(data[4:8]), data[head:size], data[size:], whole
}
