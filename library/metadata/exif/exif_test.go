package exif_test

import (
	"bytes"
	"encoding/binary"
	"math"
	"strings"
	"testing"
	"unicode/utf16"

	"descry/library/metadata/exif"
	"descry/library/metadata/internal/build"
)

func read(t *testing.T, data []byte) (exif.Tags, error) {
	t.Helper()
	return exif.Read(bytes.NewReader(data), int64(len(data)))
}

// sample is a structure with every kind of tag that is read.
func sample(o build.Order) []byte {
	return build.TIFF(o,
		[]build.Tag{
			build.ASCII(0x010E, "A caption"), build.ASCII(0x010F, "Canon"), build.ASCII(0x0110, "EOS"),
			build.Short(o, 0x0112, 6), build.Short(o, 0x4746, 4),
			{ID: 700, Type: 1, Count: 5, Data: []byte("<xmp>")},
		},
		[]build.Tag{
			build.Rational(o, 0x829A, 1, 250), build.Rational(o, 0x829D, 28, 10), build.Short(o, 0x8827, 400),
			build.ASCII(0x9003, "2021:03:28 02:30:15"), build.ASCII(0x9011, "+05:45"), build.ASCII(0x9291, "123"),
			build.ASCII(0x9004, "2022:01:01 00:00:00"), build.Rational(o, 0x920A, 50, 1), build.ASCII(0xA434, "EF50mm"),
		},
		[]build.Tag{
			build.ASCII(1, "S"), build.Rational(o, 2, 33, 1, 27, 1, 2444, 100),
			build.ASCII(3, "W"), build.Rational(o, 4, 70, 1, 38, 1, 5377, 100),
		})
}

func TestReadBothByteOrders(t *testing.T) {
	for _, o := range []build.Order{binary.LittleEndian, binary.BigEndian} {
		got, err := read(t, sample(o))
		if err != nil {
			t.Fatal(err)
		}
		if string(got.XMP) != "<xmp>" {
			t.Errorf("XMP %q", got.XMP)
		}
		if math.Abs(got.Latitude+33.456789) > 1e-6 || math.Abs(got.Longitude+70.648269) > 1e-6 || !got.HasGPS {
			t.Errorf("position %v %v", got.Latitude, got.Longitude)
		}
		if got.Make != "Canon" || got.Model != "EOS" || got.LensModel != "EF50mm" || got.Description != "A caption" {
			t.Errorf("texts %+v", got)
		}
		want := exif.Date{Time: "2021:03:28 02:30:15", SubSec: "123", Offset: "+05:45"}
		if got.Original != want || got.Digitized.Time != "2022:01:01 00:00:00" {
			t.Errorf("dates %+v %+v", got.Original, got.Digitized)
		}
		if got.Orientation != 6 || got.Rating != 4 || !got.HasRating || got.ISO != 400 {
			t.Errorf("numbers %+v", got)
		}
		if got.FNumber != 2.8 || got.ExposureSeconds != 0.004 || got.FocalLength != 50 {
			t.Errorf("fractions %v %v %v", got.FNumber, got.ExposureSeconds, got.FocalLength)
		}
	}
}

