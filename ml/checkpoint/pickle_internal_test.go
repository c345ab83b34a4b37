package checkpoint

import (
	"runtime"
	"strings"
	"testing"
)

// TestPickleOpcodes reads what torch.save does not write today but may: frames,
// the memo of protocol 4, names from the stack, numbers of all widths.
func TestPickleOpcodes(t *testing.T) {
	code := "\x80\x04\x95\x10\x00\x00\x00\x00\x00\x00\x00}\x94(" +
		"\x8c\x01aK\x05" + "\x8c\x01bM\x01\x02" + "\x8c\x01cJ\xfe\xff\xff\xff" + "\x8c\x01d\x8a\x02\x00\x80" +
		"\x8c\x01eG\x40\x04\x00\x00\x00\x00\x00\x00" + "\x8c\x01fN" + "\x8c\x01g\x8a\x00" +
		"\x8c\x01h\x8c\x0bcollections\x8c\x0bOrderedDict\x93)R" + "\x8c\x01i](K\x01K\x02e" + "\x8c\x01j\x89\x88\x86" + "u."
	value, err := unpickle(code)
	if err != nil {
		t.Fatal(err)
	}
	d, ok := value.(*dict)
	if !ok {
		t.Fatalf("%T", value)
	}
	for key, want := range map[string]any{"a": int64(5), "b": int64(513), "c": int64(-2), "d": int64(-32768), "e": 2.5, "f": nil, "g": int64(0)} {
		if got := d.find(key); got != want {
			t.Errorf("%s = %v, want %v", key, got, want)
		}
	}
	if h, ok := d.find("h").(*dict); !ok || !h.ordered {
		t.Errorf("h = %v", d.find("h"))
	}
	if i, ok := d.find("i").(*list); !ok || len(i.items) != 2 {
		t.Errorf("i = %v", d.find("i"))
	}
	if j, ok := d.find("j").(tuple); !ok || len(j) != 2 || j[0] != false || j[1] != true {
		t.Errorf("j = %v", d.find("j"))
	}
}

// TestPickleMemory runs the largest pickles of the most wasteful kinds.
func TestPickleMemory(t *testing.T) {
	for name, code := range map[string]string{
		"dicts":      strings.Repeat("}", maxPickle),
		"memo":       strings.Repeat("}\x94", maxPickle/2),
		"tuples":     ")" + strings.Repeat("\x85", maxPickle-1),
		"long keys":  strings.Repeat("Nr\xff\xff\xff\xff", maxPickle/6),
		"marks":      strings.Repeat("(", maxPickle),
		"big tuple":  "(" + strings.Repeat("N", maxOpcodes/2) + "tq\x00" + strings.Repeat("h\x00", maxOpcodes/4),
		"big append": "]" + strings.Repeat("(NNNNNNNNe", maxPickle/10),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if _, err := unpickle(code); err == nil {
			t.Errorf("%s: accepted", name)
		}
		runtime.ReadMemStats(&after)
		if used := after.TotalAlloc - before.TotalAlloc; used > 220<<20 {
			t.Errorf("%s: allocated %d MB in all", name, used>>20)
		} else {
			t.Logf("%s: %d MB", name, used>>20)
		}
	}
}
