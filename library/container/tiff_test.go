package container_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"descry/library/container"
)

// row is an entry of a directory that a test makes. Values beyond 4 bytes lie behind the
// directory.
type row struct {
	tag, kind uint16
	count     uint32
	value     string
}

// tiffOf makes a TIFF of one directory at offset 8.
func tiffOf(order interface {
	binary.ByteOrder
	binary.AppendByteOrder
}, next uint32, rows ...row) []byte {
	out := order.AppendUint32(order.AppendUint16([]byte("II"), 42), 8)
	if order.String() == "BigEndian" {
		copy(out, "MM")
	}
	out = order.AppendUint16(out, uint16(len(rows)))
	values, at := "", len(out)+12*len(rows)+4
	for _, r := range rows {
		out = order.AppendUint16(order.AppendUint16(out, r.tag), r.kind)
		out = order.AppendUint32(out, r.count)
		if len(r.value) <= 4 {
			out = append(out, (r.value + "\x00\x00\x00\x00")[:4]...)
			continue
		}
		out = order.AppendUint32(out, uint32(at+len(values)))
		values += r.value
	}
	return append(order.AppendUint32(out, next), values...)
}

func TestTIFF(t *testing.T) {
	rows := []row{
		{1, container.TypeASCII, 3, "ab\x00"}, {2, container.TypeASCII, 6, "longer"}, {3, 99, 1, "?"},
		{4, container.TypeASCII, math.MaxUint32, "12345"}, {2, container.TypeASCII, 1, "2"}, {5, container.TypeUTF8, 2, "ö"},
	}
	for _, data := range [][]byte{tiffOf(binary.LittleEndian, 77, rows...), tiffOf(binary.BigEndian, 77, rows...)} {
		for name, s := range both(data) {
			f, err := container.OpenTIFF(s)
			if err != nil || f.First != 8 || f.Big || f.Version != 42 || !f.Known() {
				t.Fatalf("%s: %+v, %v", name, f, err)
			}
			d, err := f.Directory(f.First)
			if err != nil || len(d.Entries) != len(rows) || d.Next != 77 {
				t.Fatalf("%s: %+v, %v", name, d, err)
			}
			for i, want := range []string{"ab\x00", "longer", "error", "error", "2", "ö"} {
				got, err := f.Value(d.Entries[i], 1<<40)
				if err != nil {
					got = []byte("error")
				}
				if string(got) != want {
					t.Errorf("%s: value %d is %q, %v", name, i, got, err)
				}
			}
			if e, ok := d.Find(2); !ok || e.Count != 6 {
				t.Errorf("%s: the first of two equal tags is %+v", name, e)
			}
			if _, err := f.Value(d.Entries[1], 5); !errors.Is(err, container.ErrStructure) {
				t.Errorf("%s: a value beyond the limit: %v", name, err)
			}
		}
	}
}

func TestBigTIFF(t *testing.T) {
	o := binary.LittleEndian
	b := []byte("II\x2B\x00\x08\x00\x00\x00")
	b = o.AppendUint64(b, 16)
	b = o.AppendUint64(b, 2)
	b = append(o.AppendUint64(append(b, 0x0F, 1, 2, 0), 8), "12345678"...)
	b = append(o.AppendUint64(append(b, 0x10, 1, 2, 0), 10), o.AppendUint64(nil, 72)...)
	b = o.AppendUint64(b, 1<<40)
	b = append(b, "Long name."...)
	for name, s := range both(b) {
		f, err := container.OpenTIFF(s)
		if err != nil || !f.Big || f.First != 16 {
			t.Fatalf("%s: %+v, %v", name, f, err)
		}
		d, err := f.Directory(f.First)
		if err != nil || len(d.Entries) != 2 || d.Next != 1<<40 {
			t.Fatalf("%s: %+v, %v", name, d, err)
		}
		for i, want := range []string{"12345678", "Long name."} {
			if got, err := f.Value(d.Entries[i], 100); string(got) != want || err != nil {
				t.Errorf("%s: %q, %v", name, got, err)
			}
		}
	}
}

