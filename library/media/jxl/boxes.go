package jxl

import (
	"strings"

	"descry/library/container"
)

const (
	signature = "\x00\x00\x00\x0cJXL \r\n\x87\n"
	// headerBytes is more than the header of a codestream takes: some dozen bytes, and some
	// for each extra channel and the letters of its name.
	headerBytes = 64 << 10
)

// codestream returns the start of the codestream of a file, which is bare or in the boxes of a
// container (ISO/IEC 18181-2), whole or in parts.
func codestream(data []byte) ([]byte, error) {
	if strings.HasPrefix(string(data[:min(2, len(data))]), "\xff\x0a") {
		return data[:min(len(data), headerBytes)], nil
	}
	if len(data) < len(signature) || string(data[:len(signature)]) != signature {
		return nil, ErrFormat
	}
	var stream []byte
	for b, err := range container.Memory(data).Boxes() {
		if err != nil || len(stream) >= headerBytes {
			break
		}
		part, err := b.Body.Bytes(0, min(b.Body.Size(), 4+headerBytes))
		switch {
		case err != nil:
			return nil, err
		case b.Kind == "jxlc":
			return part[:min(len(part), headerBytes)], nil
		case b.Kind == "jxlp" && len(part) > 4: // behind the number of the part
			stream = append(stream, part[4:]...)
		}
	}
	if len(stream) == 0 {
		return nil, ErrFormat
	}
	return stream, nil
}
