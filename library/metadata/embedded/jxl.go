package embedded

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/andybalholm/brotli"

	"descry/library/container"
)

// The kinds of a JPEG 2000's "uuid" boxes that hold metadata.
const (
	uuidXMP  = "\xBE\x7A\xCF\xCB\x97\xA9\x42\xE8\x9C\x71\x99\x94\x91\xE3\xAF\xAC"
	uuidIPTC = "\x33\xC7\xA4\xD2\xB8\x1D\x47\x23\xA0\xBA\xF1\xA3\xE0\x97\xAD\x38"
	uuidEXIF = "JpgTiffExif->JP2"
)

// walkBoxes goes through the boxes of a JPEG XL (ISO/IEC 18181-2) or JPEG 2000 (ISO/IEC
// 15444-1). Metadata lies in boxes of its own. A faulty box is noted and passed over.
func walkBoxes(s container.Source, b *Blocks) error {
	var faults []error
	for box, err := range s.Boxes() {
		if err := wholeBox(box, err); err != nil {
			return errors.Join(append(faults, err)...)
		}
		if !metadataBoxes[box.Kind] {
			continue
		}
		err := b.readBox(box)
		if b.used > maxTotal {
			return errors.Join(append(faults, err)...)
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("read box %q: %w", box.Kind, err))
		}
	}
	return errors.Join(faults...)
}

var metadataBoxes = map[string]bool{"Exif": true, "xml ": true, "brob": true, "uuid": true}

func (b *Blocks) readBox(box container.Chunk) error {
	kind := box.Kind
	data, err := block(box.Body)
	if err == nil {
		err = b.take(int64(len(data)))
	}
	if err != nil {
		return err
	}
	if kind == "brob" { // the kind of a compressed box stands before its content
		if len(data) < 4 {
			return io.ErrUnexpectedEOF
		}
		kind, data = string(data[:4]), data[4:]
		if kind != "Exif" && kind != "xml " {
			return nil
		}
		if data, err = unbrotli(data); err == nil {
			err = b.take(int64(len(data)))
		}
		if err != nil {
			return err
		}
	}
	b.addBox(kind, data)
	return nil
}

// addBox takes the content of a box.
func (b *Blocks) addBox(kind string, data []byte) {
	uuid := ""
	if kind == "uuid" && len(data) > len(uuidXMP) {
		uuid, data = string(data[:len(uuidXMP)]), data[len(uuidXMP):]
	}
	switch {
	case kind == "Exif":
		b.setTIFF(exifPayload(data))
	case uuid == uuidEXIF:
		b.setTIFF(data)
	case uuid == uuidXMP, kind == "xml " && (bytes.Contains(data, []byte("xmpmeta")) || bytes.Contains(data, []byte("rdf:RDF"))):
		b.addXMP(data)
	case uuid == uuidIPTC:
		b.IPTC = append(b.IPTC, data)
	}
}

// unbrotli unpacks data up to the limit.
func unbrotli(data []byte) ([]byte, error) {
	out, err := io.ReadAll(io.LimitReader(brotli.NewReader(bytes.NewReader(data)), maxInflate+1))
	if len(out) > maxInflate {
		return nil, fmt.Errorf("unpacks to more than %d bytes", maxInflate)
	}
	return out, err
}
