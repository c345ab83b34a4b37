package embedded_test

import (
	"bytes"
	"encoding/binary"
	"io"
	"strings"
	"testing"

	"descry/library/metadata/embedded"
	"descry/library/metadata/internal/build"
)

const packet = "<x:xmpmeta>ä</x:xmpmeta>"

var (
	tiff = build.TIFF(binary.BigEndian, []build.Tag{build.ASCII(0x010F, "Canon")}, nil, nil)
	iim  = build.Dataset(2, 25, "key")
)

func samples() map[string][]byte {
	text := func(key, s string) string { return key + "\x00" + s }
	app13 := build.Segment(0xED, "Photoshop 3.0\x00"+string(build.Photoshop(iim)))
	return map[string][]byte{
		"JPEG": build.JPEG(build.Segment(0xFE, "comment"), []byte{0xFF, 0xFF, 0xFF}, build.EXIF(tiff), build.XMPSegment(packet), app13),
		"PNG": build.PNG(build.Chunk("IHDR", "0123456789abc"), build.Chunk("eXIf", string(tiff)),
			build.Chunk("iTXt", text("XML:com.adobe.xmp", "\x00\x00\x00\x00"+packet)),
			build.Chunk("zTXt", text("Raw profile type iptc", "\x00"+build.Deflate(build.RawProfile("iptc", build.Photoshop(iim)))))),
		"PNG text": build.PNG(build.Chunk("tEXt", text("Raw profile type exif", build.RawProfile("exif", append([]byte("Exif\x00\x00"), tiff...)))),
			build.Chunk("iTXt", text("XML:com.adobe.xmp", "\x01\x00\x00\x00"+build.Deflate(packet))),
			build.Chunk("tEXt", text("Raw profile type iptc", build.RawProfile("iptc", iim)))),
		"PNG APP1": build.PNG(build.Chunk("eXIf", string(tiff)),
			build.Chunk("tEXt", text("Raw profile type APP1", build.RawProfile("APP1", []byte("http://ns.adobe.com/xap/1.0/\x00"+packet))))),
		"WebP": build.RIFF("VP8X", "0123456789", "EXIF", "Exif\x00\x00"+string(tiff), "XMP ", packet),
		"GIF":  build.GIF(packet),
		"HEIF": build.HEIF(tiff, packet),
		"JPEG XL": boxes("JXL ", build.Box("jxlc", []byte("\xff\x0apixels")), build.Box("Exif", []byte("\x00\x00\x00\x00"), tiff),
			build.Box("jumb", []byte("of no use")), build.Box("xml ", []byte(packet))),
		"JPEG XL packed": boxes("JXL ", build.Box("brob", []byte("Exif"), build.Brotli("\x00\x00\x00\x00"+string(tiff))),
			build.Box("brob", []byte("jumb"), []byte("of no use")), build.Box("brob", []byte("xml "), build.Brotli(packet))),
		"JPEG 2000": boxes("jP  ", build.Box("uuid", []byte("JpgTiffExif->JP2"), tiff),
			build.Box("xml ", []byte("<gml:FeatureCollection/>")),
			build.Box("uuid", []byte("\xBE\x7A\xCF\xCB\x97\xA9\x42\xE8\x9C\x71\x99\x94\x91\xE3\xAF\xAC"), []byte(packet)),
			build.Box("uuid", []byte("\x33\xC7\xA4\xD2\xB8\x1D\x47\x23\xA0\xBA\xF1\xA3\xE0\x97\xAD\x38"), iim)),
		"TIFF": tiff,
	}
}

// boxes makes a file that begins with a signature box.
func boxes(kind string, content ...[]byte) []byte {
	return append(build.Box(kind, []byte("\r\n\x87\n")), bytes.Join(content, nil)...)
}

func TestFind(t *testing.T) {
	for name, data := range samples() {
		for _, r := range []io.ReadSeeker{bytes.NewReader(data), plain{bytes.NewReader(data)}} {
			got, err := embedded.Find(r)
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if name != "GIF" && !bytes.Equal(content(t, got), tiff) {
				t.Errorf("%s: EXIF %q", name, content(t, got))
			}
			if name != "TIFF" && (len(got.XMP) != 1 || string(got.XMP[0]) != packet) {
				t.Errorf("%s: XMP %q", name, got.XMP)
			}
			switch name {
			case "JPEG", "PNG":
				if !bytes.Equal(got.Photoshop, build.Photoshop(iim)) {
					t.Errorf("%s: Photoshop %q", name, got.Photoshop)
				}
			case "PNG text", "JPEG 2000":
				if len(got.IPTC) != 1 || !bytes.Equal(got.IPTC[0], iim) {
					t.Errorf("%s: IPTC %q", name, got.IPTC)
				}
			}
		}
	}
}

