package container_test

import (
	"fmt"
	"slices"
	"testing"

	"descry/library/container"
)

// listed lists chunks as text: kind, content, and what is wrong.
func listed(t *testing.T, s container.Source, chunks func(func(container.Chunk, error) bool)) []string {
	t.Helper()
	var list []string
	for c, err := range chunks {
		if err != nil {
			list = append(list, "error")
			continue
		}
		body, err := c.Body.All()
		if err != nil || c.Body.Offset()+c.Body.Size() > s.Offset()+s.Size() {
			t.Fatalf("chunk %+v: %v", c, err)
		}
		text := fmt.Sprintf("%s=%s", c.Kind, body)
		if !c.Whole {
			text += "|cut"
		}
		list = append(list, text)
	}
	return list
}

func TestRIFFChunks(t *testing.T) {
	for data, want := range map[string][]string{
		"VP8X\x02\x00\x00\x00abICCP\x03\x00\x00\x00odd\x00EXIF\x01\x00\x00\x00e": {"VP8X=ab", "ICCP=odd", "EXIF=e"},
		"VP8 \xff\xff\xff\xffcut": {"VP8 =cut|cut"},
		"VP8 \x00\x00\x00\x00VP8": {"VP8 ="},
		"":                        nil,
	} {
		for name, s := range both([]byte(data)) {
			if got := listed(t, s, s.RIFFChunks()); !slices.Equal(got, want) {
				t.Errorf("%q in %s: %q", data, name, got)
			}
		}
	}
}

// FuzzRIFF says that chunks lie one behind the other, and that it doesn't matter where their
// bytes lie.
func FuzzRIFF(f *testing.F) {
	f.Add([]byte("VP8X\x02\x00\x00\x00abICCP\x03\x00\x00\x00odd\x00EXIF\x01\x00\x00\x00e"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var seen []string
		for name, s := range both(data) {
			list := listed(t, s, s.RIFFChunks())
			if list = append(list, ""); seen != nil && !slices.Equal(seen, list) {
				t.Errorf("%s: %q, else %q", name, list, seen)
			}
			seen = list
		}
	})
}
