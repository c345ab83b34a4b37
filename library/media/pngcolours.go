package media

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"io"

	"descry/library/media/colour"
)

// maxPNGProfile bounds what a compressed profile may unfold to.
const maxPNGProfile = 16 << 20

// pngColours reads the chunks about colours (PNG, third edition, 11.3.2). Checksums are
// ignored: a damaged chunk can't be used anyway.
func pngColours(chunks map[string][]byte) (t colour.Tags) {
	if c := chunks["cICP"]; len(c) >= 4 && c[2] == 0 { // no matrix: red, green and blue
		t.CICP, t.CICPFirst = colour.CICP{Primaries: uint16(c[0]), Transfer: uint16(c[1])}, true
	}
	t.ICC = pngProfile(chunks["iCCP"])
	_, t.SRGB = chunks["sRGB"]
	if c := chunks["gAMA"]; len(c) >= 4 {
		t.Gamma = pngFraction(c)
	}
	if c := chunks["cHRM"]; len(c) >= 32 {
		for i := range t.Chromaticities {
			t.Chromaticities[i] = pngFraction(c[4*i:])
		}
	}
	return t
}

func pngFraction(b []byte) float64 { return float64(binary.BigEndian.Uint32(b)) / 100_000 }

// pngProfile unpacks a profile behind the profile's name and the number of the compression.
func pngProfile(body []byte) []byte {
	end := bytes.IndexByte(body[:min(len(body), 80)], 0)
	if end < 0 || end+2 > len(body) || body[end+1] != 0 {
		return nil
	}
	z, err := zlib.NewReader(bytes.NewReader(body[end+2:]))
	if err != nil {
		return nil
	}
	profile, err := io.ReadAll(io.LimitReader(z, maxPNGProfile+1))
	if err != nil && len(profile) == 0 || len(profile) > maxPNGProfile {
		return nil
	}
	return profile // whole or not: the profile's own tags tell
}