func TestTIFFBroken(t *testing.T) {
	for _, data := range []string{"", "II", "XX*\x00\x08\x00\x00\x00", "II\x2B\x00\x04\x00\x00\x00\x10\x00\x00\x00\x00\x00\x00\x00", "II\x2B\x00\x08\x00\x00\x00"} {
		if f, err := container.OpenTIFF(container.Memory([]byte(data))); err == nil {
			t.Errorf("%q opens as %+v", data, f)
		}
	}
	if container.IsTIFF([]byte("II\x07\x00\x08\x00\x00\x00")) || !container.IsTIFF([]byte("MMOR\x00\x00\x00\x08")) {
		t.Error("versions of raw photos are told wrongly")
	}
	whole := tiffOf(binary.LittleEndian, 0, row{1, 2, 1, "a"}, row{2, 2, 1, "b"})
	for name, c := range map[string]struct {
		data    []byte
		off     uint64
		entries int
		fails   bool
	}{
		"whole":        {whole, 8, 2, false},
		"without next": {whole[:len(whole)-4], 8, 2, false},
		"second cut":   {whole[:len(whole)-5], 8, 1, true},
		"in header":    {whole, 4, 0, true},
		"outside":      {whole, 1 << 63, 0, true},
		"many":         {slices.Concat([]byte("II*\x00\x08\x00\x00\x00\xff\xff"), make([]byte, 1<<20)), 8, 4096, true},
	} {
		for where, s := range both(c.data) {
			f, err := container.OpenTIFF(s)
			if err != nil {
				t.Fatal(err)
			}
			d, err := f.Directory(c.off)
			if len(d.Entries) != c.entries || (err != nil) != c.fails {
				t.Errorf("%s in %s: %d entries, %v", name, where, len(d.Entries), err)
			}
		}
	}
}

func TestTIFFNumbers(t *testing.T) {
	f := container.TIFF{Order: binary.BigEndian}
	const b = "\xff\xfe\xff\xff\x00\x00\x00\x02"
	for kind, want := range map[uint16]struct {
		number uint64
		ok     bool
		float  float64
	}{
		container.TypeByte: {0xff, true, 255}, container.TypeSByte: {0xff, true, math.NaN()}, container.TypeUndefined: {0xff, true, math.NaN()},
		container.TypeShort: {0xfffe, true, 65534}, container.TypeSShort: {0xfffe, true, -2},
		container.TypeLong: {0xfffeffff, true, 0xfffeffff}, container.TypeSLong: {0xfffeffff, true, -65537},
		container.TypeIFD: {0xfffeffff, true, math.NaN()}, container.TypeLong8: {0xfffeffff00000002, true, math.NaN()},
		container.TypeRational: {0, false, 0xfffeffff / 2.0}, container.TypeSRational: {0, false, -65537 / 2.0},
		container.TypeASCII: {0, false, math.NaN()}, 0: {0, false, math.NaN()}, 14: {0, false, math.NaN()},
	} {
		if got, ok := f.Uint(kind, []byte(b)); got != want.number || ok != want.ok {
			t.Errorf("type %d: number %#x %v", kind, got, ok)
		}
		if got := f.Float(kind, []byte(b)); got != want.float && !(math.IsNaN(got) && math.IsNaN(want.float)) {
			t.Errorf("type %d: %v", kind, got)
		}
		if _, ok := f.Uint(kind, nil); ok || !math.IsNaN(f.Float(kind, nil)) {
			t.Errorf("type %d: a number of no bytes", kind)
		}
	}
	if !math.IsNaN(f.Float(container.TypeRational, make([]byte, 8))) {
		t.Error("0/0 is a number")
	}
}

// FuzzTIFF says that all values lie in the file, and that it doesn't matter where its bytes
// lie.
func FuzzTIFF(f *testing.F) {
	f.Add(tiffOf(binary.LittleEndian, 8, row{1, 2, 6, "longer"}, row{0x8769, 4, 1, "\x08\x00\x00\x00"}))
	f.Add(tiffOf(binary.BigEndian, 8, row{1, 5, 1, "\x00\x00\x00\x01\x00\x00\x00\x02"}))
	f.Add([]byte("II\x2B\x00\x08\x00\x00\x00\x10\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x0F\x01\x02\x00\x06\x00\x00\x00\x00\x00\x00\x00Canon\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var seen []string
		for name, s := range both(data) {
			f, err := container.OpenTIFF(s)
			list := []string{fmt.Sprint(f.First, f.Big, err)}
			for off := f.First; err == nil && len(list) < 10; {
				var d container.Directory
				d, dirErr := f.Directory(off)
				list = append(list, fmt.Sprint(d, dirErr))
				for _, e := range d.Entries {
					v, err := f.Value(e, 1<<40)
					if err == nil && uint64(len(v)) != e.Count*container.SizeOfType(e.Type) {
						t.Errorf("%s: %d bytes of %+v", name, len(v), e)
					}
					number, _ := f.Uint(e.Type, v)
					list = append(list, fmt.Sprint(v, err, number, f.Float(e.Type, v)))
				}
				if off = d.Next; off == 0 {
					break
				}
			}
			if seen != nil && !slices.Equal(seen, list) {
				t.Errorf("%s: %q, else %q", name, list, seen)
			}
			seen = list
		}
	})
}
