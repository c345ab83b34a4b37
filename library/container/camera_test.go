package container_test

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"testing"

	"descry/library/container"
)

var le, be = binary.LittleEndian, binary.BigEndian

// heapEntry is an entry of a heap: a value in the heap, or one of 8 bytes in the entry.
type heapEntry struct {
	tag   uint16
	value string
}

// heapOf makes a heap with its directory at its end.
func heapOf(entries ...heapEntry) string {
	var values []byte
	directory := le.AppendUint16(nil, uint16(len(entries)))
	for _, e := range entries {
		directory = le.AppendUint16(directory, e.tag)
		if e.tag&0xC000 == 0x4000 {
			directory = append(directory, e.value...)
			continue
		}
		directory = le.AppendUint32(le.AppendUint32(directory, uint32(len(e.value))), uint32(len(values)))
		values = append(values, e.value...)
	}
	at := len(values)
	return string(le.AppendUint32(append(values, directory...), uint32(at)))
}

// ciffOf makes a CRW of one heap.
func ciffOf(heap string) []byte {
	return []byte("II\x1a\x00\x00\x00HEAPCCDR" + strings.Repeat("-", 12) + heap)
}

// ciffValues lists the values of a CRW as text.
func ciffValues(t *testing.T, s container.Source) []string {
	t.Helper()
	c, err := s.OpenCIFF()
	if err != nil {
		return []string{"no header"}
	}
	list := []string{}
	for v := range c.Values() {
		b, err := v.Data.All()
		if err != nil {
			t.Errorf("value %+v: %v", v, err)
		}
		list = append(list, fmt.Sprintf("%x=%s", v.Tag, b))
	}
	return list
}

func TestCIFF(t *testing.T) {
	inner := heapOf(heapEntry{0x0805, "deep"})
	nested := inner
	for range 10 {
		nested = heapOf(heapEntry{0x2800, nested}, heapEntry{0x0806, "level"})
	}
	many := make([]heapEntry, 200)
	for i := range many {
		many[i] = heapEntry{0x3001, inner}
	}
	for name, c := range map[string]struct {
		file []byte
		want []string
	}{
		"values":    {ciffOf(heapOf(heapEntry{0x080a, "first"}, heapEntry{0x4001, "in entry"}, heapEntry{0x3002, inner}, heapEntry{0x2007, "jpeg"})), []string{"80a=first", "1=in entry", "805=deep", "2007=jpeg"}},
		"too deep":  {ciffOf(nested), slices.Repeat([]string{"806=level"}, 7)},
		"too many":  {ciffOf(heapOf(many...)), slices.Repeat([]string{"805=deep"}, 99)},
		"outside":   {ciffOf("\x01\x00\x0a\x08\xff\xff\xff\xff\x00\x00\x00\x00" + "\x00\x00\x00\x00"), []string{}},
		"directory": {ciffOf("\xff\xff\xff\xff"), []string{}},
		"no heap":   {[]byte("II\x1a\x00\x00\x00HEAPCCDR" + strings.Repeat("-", 12)), []string{"no header"}},
		"order":     {[]byte("XX\x1a\x00\x00\x00HEAPCCDR" + strings.Repeat("-", 20)), []string{"no header"}},
		"cut":       {[]byte("II\x1a\x00\x00\x00HEAP"), []string{"no header"}},
	} {
		for where, s := range both(c.file) {
			if got := ciffValues(t, s); !slices.Equal(got, c.want) {
				t.Errorf("%s in %s: %q", name, where, got)
			}
		}
	}
}

// x3fOf makes an X3F of sections.
func x3fOf(sections ...string) []byte {
	out, directory := []byte("FOVb"), []byte("SECd\x00\x00\x02\x00")
	directory = le.AppendUint32(directory, uint32(len(sections)/2))
	for i := 0; i+1 < len(sections); i += 2 {
		directory = le.AppendUint32(le.AppendUint32(directory, uint32(len(out))), uint32(len(sections[i+1])))
		directory = append(directory, sections[i]...)
		out = append(out, sections[i+1]...)
	}
	at := len(out)
	return le.AppendUint32(append(out, directory...), uint32(at))
}

func TestX3FSections(t *testing.T) {
	whole := x3fOf("PROP", "names", "IMA2", "picture")
	outside := slices.Clone(whole)
	le.PutUint32(outside[len(outside)-4-24:], 1<<31)
	for name, c := range map[string]struct {
		file []byte
		want []string
	}{
		"whole":        {whole, []string{"PROP=names", "IMA2=picture"}},
		"outside":      {outside, []string{"PROP=|cut", "IMA2=picture"}},
		"no directory": {[]byte("FOVb\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"), []string{"error"}},
		"cut":          {[]byte("FOV"), []string{"error"}},
		"entries":      {[]byte("FOVbSECd\x00\x00\x02\x00\xff\x00\x00\x00\x04\x00\x00\x00"), []string{"error"}},
	} {
		for where, s := range both(c.file) {
			if got := listed(t, s, s.X3FSections()); !slices.Equal(got, c.want) {
				t.Errorf("%s in %s: %q", name, where, got)
			}
		}
	}
}

func TestMRWBlocks(t *testing.T) {
	const blocks = "\x00PRD\x00\x00\x00\x02ab\x00TTW\x00\x00\x00\x01c"
	for data, want := range map[string][]string{
		"\x00MRM\x00\x00\x00\x13" + blocks + "sensor data":              {"\x00PRD=ab", "\x00TTW=c"},
		"\x00MRM\xff\xff\xff\xff" + blocks + "\x00WBG\x00\x00\x01\x00x": {"\x00PRD=ab", "\x00TTW=c", "\x00WBG=x|cut"},
		"\x00MRM\x00": {"error"},
	} {
		for name, s := range both([]byte(data)) {
			if got := listed(t, s, s.MRWBlocks()); !slices.Equal(got, want) {
				t.Errorf("%q in %s: %q", data, name, got)
			}
		}
	}
}

func TestRAF(t *testing.T) {
	head := append([]byte("FUJIFILMCCD-RAW "), make([]byte, 68)...)
	for i := range uint32(3) {
		head = be.AppendUint32(head, 1000+i)
	}
	for name, s := range both(head) {
		if got, err := s.OpenRAF(); got != (container.RAF{PreviewOffset: 1000, PreviewSize: 1001, Sizes: 1002}) || err != nil {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	if _, err := container.Memory(head[:95]).OpenRAF(); err == nil {
		t.Error("a header that is cut off gives no error")
	}
}

// FuzzCameras says that the containers of single makers end, and that it doesn't matter
// where their bytes lie.
func FuzzCameras(f *testing.F) {
	f.Add(ciffOf(heapOf(heapEntry{0x080a, "first"}, heapEntry{0x4001, "in entry"}, heapEntry{0x3002, heapOf(heapEntry{0x0805, "deep"})})))
	f.Add(x3fOf("PROP", "names", "IMA2", "picture"))
	f.Add([]byte("\x00MRM\x00\x00\x00\x13\x00PRD\x00\x00\x00\x02ab\x00TTW\x00\x00\x00\x01c"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var seen []string
		for name, s := range both(data) {
			list := slices.Concat([]string{""}, ciffValues(t, s), listed(t, s, s.X3FSections()), listed(t, s, s.MRWBlocks()))
			if seen != nil && !slices.Equal(seen, list) {
				t.Errorf("%s: %q, else %q", name, list, seen)
			}
			seen = list
		}
	})
}
