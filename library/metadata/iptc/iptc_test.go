package iptc_test

import (
	"bytes"
	"reflect"
	"testing"

	"descry/library/metadata/internal/build"
	"descry/library/metadata/iptc"
)

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

func TestParse(t *testing.T) {
	stream := join(
		build.Dataset(1, 90, "\x1b%G"), build.Dataset(2, 5, "Title"),
		build.Dataset(2, 25, "Küste"), build.Dataset(2, 25, "K\xfcste 2\x00\x00 "),
		build.Dataset(2, 55, "20111111"), build.Dataset(2, 60, "111111+0100"),
		[]byte{0x1C, 2, 120, 0x80, 4, 0, 0, 0, 7}, []byte("Caption"), []byte{0, 0})
	got, err := iptc.Parse(stream)
	if err != nil {
		t.Fatal(err)
	}
	want := iptc.Record{
		Title: "Title", Keywords: []string{"Küste", "Küste 2"}, Caption: "Caption",
		DateCreated: "20111111", TimeCreated: "111111+0100",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got)
	}
}

func TestParseBroken(t *testing.T) {
	good := build.Dataset(2, 25, "kept")
	for name, tail := range map[string]string{
		"value outside":           "\x1c\x02\x19\x7f\xffabc",
		"extended without length": "\x1c\x02\x19\x80\x00",
		"extended too wide":       "\x1c\x02\x19\x80\x09123456789",
		"extended 4 GB":           "\x1c\x02\x19\x80\x04\xff\xff\xff\xff",
		"no marker":               "rubbish",
		"breaks off":              "\x1c\x02",
	} {
		got, err := iptc.Parse(append(good, tail...))
		if err == nil || len(got.Keywords) != 1 || got.Keywords[0] != "kept" {
			t.Errorf("%s: %+v, error %v", name, got, err)
		}
	}
}

func TestFromPhotoshop(t *testing.T) {
	iim := build.Dataset(2, 25, "odd")
	other := []byte("8BIM\x03\xed\x03abc\x00\x00\x00\x01x\x00") // named, of odd length
	got, err := iptc.FromPhotoshop(join(other, build.Photoshop(iim)))
	if err != nil || !bytes.Equal(got, iim) {
		t.Errorf("got %q, %v", got, err)
	}
	for _, s := range []string{"8BIM\x04\x04\x00\x00\xff\xff\xff\xf0abcd", "rubbish rubbish", "8BIM\x04\x04\xffabcdefgh"} {
		if _, err := iptc.FromPhotoshop([]byte(s)); err == nil {
			t.Errorf("%q gives no error", s)
		}
	}
}

func TestMergeKeepsFirst(t *testing.T) {
	r := iptc.Record{Title: "a", DateCreated: "20000101", Keywords: []string{"x"}}
	r.Merge(iptc.Record{Title: "b", Caption: "c", DateCreated: "20010101", TimeCreated: "120000", Keywords: []string{"y"}})
	want := iptc.Record{Title: "a", Caption: "c", DateCreated: "20000101", Keywords: []string{"x", "y"}}
	if !reflect.DeepEqual(r, want) {
		t.Errorf("got %+v", r)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(build.Dataset(2, 25, "keyword"))
	f.Add([]byte{0x1C, 2, 120, 0x80, 4, 0, 0, 0, 1, 'x'})
	f.Fuzz(func(t *testing.T, data []byte) {
		got, _ := iptc.Parse(data)
		if len(got.Keywords)*5 > len(data) {
			t.Errorf("%d keywords from %d bytes", len(got.Keywords), len(data))
		}
	})
}

func FuzzFromPhotoshop(f *testing.F) {
	f.Add(build.Photoshop(build.Dataset(2, 25, "keyword")))
	f.Fuzz(func(t *testing.T, data []byte) {
		if got, _ := iptc.FromPhotoshop(data); len(got) > len(data) {
			t.Errorf("%d bytes from %d", len(got), len(data))
		}
	})
}
