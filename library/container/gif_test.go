package container_test

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"descry/library/container"
)

const (
	gifHead    = "GIF89a\x03\x00\x02\x00\x80\x00\x00\x00\x00\x00\xFF\xFF\xFF"
	gifControl = "\x21\xf9\x04\x01\x00\x00\x07\x00"
	gifImage   = "\x2c\x00\x00\x00\x00\x03\x00\x02\x00\x80abcdef\x02\x02\x44\x01\x01x\x00"
	gifEnd     = ";"
)

// gifBlocks lists the blocks of a GIF as text: what they are, their colours and contents.
func gifBlocks(t *testing.T, s container.Source) []string {
	t.Helper()
	g, err := s.OpenGIF()
	if err != nil {
		return []string{"no header"}
	}
	list := []string{fmt.Sprint(g.Width, g.Height, g.Colours.Size())}
	for b, err := range s.GIFBlocks(g.First) {
		if err != nil {
			return append(list, "error")
		}
		if b.Kind == container.GIFTrailer {
			list = append(list, "trailer")
			continue
		}
		var parts []string
		for part, err := range s.SubBlocks(b.Data) {
			content, bytesErr := part.All()
			if err != nil || bytesErr != nil {
				parts = append(parts, "cut")
				break
			}
			parts = append(parts, string(content))
		}
		colours, err := b.Colours.All()
		all, readErr := io.ReadAll(s.SubBlockReader(b.Data))
		if joined := strings.Join(parts, ""); err != nil || readErr != nil || joined != string(all) && !strings.HasSuffix(joined, "cut") {
			t.Errorf("%q read as %q, %v %v", parts, all, err, readErr)
		}
		list = append(list, fmt.Sprintf("%x %x %s %d %q", b.Kind, b.Label, colours, b.CodeSize, parts))
	}
	return list
}

func TestGIFBlocks(t *testing.T) {
	control, picture := `21 f9  0 ["\x01\x00\x00\a"]`, `2c 0 abcdef 2 ["D\x01" "x"]`
	for data, want := range map[string][]string{
		gifHead + gifControl + gifImage + gifEnd + gifImage: {"3 2 6", control, picture, "trailer"},
		gifHead + "\x00rubbish" + gifImage + gifEnd:         {"3 2 6", picture, "trailer"},
		gifHead + gifImage:                                 {"3 2 6", picture, "error"},
		gifHead + gifImage[:len(gifImage)-2]:               {"3 2 6", `2c 0 abcdef 2 ["D\x01" "cut"]`, "error"},
		gifHead + gifImage[:12]:                            {"3 2 6", "error"},
		gifHead + gifImage[:8]:                             {"3 2 6", "error"},
		gifHead + "\x21":                                   {"3 2 6", "error"},
		gifHead + strings.Repeat("\x00", 1<<20+1) + gifEnd: {"3 2 6", "error"},
		"GIF89a\x03\x00\x02\x00\x07\x00\x00" + gifEnd:      {"3 2 0", "trailer"},
		gifHead[:15]:                                       {"no header"},
		gifHead[:12]:                                       {"no header"},
		gifHead + "\x21\xff\x0bXMP DataXMP" + "\x01p\x00" + gifEnd: {"3 2 6", `21 ff  0 ["XMP DataXMP" "p"]`, "trailer"},
	} {
		for name, s := range both([]byte(data)) {
			if got := gifBlocks(t, s); !slices.Equal(got, want) {
				t.Errorf("%.60q in %s: %q", data, name, got)
			}
		}
	}
}

// FuzzGIF says that the blocks end, and that it doesn't matter where their bytes lie.
func FuzzGIF(f *testing.F) {
	f.Add([]byte(gifHead + gifControl + gifImage + gifEnd))
	f.Add([]byte(gifHead + "\x21\xff\x0bXMP DataXMP\x01p\x00" + gifImage))
	f.Fuzz(func(t *testing.T, data []byte) {
		var seen []string
		for name, s := range both(data) {
			list := gifBlocks(t, s)
			if seen != nil && !slices.Equal(seen, list) {
				t.Errorf("%s: %q, else %q", name, list, seen)
			}
			seen = list
		}
	})
}
