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

func TestSidecarsAreMerged(t *testing.T) {
	of := func(list ...string) (metadata.Metadata, metadata.Present) {
		var says []metadata.Metadata
		var present []metadata.Present
		for _, properties := range list {
			m, p := sidecar(t, properties)
			says, present = append(says, m), append(present, p)
		}
		return metadata.MergeSidecars(says, present)
	}
	const falcon = `<dc:subject><rdf:Bag><rdf:li>falcon</rdf:li></rdf:Bag></dc:subject>`
	const history = `<darktable:history_end xmlns:darktable="http://darktable.sf.net/">3</darktable:history_end>`
	m, p := of("<xmp:Rating>5</xmp:Rating>", "<xmp:Rating>1</xmp:Rating>"+falcon)
	if m.Rating != 5 || !slices.Equal(m.Keywords, []string{"falcon"}) || !p.Rating || !p.Keywords || p.Title {
		t.Errorf("field by field: %+v %+v", m, p)
	}
	m, _ = of("<xmp:Rating>0</xmp:Rating>", "<xmp:Rating>4</xmp:Rating>")
	if m.Rating != 4 {
		t.Errorf("no stars outweigh stars: %v", m.Rating)
	}
	m, p = of("<xmp:Rating>0</xmp:Rating>", falcon)
	if m.Rating != 0 || !p.Rating {
		t.Errorf("no stars are a value: %+v %+v", m, p)
	}
	m, p = of(history, "<xmp:Rating>5</xmp:Rating>"+falcon)
	if m.Rating != 5 || len(m.Keywords) != 1 || !p.Rating {
		t.Errorf("a history hides something: %+v %+v", m, p)
	}
	if m, p = of(); p != (metadata.Present{}) || m.HasRating {
		t.Errorf("of none: %+v %+v", m, p)
	}
}

func TestComplete(t *testing.T) {
	date := func(s string) metadata.CaptureTime {
		return read(t, jpeg([]build.Tag{build.ASCII(0x9003, s)}, "")).Captured
	}
	takeout := metadata.Metadata{Captured: date("2009:11:16 12:00:00"), Description: "garden", People: []string{"Anna"}, HasGPS: true, Latitude: 30}
	name := metadata.ReadName("IMG_20150607_080910.jpg")
	year := date("2015")
	for _, c := range []struct {
		what     string
		file     metadata.Metadata
		external metadata.External
		want     string
	}{
		{"the file", metadata.Metadata{Captured: date("2001:02:03 04:05:06")}, metadata.External{Takeout: takeout, Name: name}, "2001-02-03 04:05:06"},
		{"Takeout", metadata.Metadata{}, metadata.External{Takeout: takeout, Name: name}, "2009-11-16 12:00:00"},
		{"the name", metadata.Metadata{}, metadata.External{Name: name}, "2015-06-07 08:09:10"},
		{"the name within the file's year", metadata.Metadata{Captured: year}, metadata.External{Name: name}, "2015-06-07 08:09:10"},
		{"the file's year", metadata.Metadata{Captured: year}, metadata.External{Takeout: takeout}, "2015-01-01 year"},
	} {
		m := c.file
		m.Complete(c.external)
		if got := show(m.Captured); got != c.want {
			t.Errorf("%s: %s, expected %s", c.what, got, c.want)
		}
	}
	m := metadata.Metadata{Description: "own", People: []string{"Ben"}, HasGPS: true, Latitude: 1}
	m.Complete(metadata.External{Takeout: takeout})
	if m.Description != "own" || m.People[0] != "Ben" || m.Latitude != 1 {
		t.Errorf("Takeout outweighs the file: %+v", m)
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
