package container

import (
	"encoding/binary"
	"slices"
	"strings"
	"testing"
)

// ftyp is the box that an ISO media file begins with.
func ftyp(brands ...string) string {
	body := strings.Join(brands, "")
	return string(binary.BigEndian.AppendUint32(nil, uint32(8+len(body)))) + "ftyp" + body
}

const version = "\x00\x00\x00\x00"

func TestBrands(t *testing.T) {
	for data, want := range map[string][]string{
		ftyp("heic", version, "mif1", "crx ") + "\x00\x00\x00\x10metaabcdefgh": {"heic", version, "mif1", "crx "},
		ftyp("avif", version, "mi"):                    {"avif", version},
		"\x00\x00\x00\x63ftypheic\x00\x00\x00\x00mif1": {"heic", version, "mif1"},
		ftyp(strings.Repeat("mif1", 100)):              slices.Repeat([]string{"mif1"}, 64),
		"\x00\x00\x00\x00ftyp":                         nil, "\x00\x00\x00\x10moovheicmif1": nil, "": nil,
	} {
		if got := brands([]byte(data)); !slices.Equal(got, want) {
			t.Errorf("%q: %q", data, got)
		}
	}
}

// TestKindOf tells kinds by no more than the bytes that decide.
func TestKindOf(t *testing.T) {
	for head, want := range map[string]Kind{
		"":                                    KindUnknown,
		"x":                                   KindUnknown,
		"plain text":                          KindUnknown,
		"\x00\x00\x00\x10moovheicmif1":        KindUnknown,
		"%PDF-1.7":                            KindUnknown,
		"\xff\xd8":                            KindJPEG,
		"\xff":                                KindUnknown,
		"\x89PNG\r\n\x1a\n":                   KindPNG,
		"\x89PNG\n\x1a\n":                     KindUnknown,
		"GIF87a":                              KindGIF,
		"GIF89a":                              KindGIF,
		"GIF90a":                              KindUnknown,
		"BM":                                  KindBMP,
		"RIFF\x00\x00\x00\x00WEBP":            KindWebP,
		"RIFF\x00\x00\x00\x00WAVE":            KindUnknown,
		"RIFF\x00\x00\x00\x00WEB":             KindUnknown,
		"II*\x00":                             KindTIFF,
		"MM\x00*":                             KindTIFF,
		"II+\x00":                             KindTIFF,
		"MM\x00+":                             KindTIFF,
		"MM*\x00":                             KindUnknown,
		"IIU\x00":                             KindRawTIFF,
		"IIRO":                                KindRawTIFF,
		"IIRS":                                KindRawTIFF,
		"MMOR":                                KindRawTIFF,
		"\xff\x0a":                            KindJXL,
		"\x00\x00\x00\x0cJXL \r\n\x87\n":      KindJXLBoxes,
		"\xff\x4f\xff\x51":                    KindJPC,
		"\x00\x00\x00\x0cjP  \r\n\x87\n":      KindJP2,
		"8BPS\x00\x01":                        KindPSD,
		"FUJIFILMCCD-RAW 0201":                KindRAF,
		"\x00MRM":                             KindMRW,
		"FOVb":                                KindX3F,
		"II\x1a\x00\x00\x00HEAPCCDR":          KindCRW,
		ftyp("crx ", version, "crx ", "isom"): KindCR3,
		ftyp("isom", version, "crx "):         KindCR3,
		ftyp("avif", version, "crx "):         KindCR3,
		ftyp("heic", version, "mif1", "heic"): KindHEIC,
		ftyp("mif1", version, "mif1", "heic"): KindHEIC,
		ftyp("isom", version, "msf1"):         KindHEIC,
		ftyp("mif1", version, "avif", "miaf"): KindAVIF,
		ftyp("heic", version, "avif"):         KindAVIF,
		ftyp("avis", version, "avif"):         KindAVIF,
		ftyp("mif3", "avif"):                  KindAVIF,
		ftyp("mif3", "hevc"):                  KindHEIC,
		ftyp("isom", "avif", "mp42"):          KindMovie, // what stands as a version is no brand
		ftyp("qt  ", version):                 KindMovie,
		ftyp("isom", version, "mp42", "3gp4"): KindMovie,
		ftyp("qt  ", version) + ftyp("heic") + "": KindMovie,
	} {
		if got := KindOf([]byte(head)); got != want {
			t.Errorf("%q: %d, want %d", head, got, want)
		}
		if got := KindOf([]byte(head + strings.Repeat(" ", 2*KindBytes))); want != KindUnknown && got != want {
			t.Errorf("%q and more: %d, want %d", head, got, want)
		}
	}
}

// FuzzKindOf looks at no more than KindBytes.
func FuzzKindOf(f *testing.F) {
	f.Add([]byte("II*\x00"))
	f.Add([]byte(ftyp("isom", version, "mp42", "heic")))
	f.Add([]byte(ftyp(strings.Repeat("isom", 64), "avif")))
	f.Fuzz(func(t *testing.T, data []byte) {
		if all, head := KindOf(data), KindOf(data[:min(len(data), KindBytes)]); all != head {
			t.Errorf("%d by all, %d by its first bytes", all, head)
		}
	})
}
