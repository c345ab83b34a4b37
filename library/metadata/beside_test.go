package metadata_test

import (
	"slices"
	"strings"
	"testing"

	"descry/library/metadata"
)

func TestBeside(t *testing.T) {
	long := "Screenshot_2019-07-04-12-34-56-789_com.example.app"
	for _, c := range []struct {
		what  string
		names string // parted by "/"
		photo string
		want  string
	}{
		{"both forms", "a.jpg/a.xmp/a.jpg.xmp", "a.jpg", "a.jpg.xmp/a.xmp"},
		{"another photo's", "a.jpg/b.jpg/b.jpg.xmp/b.xmp", "a.jpg", ""},
		{"shared", "a.CR2/a.JPG/a.xmp", "a.CR2", "a.xmp"},
		{"other case of the name", "IMG_B.JPG/img_b.xmp", "IMG_B.JPG", "img_b.xmp"},
		{"other case of the ending", "IMG_C.JPG/IMG_C.JPG.Xmp", "IMG_C.JPG", "IMG_C.JPG.Xmp"},
		{"other case of both", "IMG_C.JPG/img_c.jpg.XMP", "IMG_C.JPG", "img_c.jpg.XMP"},
		{"of a photo in other case", "a.jpg/A.JPG/a.jpg.xmp", "A.JPG", ""},
		{"of its own case first", "a.jpg/A.jpg/a.jpg.xmp/A.jpg.xmp", "A.jpg", "A.jpg.xmp"},
		{"lower case ending first", "a.jpg/a.jpg.XMP/a.jpg.xmp", "a.jpg", "a.jpg.xmp"},
		{"no extension", "photo/photo.xmp", "photo", "photo.xmp"},
		{"hidden", ".jpg/.jpg.xmp/.xmp", ".jpg", ".jpg.xmp"},
		{"dots", "a.b.jpg/a.b.xmp/a.xmp", "a.b.jpg", "a.b.xmp"},
		{"Han", "照片.jpg/照片.jpg.xmp", "照片.jpg", "照片.jpg.xmp"},

		{"Takeout", "T.jpg/T.jpg.json", "T.jpg", "T.jpg.json"},
		{"Takeout, supplemental", "T.jpg/T.jpg.supplemental-metadata.json", "T.jpg", "T.jpg.supplemental-metadata.json"},
		{"Takeout, cut", "T.jpg/T.jpg.supplemental-me.json", "T.jpg", "T.jpg.supplemental-me.json"},
		{"Takeout, cut more", "T.jpg/T.jpg.s.json", "T.jpg", "T.jpg.s.json"},
		{"Takeout, cut to the dot", "T.jpg/T.jpg..json", "T.jpg", "T.jpg..json"},
		{"Takeout, numbered", "T.jpg/T(1).jpg/T.jpg.json/T.jpg(1).json", "T(1).jpg", "T.jpg(1).json"},
		{"Takeout, the first of the numbered", "T.jpg/T(1).jpg/T.jpg.json/T.jpg(1).json", "T.jpg", "T.jpg.json"},
		{"Takeout, supplemental and numbered", "T(2).jpg/T.jpg.supplemental-metadata(2).json", "T(2).jpg", "T.jpg.supplemental-metadata(2).json"},
		{"Takeout, a number of its own", "T(1).jpg/T(1).jpg.json", "T(1).jpg", "T(1).jpg.json"},
		{"Takeout, edited", "T.jpg/T-edited.jpg/T.jpg.json", "T-edited.jpg", "T.jpg.json"},
		{"Takeout, edited in German", "T-bearbeitet(1).jpg/T.jpg(1).json", "T-bearbeitet(1).jpg", "T.jpg(1).json"},
		{"Takeout, without extension", "T.jpg/T.json", "T.jpg", "T.json"},
		{"Takeout, other case", "T.JPG/t.jpg.json", "T.JPG", "t.jpg.json"},
		{"Takeout, a long name", long + ".jpg/" + long[:46] + ".json", long + ".jpg", long[:46] + ".json"},
		{"Takeout, a long name with its ending cut", long[:40] + ".jpg/" + long[:40] + ".jpg.s.json", long[:40] + ".jpg", long[:40] + ".jpg.s.json"},
		{"both", "T.jpg/T.jpg.xmp/T.jpg.json", "T.jpg", "T.jpg.xmp/T.jpg.json"},
		{"another's", "T.jpg/metadata.json/U.jpg.json", "T.jpg", ""},
		{"nothing", "", "T.jpg", ""},
	} {
		got := metadata.NewBeside(strings.Split(c.names, "/")).Of(c.photo)
		if strings.Join(got, "/") != c.want {
			t.Errorf("%s: %q of %s: %q, expected %q", c.what, c.names, c.photo, got, c.want)
		}
	}
}

