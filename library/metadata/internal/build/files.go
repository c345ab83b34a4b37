package build

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"

	"github.com/andybalholm/brotli"
)

// Segment is a JPEG segment: the marker's second byte and the content.
func Segment(marker byte, content string) []byte {
	return append(binary.BigEndian.AppendUint16([]byte{0xFF, marker}, uint16(len(content)+2)), content...)
}

// JPEG joins segments to a file without a picture.
func JPEG(segments ...[]byte) []byte {
	out := append([]byte{0xFF, 0xD8}, bytes.Join(segments, nil)...)
	return append(out, 0xFF, 0xDA, 0, 2, 0, 0xFF, 0xD9)
}

// EXIF makes the APP1 segment of a TIFF structure.
func EXIF(tiff []byte) []byte { return Segment(0xE1, "Exif\x00\x00"+string(tiff)) }

// XMPSegment makes the APP1 segment of an XMP packet.
func XMPSegment(packet string) []byte {
	return Segment(0xE1, "http://ns.adobe.com/xap/1.0/\x00"+packet)
}

// Photoshop makes an image resource with an IIM record in it.
func Photoshop(iim []byte) []byte {
	out := binary.BigEndian.AppendUint32([]byte("8BIM\x04\x04\x00\x00"), uint32(len(iim)))
	out = append(out, iim...)
	return append(out, make([]byte, len(iim)&1)...)
}

// Dataset makes an IIM data set.
func Dataset(record, number byte, value string) []byte {
	out := binary.BigEndian.AppendUint16([]byte{0x1C, record, number}, uint16(len(value)))
	return append(out, value...)
}

// Chunk makes a PNG chunk.
func Chunk(kind, content string) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(content)))
	out = append(out, kind+content...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}

// PNG joins chunks to a file.
func PNG(chunks ...[]byte) []byte {
	out := append([]byte("\x89PNG\r\n\x1a\n"), bytes.Join(chunks, nil)...)
	return append(out, Chunk("IEND", "")...)
}

// Deflate packs data as PNG does.
func Deflate(s string) string {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, _ = z.Write([]byte(s))
	_ = z.Close()
	return b.String()
}

// Brotli packs as JPEG XL's "brob" boxes do.
func Brotli(s string) []byte {
	var b bytes.Buffer
	w := brotli.NewWriterLevel(&b, brotli.BestSpeed)
	_, err := w.Write([]byte(s))
	if err = errors.Join(err, w.Close()); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// RawProfile makes the text of a PNG raw profile.
func RawProfile(kind string, data []byte) string {
	return fmt.Sprintf("\n%s\n%8d\n%s\n", kind, len(data), hex.EncodeToString(data))
}

// RIFF joins chunks, given as kind and content in turn, to a WebP file.
func RIFF(chunks ...string) []byte {
	body := []byte("WEBP")
	for i := 0; i+1 < len(chunks); i += 2 {
		body = append(body, chunks[i]...)
		body = binary.LittleEndian.AppendUint32(body, uint32(len(chunks[i+1])))
		body = append(body, chunks[i+1]...)
		body = append(body, make([]byte, len(chunks[i+1])&1)...)
	}
	out := binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body)))
	return append(out, body...)
}

// GIF makes a one-pixel GIF with an XMP packet in it.
func GIF(packet string) []byte {
	out := []byte("GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xFF\xFF\xFF")
	out = append(out, ",\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00"...)
	out = append(out, "\x21\xFF\x0BXMP DataXMP"...)
	out = append(out, packet...)
	out = append(out, 1)
	for i := 255; i >= 0; i-- {
		out = append(out, byte(i))
	}
	return append(out, 0, ';')
}
