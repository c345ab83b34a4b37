package exif

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"

	"golang.org/x/text/encoding/japanese"

	"descry/library/container"
	"descry/library/metadata/text"
)

// wideText reads a text of Windows': UTF-16, little-endian in files of either order, up to its
// first NUL. A few programs write plain text there.
func (d *decoder) wideText(e container.Entry) (string, error) {
	if e.Type == container.TypeASCII || e.Type == container.TypeUTF8 {
		return d.text(e)
	}
	b, err := d.bytes(e)
	return decodeUTF16(b, binary.LittleEndian), err
}

// prefixSize is the length of the name of the coding at the start of a UserComment.
const prefixSize = 8

// comment reads a UserComment by the coding that its first 8 bytes name. Without one, the
// whole is text of unknown coding.
func (d *decoder) comment(e container.Entry) (string, error) {
	b, err := d.bytes(e)
	if err != nil || len(b) < prefixSize {
		return readable(b), err
	}
	name, rest := b[:prefixSize], b[prefixSize:]
	switch strings.ToUpper(strings.TrimRight(string(name), "\x00 ")) {
	case "ASCII", "":
		return readable(rest), nil
	case "UNICODE":
		return unicodeComment(rest, d.Order), nil
	case "JIS":
		s, err := japanese.ISO2022JP.NewDecoder().Bytes(bytes.TrimRight(rest, "\x00 "))
		if err != nil {
			return "", fmt.Errorf("decode JIS: %w", err)
		}
		return string(s), nil
	}
	return readable(b), nil
}

// readable is a text, or nothing where the bytes are none: some cameras keep numbers there.
func readable(b []byte) string {
	s := plainText(b)
	if strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) && !unicode.IsSpace(r) }) {
		return ""
	}
	return s
}

// bytes are the bytes of a text tag of any kind.
func (d *decoder) bytes(e container.Entry) ([]byte, error) {
	switch e.Type {
	case container.TypeASCII, container.TypeByte, container.TypeUndefined, container.TypeUTF8:
		return d.Value(e, maxText)
	}
	return nil, fmt.Errorf("text of type %d", e.Type)
}

func plainText(b []byte) string {
	b, _, _ = bytes.Cut(b, []byte{0})
	return text.Decode(b)
}

// unicodeComment reads UTF-16, mostly in the order of the structure, though many programs
// write their own: a mark at the start tells, or the bytes that are 0, as most first halves are.
// Some write UTF-8.
func unicodeComment(b []byte, order binary.ByteOrder) string {
	var zeros [2]int
	for i, c := range b {
		if c == 0 {
			zeros[i%2]++
		}
	}
	padding := len(b) - len(bytes.TrimRight(b, "\x00"))
	switch {
	case zeros[0]+zeros[1] == padding && padding < len(b) && looksPlain(b):
		return plainText(b)
	case zeros[0] > zeros[1]:
		order = binary.BigEndian
	case zeros[1] > zeros[0]:
		order = binary.LittleEndian
	}
	return decodeUTF16(b, order)
}

// looksPlain reports printable ASCII, which as UTF-16 would be rare Chinese.
func looksPlain(b []byte) bool {
	for _, c := range bytes.TrimRight(b, "\x00") {
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' || c >= 0x7f {
			return false
		}
	}
	return true
}

// decodeUTF16 reads up to the first NUL. A mark of the order at the start outweighs order.
func decodeUTF16(b []byte, order binary.ByteOrder) string {
	if len(b) >= 2 {
		switch string(b[:2]) {
		case "\xFE\xFF":
			order, b = binary.BigEndian, b[2:]
		case "\xFF\xFE":
			order, b = binary.LittleEndian, b[2:]
		}
	}
	units := make([]uint16, 0, len(b)/2)
	for ; len(b) >= 2; b = b[2:] {
		u := order.Uint16(b)
		if u == 0 {
			break
		}
		units = append(units, u)
	}
	return string(utf16.Decode(units))
}