// FuzzBeside: what is named as a photo's is in the directory.
func FuzzBeside(f *testing.F) {
	f.Add("T.jpg/T.jpg(1).json/T-edited.jpg/t.XMP", "T(1).jpg")
	f.Fuzz(func(t *testing.T, names, photo string) {
		list := strings.Split(names, "/")
		for _, name := range metadata.NewBeside(list).Of(photo) {
			if !slices.Contains(list, name) || !metadata.SaysOfPhotos(name) {
				t.Errorf("%q of %q isn't in %q", name, photo, names)
			}
		}
	})
}

func TestReadTakeout(t *testing.T) {
	m, err := metadata.ReadTakeout(strings.NewReader(`{"title": "T.jpg", "description": " Grandma in\nthe garden ", ` +
		`"photoTakenTime": {"timestamp": "1258375918"}, "geoData": {"latitude": 0.0, "longitude": 0.0}, ` +
		`"geoDataExif": {"latitude": 30.65, "longitude": 104.07}, "people": [{"name": "Anna"}, {"name": "Anna"}, {}]}`))
	if err != nil {
		t.Fatal(err)
	}
	if show(m.Captured) != "2009-11-16 12:51:58 +00:00" || m.Captured.From != metadata.Takeout || m.Description != "Grandma in\nthe garden" ||
		!m.HasGPS || m.Latitude != 30.65 || m.Longitude != 104.07 || !slices.Equal(m.People, []string{"Anna"}) {
		t.Errorf("%+v", m)
	}
	for _, s := range []string{
		"", "{", "[]", `{"title": "T.jpg"}`, `{"photoTakenTime": {"timestamp": "5"}}`, `{"title": 5, "photoTakenTime": {}}`,
		strings.Repeat(" ", 2<<20),
	} {
		if m, err := metadata.ReadTakeout(strings.NewReader(s)); err == nil {
			t.Errorf("%.40q: %+v", s, m)
		}
	}
	for _, s := range []string{`"0"`, `"x"`, `"-99999999999999"`, `{}`, `null`} {
		m, err := metadata.ReadTakeout(strings.NewReader(`{"title": "", "photoTakenTime": {"timestamp": ` + s + `}, "geoData": {"latitude": 91, "longitude": 1}}`))
		if err != nil || !m.Captured.IsZero() || m.HasGPS {
			t.Errorf("%s: %+v, %v", s, m, err)
		}
	}
}

// Google hands on the captions of cameras.
func TestTakeoutOfACamera(t *testing.T) {
	m, err := metadata.ReadTakeout(strings.NewReader(`{"title": "T.jpg", "description": "SONY DSC", "photoTakenTime": {"timestamp": "1258375918"}}`))
	if err != nil || m.Description != "" {
		t.Errorf("description %q, %v", m.Description, err)
	}
}

func FuzzReadTakeout(f *testing.F) {
	f.Add(`{"title": "T.jpg", "photoTakenTime": {"timestamp": "1258375918"}}`)
	f.Fuzz(func(t *testing.T, s string) {
		_, _ = metadata.ReadTakeout(strings.NewReader(s))
	})
}
