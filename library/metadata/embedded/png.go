package embedded

import (
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"

	"descry/library/container"
)

// Texts of a PNG that say something of the photo, by the keywords of the PNG specification.
const (
	TextTitle       = "Title"
	TextDescription = "Description"
	TextComment     = "Comment"
	TextCreated     = "Creation Time"
)

const (
	maxText    = 64 << 10 // bytes of one of the texts
	maxInflate = 8 << 20  // bytes a compressed chunk may unpack to
	xmpKeyword = "XML:com.adobe.xmp"
	rawKeyword = "Raw profile type " // ImageMagick's and ExifTool's way
)

// walkPNG goes from chunk to chunk. Metadata may lie behind the picture too. A faulty text
// chunk is noted and passed over.
func walkPNG(s container.Source, b *Blocks) error {
	var faults []error
	for c, err := range s.PNGChunks() {
		if err != nil {
			return errors.Join(append(faults, err)...)
		}
		if err := pngChunk(b, c); err != nil && len(faults) < 8 {
			faults = append(faults, fmt.Errorf("read PNG %q chunk: %w", c.Kind, err))
		}
	}
	return errors.Join(faults...)
}

func pngChunk(b *Blocks, c container.Chunk) error {
	switch c.Kind {
	case "eXIf", "iTXt", "tEXt", "zTXt":
	default:
		return nil
	}
	// Each chunk is charged what an inflater costs, so that thousands of tiny
	// compressed ones end the search too.
	if err := b.take(c.Body.Size() + 32<<10); err != nil {
		return err
	}
	if err := wholeChunk(c); err != nil {
		return err
	}
	data, err := block(c.Body)
	if err != nil {
		return err
	}
	if c.Kind == "eXIf" {
		b.setTIFF(data)
		return nil
	}
	keyword, rest, _ := bytes.Cut(data, []byte{0})
	switch key := string(keyword); {
	case key == xmpKeyword, strings.HasPrefix(key, rawKeyword), saysOfPhoto(key):
		value, err := pngText(c.Kind, rest)
		if err == nil {
			err = b.take(int64(len(value)))
		}
		if err != nil {
			return err
		}
		return b.pngProfile(key, value)
	}
	return nil
}

// saysOfPhoto reports the keyword of a text that says something of the photo.
func saysOfPhoto(keyword string) bool {
	switch keyword {
	case TextTitle, TextDescription, TextComment, TextCreated:
		return true
	}
	return false
}

// pngText unpacks the text of a chunk. rest is what follows the keyword.
func pngText(kind string, rest []byte) ([]byte, error) {
	switch kind {
	case "zTXt":
		if len(rest) < 1 {
			return nil, io.ErrUnexpectedEOF
		}
		return inflate(rest[1:])
	case "iTXt":
		if len(rest) < 2 {
			return nil, io.ErrUnexpectedEOF
		}
		compressed := rest[0] == 1
		// The language and the translated keyword each end with a NUL.
		parts := bytes.SplitN(rest[2:], []byte{0}, 3)
		if len(parts) < 3 {
			return nil, io.ErrUnexpectedEOF
		}
		if compressed {
			return inflate(parts[2])
		}
		return parts[2], nil
	}
	return rest, nil
}

// inflate unpacks zlib data up to the limit.
func inflate(data []byte) ([]byte, error) {
	z, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	defer z.Close()
	out, err := io.ReadAll(io.LimitReader(z, maxInflate+1))
	if len(out) > maxInflate {
		return nil, fmt.Errorf("unpacks to more than %d bytes", maxInflate)
	}
	return out, err
}

// pngProfile takes the text of a chunk by its keyword.
func (b *Blocks) pngProfile(key string, value []byte) error {
	if key == xmpKeyword {
		b.addXMP(value)
		return nil
	}
	if saysOfPhoto(key) {
		if b.Texts == nil {
			b.Texts = make(map[string][]byte)
		}
		if len(value) > maxText {
			return fmt.Errorf("%s of %d bytes", key, len(value))
		}
		if b.Texts[key] == nil {
			b.Texts[key] = value
		}
		return nil
	}
	data, err := rawProfile(value)
	if err != nil {
		return err
	}
	switch strings.ToLower(strings.TrimPrefix(key, rawKeyword)) {
	case "exif", "app1":
		if packet, ok := bytes.CutPrefix(data, []byte(xmpHeader)); ok {
			b.addXMP(packet)
			return nil
		}
		b.setTIFF(data)
	case "xmp":
		b.addXMP(data)
	case "iptc":
		b.iptcProfile(data)
	}
	return nil
}

// iptcProfile takes an IPTC profile: bare records, or Photoshop resources.
func (b *Blocks) iptcProfile(data []byte) {
	if data = bytes.TrimPrefix(data, []byte(photoshopHeader)); bytes.HasPrefix(data, []byte("8BIM")) {
		b.Photoshop = append(b.Photoshop, data...)
		return
	}
	b.IPTC = append(b.IPTC, data)
}

// rawProfile decodes a raw profile: a line with the name, one with the length, then
// hexadecimal digits with line breaks.
func rawProfile(value []byte) ([]byte, error) {
	fields := bytes.Fields(value)
	if len(fields) < 3 {
		return nil, errors.New("raw profile breaks off")
	}
	digits := bytes.Join(fields[2:], nil)
	out := make([]byte, hex.DecodedLen(len(digits)))
	if _, err := hex.Decode(out, digits); err != nil {
		return nil, fmt.Errorf("raw profile: %w", err)
	}
	return out, nil
}
