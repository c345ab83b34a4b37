package metadata_test

import (
	"bytes"
	"slices"
	"testing"
	"unicode/utf16"

	"descry/library/metadata"
	"descry/library/metadata/internal/build"
)

// amended are the photos for which expected.json lacks what stands in less usual places, and
// has places where there are none.
var amended = map[string]func(*values){
	"metadata/windows-xp-keywords.jpg": func(v *values) {
		v.Title, v.Description, v.Keywords = ref("Ein Titel"), ref("Ein Kommentar"), []string{"Ferien", "Nordsee", "Čaj"}
	},
	"metadata/gps-zero-zero.jpg":      func(v *values) { v.GPS = nil },
	"Samsung GT-I9000 (Galaxy S).jpg": func(v *values) { v.GPS = nil },
	"sony-powershota5.jpg": func(v *values) { // in the heap of Canon's earliest cameras
		v.Captured, v.Make, v.Model, v.Orientation = &captured{Local: "2000-10-27T22:56:26"}, ref("Canon"), ref("Canon PowerShot A5"), ref(1)
	},
	"png/exif-chunk-orientation-6.png": func(v *values) { v.Title = ref("x") },
}

// makersLenses are the lenses that makers' notes name, for which expected.json has none.
var makersLenses = map[string]string{
	"raw/head.nef": "20mm f/2.8 AF", "raw/nikon-d70s-1.nef": "50mm f/1.8 D", "webp/exif-nikon.webp": "17-35mm f/2.8 D",
	"names/webp-named.jpg": "17-35mm f/2.8 D", "Nikon D1X.jpg": "17-35mm f/2.8 D", "32-lens_data.jpeg": "28-300mm f/3.5-5.6 G VR",
	"Issue 122.jpg": "400mm f/2.8", "Issue 339.jpg": "OLYMPUS 14-42mm Lens",
}

func ref[T any](v T) *T { return &v }

// windows makes a tag with text as Windows writes it.
func windows(id uint16, s string) build.Tag {
	var data []byte
	for _, u := range utf16.Encode([]rune(s + "\x00")) {
		data = append(data, byte(u), byte(u>>8))
	}
	return build.Tag{ID: id, Type: 1, Count: uint32(len(data)), Data: data}
}

func comment(s string) build.Tag {
	data := []byte("ASCII\x00\x00\x00" + s)
	return build.Tag{ID: 0x9286, Type: 7, Count: uint32(len(data)), Data: data}
}

func text(property, s string) string { return "<" + property + ">" + s + "</" + property + ">" }

// TestOrderOfWords removes the source that wins, one after the other.
func TestOrderOfWords(t *testing.T) {
	type source struct {
		main, exif []build.Tag
		xmp        string
		iptc       []byte
	}
	titles := []source{
		{xmp: text("dc:title", "a")}, {iptc: build.Dataset(2, 5, "b")}, {main: []build.Tag{windows(0x9C9B, "c")}},
	}
	descriptions := []source{
		{xmp: text("dc:description", "a")}, {iptc: build.Dataset(2, 120, "b")}, {main: []build.Tag{build.ASCII(0x010E, "c")}},
		{main: []build.Tag{windows(0x9C9C, "d")}}, {exif: []build.Tag{comment("e")}}, {xmp: text("exif:UserComment", "f")},
		{main: []build.Tag{windows(0x9C9F, "g")}},
	}
	ratings := []source{
		{xmp: text("xmp:Rating", "0")}, {main: []build.Tag{build.Short(order, 0x4746, 1)}}, {xmp: text("MicrosoftPhoto:Rating", "25")},
		{main: []build.Tag{build.Short(order, 0x4749, 50)}},
	}
	for name, c := range map[string]struct {
		sources []source
		got     func(metadata.Metadata) any
		want    func(i int) any
	}{
		"title":       {titles, func(m metadata.Metadata) any { return m.Title }, func(i int) any { return string(rune('a' + i)) }},
		"description": {descriptions, func(m metadata.Metadata) any { return m.Description }, func(i int) any { return string(rune('a' + i)) }},
		"rating":      {ratings, func(m metadata.Metadata) any { return m.Rating }, func(i int) any { return float64(i) }}, // 25 and 50 percent are 2 and 3 stars
	} {
		for i := range c.sources {
			var main, exif []build.Tag
			var packet string
			var iim []byte
			for _, s := range c.sources[i:] {
				main, exif, packet, iim = append(main, s.main...), append(exif, s.exif...), packet+s.xmp, append(iim, s.iptc...)
			}
			m := read(t, build.JPEG(build.EXIF(build.TIFF(order, main, exif, nil)), build.XMPSegment(build.XMP(packet)),
				build.Segment(0xED, "Photoshop 3.0\x00"+string(build.Photoshop(iim)))))
			want := c.want(i)
			if got := c.got(m); got != want {
				t.Errorf("%s: %v, want %v", name, got, want)
			}
		}
	}
}

