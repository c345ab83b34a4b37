package metadata_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"descry/library/metadata"
	"descry/library/metadata/internal/build"
)

func sidecar(t *testing.T, properties string) (metadata.Metadata, metadata.Present) {
	t.Helper()
	m, p, err := metadata.ReadSidecar(strings.NewReader(build.XMP(properties)))
	if err != nil {
		t.Fatal(err)
	}
	return m, p
}

func TestSidecarNames(t *testing.T) {
	for name, want := range map[string][]string{
		"IMG_1.CR2":   {"IMG_1.CR2.xmp", "IMG_1.CR2.XMP", "IMG_1.xmp", "IMG_1.XMP"},
		"a.b.jpg":     {"a.b.jpg.xmp", "a.b.jpg.XMP", "a.b.xmp", "a.b.XMP"},
		"dir/.jpg":    {"dir/.jpg.xmp", "dir/.jpg.XMP"},
		"dir.x/photo": {"dir.x/photo.xmp", "dir.x/photo.XMP"},
		"d_01.jpg":    {"d_01.jpg.xmp", "d_01.jpg.XMP", "d_01.xmp", "d_01.XMP"},
	} {
		if got := metadata.SidecarNames(name); !slices.Equal(got, want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestSidecarFits(t *testing.T) {
	lightroom := metadata.Present{Extension: "CR2"}
	darktable := metadata.Present{DerivedFrom: "beach.jpg"}
	for _, c := range []struct {
		p    metadata.Present
		name string
		want bool
	}{
		{metadata.Present{}, "beach.jpg", true},
		{lightroom, "IMG_1.cr2", true},
		{lightroom, "IMG_1.JPG", false},
		{darktable, "folder/beach.jpg", true},
		{darktable, "beach_01.jpg", false},
		{darktable, "beach_a.jpg", true},  // no version number
		{darktable, "renamed.jpg", true},  // both files renamed by hand
		{darktable, "beach_01.png", true}, // versions keep the extension
	} {
		if got := c.p.Fits(c.name); got != c.want {
			t.Errorf("%+v fits %s: %v", c.p, c.name, got)
		}
	}
}

func TestMergeTakesOnlyWhatThereIs(t *testing.T) {
	photo := metadata.Metadata{
		Make: "Canon", Orientation: 6, Rating: 2, HasRating: true, Keywords: []string{"old"}, Title: "old",
		Latitude: 1, Longitude: 2, HasGPS: true, ISO: 100,
	}
	m, p := sidecar(t, `<xmp:Rating>0</xmp:Rating><dc:subject><rdf:Bag><rdf:li>new</rdf:li></rdf:Bag></dc:subject><dc:title/>`)
	got, want := photo, photo
	got.Merge(m, p)
	want.Rating, want.Keywords = 0, []string{"new"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got)
	}
	got = photo
	got.Merge(metadata.Metadata{}, metadata.Present{})
	if !reflect.DeepEqual(got, photo) {
		t.Errorf("nothing changes it to %+v", got)
	}
}

func TestSidecarCamera(t *testing.T) {
	m, p := sidecar(t, `<exif:FNumber>28/10</exif:FNumber><exif:ExposureTime>1/250</exif:ExposureTime>`+
		`<exif:FocalLength>50</exif:FocalLength><exif:ISOSpeedRatings><rdf:Seq><rdf:li>400</rdf:li></rdf:Seq></exif:ISOSpeedRatings>`)
	if m.FNumber != 2.8 || m.ExposureSeconds != 0.004 || m.FocalLength != 50 || m.ISO != 400 {
		t.Errorf("got %+v", m)
	}
	if !p.FNumber || !p.Exposure || !p.FocalLength || !p.ISO || p.Rating {
		t.Errorf("present %+v", p)
	}
}

func TestSidecarBroken(t *testing.T) {
	whole := build.XMP(`<xmp:Rating>3</xmp:Rating><dc:title>t</dc:title>`)
	m, p, err := metadata.ReadSidecar(strings.NewReader(whole[:len(whole)-60]))
	if err == nil || !reflect.DeepEqual(m, metadata.Metadata{}) || p != (metadata.Present{}) {
		t.Errorf("cut: %+v %+v %v", m, p, err)
	}
	m, p, err = metadata.ReadSidecar(strings.NewReader(strings.Replace(whole, ">3<", ">NaN<", 1)))
	if err == nil || m.Title != "t" || p.Rating || !p.Title {
		t.Errorf("invalid value: %+v %+v %v", m, p, err)
	}
}
