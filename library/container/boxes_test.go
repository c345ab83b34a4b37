package container_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"descry/library/container"
)

// made makes a box.
func made(kind string, content ...string) string {
	body := strings.Join(content, "")
	return string(binary.BigEndian.AppendUint32(nil, uint32(8+len(body)))) + kind + body
}

// described lists boxes as text: kind, content, and what is wrong.
func described(t *testing.T, s container.Source) string {
	t.Helper()
	var list []string
	for b, err := range s.Boxes() {
		if err != nil {
			if !errors.Is(err, container.ErrStructure) {
				t.Errorf("error %v", err)
			}
			list = append(list, "error")
			continue
		}
		body, err := b.Body.All()
		if err != nil {
			t.Fatal(err)
		}
		text := fmt.Sprintf("%s=%s", b.Kind, body)
		if !b.Whole {
			text += "|cut"
		}
		list = append(list, text)
	}
	return strings.Join(list, " ")
}

func TestBoxes(t *testing.T) {
	for data, want := range map[string]string{
		"\x00\x00\x00\x0aftypab\x00\x00\x00\x09moovc..":            "ftyp=ab moov=c",
		"\x00\x00\x00\x00mdatto the end":                           "mdat=to the end",
		"\x00\x00\x00\x01jxlc\x00\x00\x00\x00\x00\x00\x00\x12ab|r": "jxlc=ab",
		"\x00\x00\x00\x63jp2hcut":                                  "jp2h=cut|cut",
		"\x00\x00\x00\x07free too small":                           "error",
		"\x00\x00\x00\x01jxlc\x00":                                 "error",
		"\x00\x00\x00\x01jxlc\x00\x00\x00\x00\x00\x00\x00\x0fab":   "error",
		"\x00\x00\x00\x01mdat\xff\xff\xff\xff\xff\xff\xff\xffab":   "error",
		"\x00\x00\x00": "",
		"":             "",
		made("free") + made("moov", made("trak", "x")) + "\x00\x00\x00\x02free": "free= moov=\x00\x00\x00\x09trakx error",
	} {
		for name, s := range both([]byte(data)) {
			if got := described(t, s); got != want {
				t.Errorf("%q in %s: %q", data, name, got)
			}
		}
	}
}

func TestFind(t *testing.T) {
	file := made("ftyp", "x") + made("moov", made("trak", made("tkhd", "1")), made("trak", made("tkhd", "2")), made("mdia", "m"))
	for name, s := range both([]byte(file)) {
		for path, want := range map[string]string{"ftyp": "x", "moov trak tkhd": "1", "moov mdia": "m", "mdia": "", "moov tkhd": "", "moov trak tkhd x": ""} {
			found, ok := s.Find(strings.Fields(path)...)
			content, err := found.All()
			if string(content) != want || ok != (want != "") || err != nil {
				t.Errorf("%s in %s: %q %v %v", path, name, content, ok, err)
			}
		}
	}
	if _, ok := container.Memory([]byte(file[:len(file)-1])).Find("moov"); ok {
		t.Error("a box that is cut off is found")
	}
}

func TestBehindUUID(t *testing.T) {
	const uuid = "0123456789abcdef"
	for data, want := range map[string]string{
		made("uuid", uuid, "content"): "content", made("uuid", uuid): "", made("uuid", "0123456789abcdeX", "content"): "none",
		made("uuid", "short"): "none", made("free", uuid, "content"): "none",
	} {
		for b, err := range container.Memory([]byte(data)).Boxes() {
			content, ok, err2 := b.BehindUUID(uuid)
			got, err3 := content.All()
			if !ok {
				got = []byte("none")
			}
			if string(got) != want || err != nil || err2 != nil || err3 != nil {
				t.Errorf("%q: %q, %v %v %v", data, got, err, err2, err3)
			}
		}
	}
}