func TestReadBigTIFF(t *testing.T) {
	o := binary.LittleEndian
	b := []byte("II\x2B\x00\x08\x00\x00\x00")
	b = o.AppendUint64(b, 16)
	b = o.AppendUint64(b, 2)
	b = append(o.AppendUint64(append(b, 0x0F, 1, 2, 0), 6), "Canon\x00\x00\x00"...)
	b = append(o.AppendUint64(append(b, 0x10, 1, 2, 0), 10), o.AppendUint64(nil, 72)...)
	b = o.AppendUint64(b, 0)
	b = append(b, "Long name\x00"...)
	got, err := read(t, b)
	if err != nil || got.Make != "Canon" || got.Model != "Long name" {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestReadPosition(t *testing.T) {
	o := binary.BigEndian
	ref := func(id uint16, s string) build.Tag { return build.ASCII(id, s) }
	for name, c := range map[string]struct {
		gps  []build.Tag
		want bool
	}{
		"degrees only":   {[]build.Tag{ref(1, "N"), build.Rational(o, 2, 48, 1), ref(3, "E"), build.Rational(o, 4, 2, 1)}, true},
		"the equator":    {[]build.Tag{ref(1, "N"), build.Rational(o, 2, 0, 1), ref(3, "E"), build.Rational(o, 4, 9, 1)}, true},
		"over zero":      {[]build.Tag{ref(1, "N"), build.Rational(o, 2, 48, 1, 30, 1, 1, 0), ref(3, "E"), build.Rational(o, 4, 2, 1)}, false},
		"no hemisphere":  {[]build.Tag{build.Rational(o, 2, 48, 1), build.Rational(o, 4, 2, 1)}, false},
		"bad hemisphere": {[]build.Tag{ref(1, "X"), build.Rational(o, 2, 48, 1), ref(3, "?"), build.Rational(o, 4, 2, 1)}, false},
		"only latitude":  {[]build.Tag{ref(1, "N"), build.Rational(o, 2, 48, 1)}, false},
		"no number":      {[]build.Tag{ref(1, "N"), build.Rational(o, 2, 0, 0), ref(3, "E"), build.Rational(o, 4, 2, 1)}, false},
		"infinite":       {[]build.Tag{ref(1, "N"), build.Rational(o, 2, 1, 0), ref(3, "E"), build.Rational(o, 4, 2, 1)}, false},
		"out of range":   {[]build.Tag{ref(1, "N"), build.Rational(o, 2, 123, 1), ref(3, "E"), build.Rational(o, 4, 2, 1)}, false},
	} {
		got, err := read(t, build.TIFF(o, nil, nil, c.gps))
		if got.HasGPS != c.want || (err == nil) != c.want {
			t.Errorf("%s: position %v %v %v, error %v", name, got.HasGPS, got.Latitude, got.Longitude, err)
		}
	}
}

// Devices without a fix write zeros, which is no fault.
func TestZeroIsNoPosition(t *testing.T) {
	o := binary.LittleEndian
	got, err := read(t, build.TIFF(o, nil, nil, []build.Tag{
		build.ASCII(1, "N"), build.Rational(o, 2, 0, 1, 0, 1, 0, 1), build.ASCII(3, "E"), build.Rational(o, 4, 0, 1, 0, 1, 0, 1)}))
	if got.HasGPS || err != nil {
		t.Errorf("position %v %v %v, error %v", got.HasGPS, got.Latitude, got.Longitude, err)
	}
}

// wide is a text in UTF-16.
func wide(o build.Order, s string) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = o.AppendUint16(b, u)
	}
	return string(b)
}