// plain hides ReadAt.
type plain struct{ io.ReadSeeker }

func content(t *testing.T, b embedded.Blocks) []byte {
	t.Helper()
	if b.TIFF == nil {
		return nil
	}
	out, err := io.ReadAll(io.NewSectionReader(b.TIFF, 0, b.TIFFSize))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestFindNothing(t *testing.T) {
	for _, s := range []string{"", "x", "BM no metadata here", "plain text", "II", "MM\x00\x00abcdefgh"} {
		got, err := embedded.Find(strings.NewReader(s))
		if err != nil || got.TIFF != nil || got.XMP != nil {
			t.Errorf("%q: %+v, %v", s, got, err)
		}
	}
}

// TestFindCut cuts every sample at every byte.
func TestFindCut(t *testing.T) {
	for _, data := range samples() {
		for n := range data {
			_, _ = embedded.Find(bytes.NewReader(data[:n]))
		}
	}
}

func extension(guid string, full, off uint32, data string) []byte {
	b := []byte("http://ns.adobe.com/xmp/extension/\x00" + guid)
	b = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(b, full), off)
	return build.Segment(0xE1, string(b)+data)
}

func TestExtendedXMP(t *testing.T) {
	id := strings.Repeat("A", 32)
	for name, c := range map[string]struct {
		parts [][]byte
		want  string
		fails bool
	}{
		"in order":     {[][]byte{extension(id, 6, 0, "abc"), extension(id, 6, 3, "def")}, "abcdef", false},
		"out of order": {[][]byte{extension(id, 6, 3, "def"), extension(id, 6, 0, "abc")}, "abcdef", false},
		"other GUID":   {[][]byte{extension(strings.Repeat("B", 32), 3, 0, "abc")}, "", false},
		"overlap":      {[][]byte{extension(id, 6, 0, "abcd"), extension(id, 6, 3, "def")}, "", true},
		"gap":          {[][]byte{extension(id, 6, 0, "ab"), extension(id, 6, 3, "def")}, "", true},
		"4 GB":         {[][]byte{extension(id, 1<<32-1, 0, "abc")}, "", true},
	} {
		b, err := embedded.Find(bytes.NewReader(build.JPEG(c.parts...)))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		got, err := b.ExtendedXMP(id)
		if string(got) != c.want || (err != nil) != c.fails {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

// TestBombs says that small files cannot unpack to much.
func TestBombs(t *testing.T) {
	big := build.Deflate(strings.Repeat("a", 7<<20))
	var chunks [][]byte
	for range 100 {
		chunks = append(chunks, build.Chunk("iTXt", "XML:com.adobe.xmp\x00\x01\x00\x00\x00"+big))
	}
	b, err := embedded.Find(bytes.NewReader(build.PNG(chunks...)))
	if total := len(bytes.Join(b.XMP, nil)); err == nil || total > 32<<20 {
		t.Errorf("%d bytes, error %v", total, err)
	}
	one := build.Chunk("zTXt", "Raw profile type xmp\x00\x00"+build.Deflate(strings.Repeat("a", 9<<20)))
	if _, err := embedded.Find(bytes.NewReader(build.PNG(one))); err == nil {
		t.Error("9 MB chunk gives no error")
	}
	packed := build.Box("brob", []byte("xml "), build.Brotli(strings.Repeat("a", 9<<20)))
	if _, err := embedded.Find(bytes.NewReader(boxes("JXL ", packed))); err == nil {
		t.Error("a box of 9 MB gives no error")
	}
}

// TestLocationLoops says that item tables without content cannot keep us busy.
func TestLocationLoops(t *testing.T) {
	full := []byte{1, 0, 0, 0}
	rows := []byte{0xFF, 0xFF}
	for range 20_000 {
		rows = append(rows, 0, 1, 0, 0, 0, 0, 0xFF, 0xFF) // 65,535 extents of width 0
	}
	info := build.Box("iinf", []byte{0, 0, 0, 0, 0, 1}, build.Box("infe", []byte{2, 0, 0, 0, 0, 1, 0, 0}, []byte("Exif\x00")))
	data := append(build.Box("ftyp", []byte("heic\x00\x00\x00\x00")),
		build.Box("meta", []byte{0, 0, 0, 0}, info, build.Box("iloc", full, []byte{0, 0}, rows))...)
	if _, err := embedded.Find(bytes.NewReader(data)); err == nil {
		t.Error("no error")
	}
}

func FuzzFind(f *testing.F) {
	for _, data := range samples() {
		f.Add(data)
	}
	f.Add(build.JPEG(extension(strings.Repeat("A", 32), 3, 0, "abc")))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, _ := embedded.Find(bytes.NewReader(data))
		_, _ = b.ExtendedXMP(strings.Repeat("A", 32))
	})
}