func TestFirstSample(t *testing.T) {
	const none, four = "\x00\x00\x00\x00", "\x00\x00\x00\x04"
	sizes := made("stsz", none, none, "\x00\x00\x00\x02\x00\x00\x01\x00\x00\x00\x02\x00")
	for name, c := range map[string]struct {
		table        string
		offset, size uint64
		ok           bool
	}{
		"32 bits":     {sizes + made("stco", none, four, "\x00\x00\x10\x00"), 0x1000, 0x100, true},
		"64 bits":     {sizes + made("co64", none, four, "\x00\x00\x00\x01\x00\x00\x10\x00"), 0x1_0000_1000, 0x100, true},
		"one size":    {made("stsz", none, "\x00\x00\x00\x07", four) + made("stco", none, four, "\x00\x00\x10\x00"), 0x1000, 7, true},
		"no samples":  {made("stsz", none, none, none) + made("stco", none, four, "\x00\x00\x10\x00"), 0, 0, false},
		"no offsets":  {sizes + made("stco", none, none), 0, 0, false},
		"cut offsets": {sizes + made("stco", none, four, "\x00"), 0, 0, false},
		"nothing":     {"", 0, 0, false},
	} {
		for where, s := range both([]byte(c.table)) {
			offset, size, ok := s.FirstSample()
			if ok != c.ok || ok && (offset != c.offset || size != c.size) {
				t.Errorf("%s in %s: %d bytes at %d, %v", name, where, size, offset, ok)
			}
		}
	}
}

func TestItemInfos(t *testing.T) {
	v2, v3 := "\x02\x00\x00\x00\x00\x07\x00\x00", "\x03\x00\x00\x00\x00\x01\x00\x07\x00\x00"
	list := made("infe", v2, "hvc1\x00") + made("free", "skipped") + made("infe", "\x01\x00\x00\x00\x00\x09\x00\x00name\x00") +
		made("infe", v3, "mimename\x00type\x00") + made("infe", v2, "cu")
	for head, fails := range map[string]bool{"\x00\x00\x00\x00\x00\x05": false, "\x01\x00\x00\x00\x00\x00\x00\x05": false, "\x00\x00": true} {
		var got []string
		failed := false
		body := head
		if !fails {
			body += list
		}
		for info, err := range container.ItemInfos([]byte(body)) {
			if err != nil {
				failed = true
				continue
			}
			got = append(got, fmt.Sprintf("%d %s %q", info.ID, info.Type, info.Rest))
		}
		if want := []string{`7 hvc1 "\x00"`, `65543 mime "name\x00type\x00"`}; failed != fails || !fails && !slices.Equal(got, want) {
			t.Errorf("%q: %q, failed %v", head, got, failed)
		}
	}
}

// locations lists the rows of a table as text, and whether it ends with an error.
func locations(body string) (rows string, failed bool) {
	for l, err := range container.ItemLocations([]byte(body)) {
		if err != nil {
			return rows, true
		}
		rows += fmt.Sprint(l.ID, l.Inside, l.Elsewhere, l.Extents)
	}
	return rows, false
}

func TestItemLocations(t *testing.T) {
	for name, c := range map[string]struct {
		body, want string
		fails      bool
	}{
		"version 0":    {"\x00\x00\x00\x00\x44\x00\x00\x01" + "\x00\x05\x00\x00\x00\x01\x00\x00\x00\x10\x00\x00\x00\x20", "5 false false [{16 32}]", false},
		"base":         {"\x00\x00\x00\x00\x44\x40\x00\x01" + "\x00\x05\x00\x00\x00\x00\x01\x00\x00\x01\x00\x00\x00\x10\x00\x00\x00\x20", "5 false false [{272 32}]", false},
		"inside":       {"\x01\x00\x00\x00\x44\x00\x00\x01" + "\x00\x05\x00\x01\x00\x00\x00\x01\x00\x00\x00\x10\x00\x00\x00\x20", "5 true false [{16 32}]", false},
		"index":        {"\x01\x00\x00\x00\x44\x01\x00\x01" + "\x00\x05\x00\x00\x00\x00\x00\x01\xff\x00\x00\x00\x10\x00\x00\x00\x20", "5 false false [{16 32}]", false},
		"other file":   {"\x00\x00\x00\x00\x44\x00\x00\x01" + "\x00\x05\x00\x03\x00\x01\x00\x00\x00\x10\x00\x00\x00\x20", "5 false true [{16 32}]", false},
		"constructed":  {"\x01\x00\x00\x00\x44\x00\x00\x01" + "\x00\x05\x00\x02\x00\x00\x00\x01\x00\x00\x00\x10\x00\x00\x00\x20", "5 false true [{16 32}]", false},
		"wide numbers": {"\x02\x00\x00\x00\x88\x00\x00\x00\x00\x01" + "\x00\x01\x00\x05\x00\x00\x00\x00\x00\x00", "65541 false false []", false},
		"second cut":   {"\x00\x00\x00\x00\x44\x00\x00\x02" + "\x00\x05\x00\x00\x00\x01\x00\x00\x00\x10\x00\x00\x00\x20\x00\x06", "5 false false [{16 32}]", true},
		"odd widths":   {"\x00\x00\x00\x00\xff\x00\x00\x01" + "\x00\x05\x00\x00\x00\x01" + strings.Repeat("\x00", 30), "", true},
		"empty":        {"", "", true},
		"no width":     {"\x01\x00\x00\x00\x00\x00\xff\xff" + strings.Repeat("\x00\x01\x00\x00\x00\x00\xff\xff", 60_000), "", true},
	} {
		got, failed := locations(c.body)
		if name == "no width" {
			got = "" // two rows of 65,535 extents each
		}
		if got != c.want || failed != c.fails {
			t.Errorf("%s: %q, failed %v", name, got, failed)
		}
	}
}

