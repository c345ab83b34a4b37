package container_test

import (
	"encoding/binary"
	"slices"
	"strings"
	"testing"
)

// pngOf makes a PNG of chunks, given as kind and content in turn, with checksums that are
// wrong.
func pngOf(chunks ...string) string {
	out := "\x89PNG\r\n\x1a\n"
	for i := 0; i+1 < len(chunks); i += 2 {
		out += string(binary.BigEndian.AppendUint32(nil, uint32(len(chunks[i+1])))) + chunks[i] + chunks[i+1] + "sums"
	}
	return out
}

func TestPNGChunks(t *testing.T) {
	whole := pngOf("IHDR", "head", "IDAT", "pixels", "IDAT", "", "eXIf", "x", "IEND", "", "tEXt", "behind")
	for data, want := range map[string][]string{
		whole: {"IHDR=head", "IDAT=pixels", "IDAT=", "eXIf=x", "IEND="},
		pngOf("IHDR", "head") + "\x00\x00\x00\x05IDATpix":             {"IHDR=head", "IDAT=pix|cut"},
		pngOf("IHDR", "head") + "\x00\x00\x00\x03IDATpix":             {"IHDR=head", "IDAT=pix|cut"},
		pngOf("IHDR", "head") + "\xff\xff\xff\xffIDATpix":             {"IHDR=head", "IDAT=pix|cut"},
		pngOf("IHDR", "head") + "\x00\x00\x00\x01no!!xxxxx":           {"IHDR=head"},
		pngOf("IHDR", "head") + "\x00\x00\x00":                        {"IHDR=head"},
		pngOf():                                                       nil,
		"\x89PNG\r\n":                                                 nil,
		pngOf("IHDR", "head", "IDAT", strings.Repeat("pixels", 9000)): {"IHDR=head", "IDAT=" + strings.Repeat("pixels", 9000)},
	} {
		for name, s := range both([]byte(data)) {
			if got := listed(t, s, s.PNGChunks()); !slices.Equal(got, want) {
				t.Errorf("%.40q in %s: %.80q", data, name, got)
			}
			if s.IsPNG() != (len(data) >= 8) {
				t.Errorf("%.40q in %s is a PNG: %v", data, name, s.IsPNG())
			}
		}
	}
}

// FuzzPNG says that chunks lie one behind the other, and that it doesn't matter where their
// bytes lie.
func FuzzPNG(f *testing.F) {
	f.Add([]byte(pngOf("IHDR", "head", "IDAT", "pixels", "eXIf", "x", "IEND", "")))
	f.Add([]byte(pngOf("IHDR", "head") + "\xff\xff\xff\xffIDATpix"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var seen []string
		for name, s := range both(data) {
			end := int64(8)
			for c, err := range s.PNGChunks() {
				if err != nil || c.Start != end || c.Whole && c.End > s.Size() || !c.Whole && c.Body.Offset()+c.Body.Size() > s.Size() {
					t.Errorf("%s: chunk %+v, %v", name, c, err)
				}
				end = c.End
			}
			list := listed(t, s, s.PNGChunks())
			if list = append(list, ""); seen != nil && !slices.Equal(seen, list) {
				t.Errorf("%s: %q, else %q", name, list, seen)
			}
			seen = list
		}
	})
}
