package xmp

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// toUTF8 strips byte order mark and padding and turns UTF-16 into UTF-8. Packets are almost
// always UTF-8. Files saved by text editors on Windows are not.
func toUTF8(b []byte) ([]byte, error) {
	if e := utf16Of(b); e != nil {
		var err error
		if b, err = e.NewDecoder().Bytes(b); err != nil {
			return nil, err
		}
	}
	b = bytes.TrimPrefix(b, []byte("\uFEFF"))
	b = bytes.Trim(b, "\x00 \t\r\n")
	if len(b) == 0 {
		return nil, errors.New("empty")
	}
	return b, nil
}

// utf16Of recognises UTF-16 by its byte order mark, or by the NUL beside the first '<'.
func utf16Of(b []byte) encoding.Encoding {
	switch {
	case len(b) < 4:
		return nil
	case b[0] == 0xFF && b[1] == 0xFE, b[0] == '<' && b[1] == 0:
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case b[0] == 0xFE && b[1] == 0xFF, b[0] == 0 && b[1] == '<':
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	}
	return nil
}

// charsetReader serves the encoding named in an XML declaration. UTF-16 has
// been turned into UTF-8 by then.
func charsetReader(label string, r io.Reader) (io.Reader, error) {
	switch strings.ToLower(label) {
	case "utf-16", "utf-16le", "utf-16be", "us-ascii", "ascii":
		return r, nil
	case "iso-8859-1", "latin1", "windows-1252":
		return charmap.Windows1252.NewDecoder().Reader(r), nil
	}
	return nil, errors.New("unknown encoding in XML declaration")
}
