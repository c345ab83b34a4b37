package metadata_test

import (
	"bytes"
	"encoding/binary"
	"io"
	"testing"

	"descry/library/metadata"
	"descry/library/metadata/internal/build"
)

// counted counts the bytes that are read of a file.
type counted struct {
	*bytes.Reader
	bytes int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.bytes += int64(n)
	return n, err
}

func (c *counted) ReadAt(p []byte, off int64) (int, error) {
	n, err := c.Reader.ReadAt(p, off)
	c.bytes += int64(n)
	return n, err
}

// TestReadsLittleOfLargeFiles has files of 32 MiB of pixels, and metadata behind them where
// the format lets it be there.
func TestReadsLittleOfLargeFiles(t *testing.T) {
	const size = 32 << 20
	pixels := string(make([]byte, size))
	tiff := build.TIFF(order, []build.Tag{build.ASCII(0x010F, "Canon")}, nil, nil)
	chunks := [][]byte{build.Chunk("IHDR", "0123456789abc")}
	for at := 0; at < size; at += 8 << 10 {
		chunks = append(chunks, build.Chunk("IDAT", pixels[at:at+8<<10]))
	}
	atEnd := append([]byte("MM\x00\x2a"), binary.BigEndian.AppendUint32(nil, size+8)...)
	atEnd = append(atEnd, pixels...)
	atEnd = append(atEnd, "\x00\x01\x01\x0f\x00\x02\x00\x00\x00\x06\x02\x00\x00\x1a\x00\x00\x00\x00Canon\x00"...)
	for name, data := range map[string][]byte{
		"JPEG":    append(build.JPEG(build.EXIF(tiff)), pixels...),
		"PNG":     build.PNG(append(chunks, build.Chunk("eXIf", string(tiff)))...),
		"WebP":    build.RIFF("VP8X", "0123456789", "VP8 ", pixels, "EXIF", string(tiff)),
		"HEIF":    append(build.HEIF(tiff, ""), build.Box("mdat", []byte(pixels))...),
		"JPEG XL": bytes.Join([][]byte{build.Box("JXL ", []byte("\r\n\x87\n")), build.Box("jxlc", []byte(pixels)), build.Box("Exif", make([]byte, 4), tiff)}, nil),
		"TIFF":    atEnd,
	} {
		r := &counted{Reader: bytes.NewReader(data)}
		m, err := metadata.Read(struct {
			io.ReadSeeker
			io.ReaderAt
		}{r, r})
		if err != nil || m.Make != "Canon" {
			t.Errorf("%s: make %q, %v", name, m.Make, err)
		}
		if r.bytes > size/10 {
			t.Errorf("%s: %d bytes of %d were read", name, r.bytes, len(data))
		}
	}
}