func TestReadUserComment(t *testing.T) {
	le, be := binary.LittleEndian, binary.BigEndian
	for name, c := range map[string]struct {
		order      build.Order
		data, want string
	}{
		"ASCII":                     {le, "ASCII\x00\x00\x00seen from the pier\x00\x00", "seen from the pier"},
		"ASCII with blanks":         {le, "ASCII   a pier     ", "a pier     "},
		"UTF-8 as ASCII":            {le, "ASCII\x00\x00\x00Łódź", "Łódź"},
		"Latin-1 as ASCII":          {be, "ASCII\x00\x00\x00Z\xfcrich", "Zürich"},
		"undefined":                 {be, "\x00\x00\x00\x00\x00\x00\x00\x00a pier", "a pier"},
		"undefined, blanks":         {be, "        a pier", "a pier"},
		"little-endian":             {le, "UNICODE\x00" + wide(le, "Łódź am Meer"), "Łódź am Meer"},
		"big-endian":                {be, "UNICODE\x00" + wide(be, "Łódź am Meer"), "Łódź am Meer"},
		"another order":             {le, "UNICODE\x00" + wide(be, "a pier"), "a pier"},
		"another order, too":        {be, "UNICODE\x00" + wide(le, "a pier"), "a pier"},
		"with a mark":               {le, "UNICODE\x00" + wide(be, "\ufeff日本の海"), "日本の海"},
		"Japanese in the order":     {be, "UNICODE\x00" + wide(be, "日本の海"), "日本の海"},
		"UTF-8 as Unicode":          {le, "UNICODE\x00a pier\x00", "a pier"},
		"an emoji":                  {le, "UNICODE\x00" + wide(le, "the sea 🌊"), "the sea 🌊"},
		"half a character":          {le, "UNICODE\x00" + wide(le, "sea") + "x", "sea"},
		"padded":                    {le, "UNICODE\x00" + wide(le, "sea\x00\x00\x00\x00"), "sea"},
		"JIS":                       {le, "JIS\x00\x00\x00\x00\x00\x1b$BF|K\\\x1b(B", "日本"},
		"without the coding":        {le, "a pier without a coding", "a pier without a coding"},
		"short, without a coding":   {le, "a pier", "a pier"},
		"nothing behind":            {le, "ASCII\x00\x00\x00", ""},
		"numbers":                   {le, "\x00\x00\x00\x00\x00\x00\x00\x00\x01\x02abc\xff\x10", ""},
		"numbers, without a coding": {le, "\x04\x01\xc8\x90abcdefgh", ""},
		"lines":                     {le, "ASCII\x00\x00\x00a pier\r\nat night", "a pier\r\nat night"},
		"zeros":                     {le, strings.Repeat("\x00", 64), ""},
		"nothing behind Unicode":    {le, "UNICODE\x00", ""},
		"nothing at all":            {le, "", ""},
		"the name in small letters": {le, "Unicode\x00" + wide(le, "sea"), "sea"},
	} {
		tag := build.Tag{ID: 0x9286, Type: 7, Count: uint32(len(c.data)), Data: []byte(c.data)}
		got, err := read(t, build.TIFF(c.order, nil, []build.Tag{tag}, nil))
		if got.UserComment != c.want || err != nil {
			t.Errorf("%s: %q, want %q, error %v", name, got.UserComment, c.want, err)
		}
	}
}

// Windows writes its texts in UTF-16, little-endian in files of either order.
func TestReadWindowsTags(t *testing.T) {
	for _, o := range []build.Order{binary.LittleEndian, binary.BigEndian} {
		xp := func(id uint16, s string) build.Tag {
			data := wide(binary.LittleEndian, s+"\x00")
			return build.Tag{ID: id, Type: 1, Count: uint32(len(data)), Data: []byte(data)}
		}
		got, err := read(t, build.TIFF(o, []build.Tag{build.Short(o, 0x4749, 75), xp(0x9C9B, "Čaj"), xp(0x9C9C, "日本"),
			xp(0x9C9E, "sea;sky"), xp(0x9C9F, "🌊")}, nil, nil))
		if err != nil || got.XPTitle != "Čaj" || got.XPComment != "日本" || got.XPKeywords != "sea;sky" || got.XPSubject != "🌊" || got.RatingPercent != 75 {
			t.Errorf("%+v, %v", got, err)
		}
	}
}

func TestReadFirstTagWins(t *testing.T) {
	o := binary.BigEndian
	got, _ := read(t, build.TIFF(o, []build.Tag{
		build.Short(o, 0x0112, 6), build.Short(o, 0x0112, 3),
		build.ASCII(0x9003, "2000:01:01 00:00:00"),
	}, []build.Tag{build.ASCII(0x9003, "2001:01:01 00:00:00")}, nil))
	if got.Orientation != 6 || got.Original.Time != "2001:01:01 00:00:00" {
		t.Errorf("orientation %d, date %s: want the first, and the Exif table's", got.Orientation, got.Original.Time)
	}
}