func TestWindowsStars(t *testing.T) {
	for percent, want := range map[uint16]float64{0: -9, 1: 1, 12: 1, 25: 2, 50: 3, 75: 4, 99: 5, 100: 5, 101: -9, 65535: -9} {
		m := read(t, build.JPEG(build.EXIF(build.TIFF(order, []build.Tag{build.Short(order, 0x4749, percent)}, nil, nil))))
		if m.HasRating != (want > 0) || m.HasRating && m.Rating != want {
			t.Errorf("%d percent are %v stars, %v", percent, m.Rating, m.HasRating)
		}
	}
}

func TestWindowsKeywords(t *testing.T) {
	m := read(t, build.JPEG(build.EXIF(build.TIFF(order, []build.Tag{windows(0x9C9E, "sea; B/W;;Čaj;sea")}, nil, nil)),
		build.XMPSegment(build.XMP(text("dc:subject", "sky")))))
	if want := []string{"B/W", "sea", "sky", "Čaj"}; !slices.Equal(m.Keywords, want) {
		t.Errorf("%q, want %q", m.Keywords, want)
	}
}

func TestPNGTexts(t *testing.T) {
	m := read(t, build.PNG(build.Chunk("tEXt", "Title\x00Z\xfcrich"), build.Chunk("tEXt", "Title\x00another"),
		build.Chunk("iTXt", "Description\x00\x00\x00\x00\x00日本"), build.Chunk("zTXt", "Comment\x00\x00"+build.Deflate("packed")),
		build.Chunk("tEXt", "Author\x00Ann"), build.Chunk("IDAT", "")))
	if m.Title != "Zürich" || m.Description != "日本" || len(m.People) > 0 {
		t.Errorf("title %q, description %q, people %q", m.Title, m.Description, m.People)
	}
	m = read(t, build.PNG(build.Chunk("tEXt", "Description\x00Created with GIMP"), build.Chunk("zTXt", "Comment\x00\x00"+build.Deflate("packed"))))
	if m.Description != "packed" {
		t.Errorf("description %q", m.Description)
	}
}

func TestCreationTime(t *testing.T) {
	for in, want := range map[string]string{
		"Sun, 28 Mar 2021 02:30:15 +0200": "2021-03-28 02:30:15 +02:00",
		"Sun, 28 Mar 2021 02:30:15 GMT":   "2021-03-28 02:30:15 +00:00",
		"Sun, 28 Mar 2021 02:30:15 CST":   "2021-03-28 02:30:15",
		"28 Mar 2021 02:30:15 +0000":      "2021-03-28 02:30:15 +00:00",
		"2021-03-28T02:30:15Z":            "2021-03-28 02:30:15 +00:00",
		"2021-03-28T02:30:15":             "2021-03-28 02:30:15",
		"2021:03:28 02:30:15":             "2021-03-28 02:30:15",
		"Sun Mar 28 02:30:15 2021":        "2021-03-28 02:30:15",
		"Sun Mar  7 02:30:15 2021":        "2021-03-07 02:30:15",
		"0000:00:00 00:00:00":             "",
		"a long time ago":                 "",
		"":                                "",
	} {
		c := read(t, build.PNG(build.Chunk("tEXt", "Creation Time\x00"+in))).Captured
		if got := show(c); got != want {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
	}
	c := read(t, build.PNG(build.Chunk("tEXt", "Creation Time\x002021:03:28 02:30:15"),
		build.Chunk("iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00"+build.XMP(text("xmp:CreateDate", "2020-01-01T10:00:00"))))).Captured
	if got := show(c); got != "2020-01-01 10:00:00" {
		t.Errorf("%s is above XMP", got)
	}
}

func TestZeroIsNoPlace(t *testing.T) {
	for place, want := range map[[2]string]bool{
		{"0,0N", "0,0E"}: false, {"0", "0"}: false, {"0,0S", "0,0.0W"}: false, {"0,0N", "9,0E"}: true, {"91,0N", "9,0E"}: false, {"9,0N", ""}: false,
	} {
		m, _ := metadata.Read(bytes.NewReader(jpeg(nil, text("exif:GPSLatitude", place[0])+text("exif:GPSLongitude", place[1]))))
		if m.HasGPS != want {
			t.Errorf("%q: %v %v, %v", place, m.Latitude, m.Longitude, m.HasGPS)
		}
	}
}
