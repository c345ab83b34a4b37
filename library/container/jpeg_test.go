package container_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"descry/library/container"
)

// segments lists the segments of a JPEG as text: marker, content, the rubbish in front of
// it, and what is wrong.
func segments(t *testing.T, s container.Source) []string {
	t.Helper()
	var list []string
	for seg, err := range s.Segments() {
		switch {
		case errors.Is(err, container.ErrOutside):
			list = append(list, "end")
			continue
		case err != nil:
			list = append(list, "error")
			continue
		}
		body, err := seg.Body.All()
		if err != nil || seg.End > s.Size() {
			t.Fatalf("segment %+v: %v", seg, err)
		}
		text := fmt.Sprintf("%x=%s", seg.Marker, body)
		if seg.Gap > 0 {
			text += fmt.Sprintf("|behind %d", seg.Gap)
		}
		if !seg.Whole {
			text += "|cut"
		}
		list = append(list, text)
	}
	return list
}

func TestSegments(t *testing.T) {
	const soi, app1, sos, eoi = "\xff\xd8", "\xff\xe1\x00\x04ab", "\xff\xda\x00\x03s", "\xff\xd9"
	for data, want := range map[string][]string{
		soi + app1 + sos + "pixels\xff\x00\xff\xd0\xff\xd7more\xff\xff" + "\xff\xc4\x00\x02" + sos + "rest" + eoi + app1: {"e1=ab", "da=s", "c4=", "da=s", "d9="},
		soi + "\xff\xff" + app1:                            {"e1=ab", "end"},
		soi + "rubbish" + app1 + "\xff\x00\xff\x01" + app1: {"e1=ab|behind 7", "e1=ab|behind 2", "end"},
		soi + "\xff\xe1\x00\x09ab":                         {"e1=ab|cut", "end"},
		soi + "\xff\xe1\x00":                               {"e1=|cut", "end"},
		soi + "\xff\xe1\x00\x01ab":                         {"error"},
		soi + sos + "never ends":                           {"da=s", "end"},
		soi:                                                {"end"},
		"":                                                 {"end"},
		soi + "\xff":                                       {"end"},
		soi + strings.Repeat("-", 1<<20) + app1 + eoi:             {"e1=ab|behind 1048576", "d9="},
		soi + strings.Repeat("-", 1<<20+1) + app1:                 {"error"},
		soi + strings.Repeat("\xff", 30_000) + app1 + eoi:         {"e1=ab", "d9="},
		soi + sos + strings.Repeat("pixels\xff\x00", 3<<17) + eoi: {"da=s", "d9="},
	} {
		for name, s := range both([]byte(data)) {
			if got := segments(t, s); !slices.Equal(got, want) {
				t.Errorf("%.40q in %s: %q", data, name, got)
			}
		}
	}
	var frames []byte
	for m := range 256 {
		if container.IsFrame(byte(m)) {
			frames = append(frames, byte(m))
		}
	}
	if string(frames) != "\xc0\xc1\xc2\xc3\xc5\xc6\xc7\xc9\xca\xcb\xcd\xce\xcf" {
		t.Errorf("frames %x", frames)
	}
}

// TestSegmentsEnd says that there is an end of segments.
func TestSegmentsEnd(t *testing.T) {
	got := segments(t, container.Memory([]byte("\xff\xd8"+strings.Repeat("\xff\xe1\x00\x02", 100_000))))
	if len(got) != 1<<16+1 || got[1<<16] != "error" {
		t.Errorf("%d segments", len(got))
	}
}

// FuzzJPEG says that segments lie one behind the other, and that it doesn't matter where
// their bytes lie.
func FuzzJPEG(f *testing.F) {
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x04ab\xff\xda\x00\x03spixels\xff\x00\xff\xd0\xff\xd7more\xff\xff\xff\xc4\x00\x02\xff\xd9"))
	f.Add([]byte("\xff\xd8rubbish\xff\xed\x00\xff"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var seen []string
		for name, s := range both(data) {
			end := int64(2)
			for seg, err := range s.Segments() {
				if err == nil && (seg.End < end+2 || seg.End > s.Size() || seg.Gap < 0 || seg.Gap > seg.End-end) {
					t.Errorf("%s: segment %+v behind %d", name, seg, end)
				}
				end = seg.End
			}
			list := segments(t, s)
			if seen != nil && !slices.Equal(seen, list) {
				t.Errorf("%s: %q, else %q", name, list, seen)
			}
			seen = list
		}
	})
}