func TestReadHighISO(t *testing.T) {
	o := binary.BigEndian
	got, _ := read(t, build.TIFF(o, nil, []build.Tag{
		build.Short(o, 0x8827, 65535), {ID: 0x8832, Type: 4, Count: 1, Data: o.AppendUint32(nil, 102400)},
	}, nil))
	if got.ISO != 102400 {
		t.Errorf("ISO %d", got.ISO)
	}
}

// TestReadBroken says that faults cost only the values they touch.
func TestReadBroken(t *testing.T) {
	o := binary.LittleEndian
	good := build.ASCII(0x0110, "Model")
	loop := build.TIFF(o, []build.Tag{good}, []build.Tag{good}, nil)
	for i := range loop[:len(loop)-4] {
		if o.Uint16(loop[i:]) == 0x8769 {
			o.PutUint32(loop[i+8:], 8) // the Exif pointer leads back to IFD0
			break
		}
	}
	for name, data := range map[string][]byte{
		"unknown type":   build.TIFF(o, []build.Tag{{ID: 0x010F, Type: 99, Count: 1, Data: []byte("abcd")}, good}, nil, nil),
		"4 GB of text":   build.TIFF(o, []build.Tag{{ID: 0x010F, Type: 2, Count: math.MaxUint32, Data: []byte("abcde")}, good}, nil, nil),
		"offset outside": build.TIFF(o, []build.Tag{{ID: 0x010F, Type: 2, Count: 60000, Data: []byte("abcde")}, good}, nil, nil),
		"short as text":  build.TIFF(o, []build.Tag{build.Short(o, 0x010F, 7), good}, nil, nil),
	} {
		got, err := read(t, data)
		if err == nil || got.Model != "Model" || got.Make != "" {
			t.Errorf("%s: %+v, error %v", name, got, err)
		}
	}
	if got, err := read(t, loop); err != nil || got.Model != "Model" {
		t.Errorf("loop: %+v, error %v", got, err)
	}
	for _, s := range []string{"", "II", "XX*\x00\x08\x00\x00\x00", "II*\x00\xFF\xFF\xFF\xFF", "II*\x00\x08\x00\x00\x00\xFF\xFF"} {
		if _, err := read(t, []byte(s)); err == nil {
			t.Errorf("%q gives no error", s)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(sample(binary.LittleEndian))
	f.Add(sample(binary.BigEndian))
	for _, note := range []string{
		"Nikon\x00\x02\x10\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x00\x02\x00\x03\x00\x00\x00\x02\x00\x00\x00\xc8",
		"OLYMPUS\x00II\x03\x00\x01\x00\x10\x20\x0d\x00\x01\x00\x00\x00\x1e\x00\x00\x00", "FUJIFILM\x0c\x00\x00\x00\x01\x00\x31\x14\x04\x00\x01\x00\x00\x00\x05",
		"\x00\x01\x00\x01\x00\x03\x00\x00\x00\x2f\x00\x00\x00\x00",
	} {
		f.Add(build.TIFF(binary.BigEndian, []build.Tag{build.ASCII(0x010F, "Canon")},
			[]build.Tag{{ID: 0x927C, Type: 7, Count: uint32(len(note)), Data: []byte(note)}}, nil))
	}
	f.Add([]byte("II\x2B\x00\x08\x00\x00\x00\x10\x00\x00\x00\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, _ := exif.Read(bytes.NewReader(data), int64(len(data)))
		if got.HasGPS && !(math.Abs(got.Latitude) <= 90 && math.Abs(got.Longitude) <= 180) {
			t.Errorf("position %v %v", got.Latitude, got.Longitude)
		}
		for _, v := range []float64{got.FNumber, got.ExposureSeconds, got.FocalLength, got.ApexFNumber, got.ApexSeconds} {
			if !(v >= 0) || math.IsInf(v, 0) {
				t.Errorf("number %v", v)
			}
		}
	})
}
