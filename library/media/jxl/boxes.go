package jxl

import (
	"strings"

	"descry/library/media/boxes"
)

const (
	signature = "\x00\x00\x00\x0cJXL \r\n\x87\n"
	// headerBytes is more than the header of a codestream takes: some dozen bytes, and
	// some for each of its extra channels and the letters of their names.
	headerBytes = 64 << 10
	maxBoxes    = 4096
)

// codestream returns the start of the codestream of a file, which lies open or in the
// boxes of a container (ISO/IEC 18181-2), whole or in parts.
func codestream(data []byte) ([]byte, error) {
	if strings.HasPrefix(string(data[:min(2, len(data))]), "\xff\x0a") {
		return data[:min(len(data), headerBytes)], nil
	}
	if len(data) < len(signature) || string(data[:len(signature)]) != signature {
		return nil, ErrFormat
	}
	var stream []byte
	for n := 0; n < maxBoxes && len(data) >= 8 && len(stream) < headerBytes; n++ {
		kind, body, rest, _ := boxes.Next(data)
		if kind == "" {
			break
		}
		switch {
		case kind == "jxlc":
			return body[:min(len(body), headerBytes)], nil
		case kind == "jxlp" && len(body) > 4: // behind the number of the part
			stream = append(stream, body[4:min(len(body), 4+headerBytes)]...)
		}
		data = rest
	}
	if len(stream) == 0 {
		return nil, ErrFormat
	}
	return stream, nil
}