// FuzzBoxes says that boxes lie one behind the other inside what they are in, and that it
// doesn't matter where the bytes lie.
func FuzzBoxes(f *testing.F) {
	f.Add([]byte(made("ftyp", "heic") + made("meta", "\x00\x00\x00\x00", made("idat", "x")) + "\x00\x00\x00\x00mdatpixels"))
	f.Add([]byte("\x00\x00\x00\x01jxlc\x00\x00\x00\x00\x00\x00\x00\x12ab" + made("jxlp", "\x00\x00\x00\x00stream")))
	f.Add([]byte(made("moov", made("trak", made("mdia", made("minf", made("stbl", made("stsz", strings.Repeat("\x01", 16)), made("stco", strings.Repeat("\x01", 16)))))))))
	f.Fuzz(func(t *testing.T, data []byte) {
		var seen []string
		for name, s := range both(data) {
			var list []string
			var walk func(s container.Source, depth int)
			walk = func(s container.Source, depth int) {
				end := int64(0)
				for b, err := range s.Boxes() {
					if err != nil {
						list = append(list, "error")
						return
					}
					if b.Start != end || b.Body.Offset() < s.Offset()+b.Start+8 || b.Body.Offset()+b.Body.Size() != s.Offset()+b.End || b.End > s.Size() {
						t.Fatalf("%s: box %+v", name, b)
					}
					end = b.End
					list = append(list, fmt.Sprint(b.Kind, b.Start, b.End, b.Whole))
					if depth < 3 {
						walk(b.Body, depth+1)
					}
				}
			}
			walk(s, 0)
			if table, ok := s.Find("moov", "trak", "mdia", "minf", "stbl"); ok {
				list = append(list, fmt.Sprint(table.FirstSample()))
			}
			if seen != nil && !slices.Equal(seen, list) {
				t.Errorf("%s: %q, else %q", name, list, seen)
			}
			seen = append([]string{}, list...)
		}
	})
}

// FuzzItems says that item tables end, and lead nowhere outside themselves.
func FuzzItems(f *testing.F) {
	f.Add([]byte("\x00\x00\x00\x00\x00\x01" + made("infe", "\x02\x00\x00\x00\x00\x07\x00\x00mime\x00application/rdf+xml\x00")))
	f.Add([]byte("\x01\x00\x00\x00\x44\x41\x00\x01" + "\x00\x05\x00\x01\x00\x00\x00\x00\x00\x00\x00\x01\xff\x00\x00\x00\x10\x00\x00\x00\x20"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for info, err := range container.ItemInfos(data) {
			if err == nil && (len(info.Type) != 4 || !bytes.Contains(data, info.Rest)) {
				t.Errorf("item %+v", info)
			}
		}
		total := 0
		for l, err := range container.ItemLocations(data) {
			if total += len(l.Extents); err != nil && l.Extents != nil || total > 1<<17 {
				t.Errorf("%d extents, error %v", total, err)
			}
		}
	})
}
