package metadata_test

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"descry/library/metadata"
	"descry/library/metadata/internal/build"
)

// Each value is told with all that say it, and not with those that say another.
func TestReadFieldsSaysWhereFrom(t *testing.T) {
	photo := jpeg([]build.Tag{
		build.ASCII(0x010F, "Acme"), build.ASCII(0x9003, "2001:02:03 04:05:06"), build.ASCII(0x9011, "+02:00"), build.ASCII(0x010E, "from the camera"),
	}, `<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Roof</rdf:li></rdf:Alt></dc:title>
<tiff:Make>Acme</tiff:Make><xmp:Rating>0</xmp:Rating>
<dc:subject><rdf:Bag><rdf:li>red</rdf:li><rdf:li>lantern</rdf:li></rdf:Bag></dc:subject>`,
		build.Dataset(2, 5, "Roof"), build.Dataset(2, 25, "red"), build.Dataset(2, 25, "grill"))
	m, p := sidecar(t, "<xmp:Rating>5</xmp:Rating>")
	for name, c := range map[string]struct {
		data    []byte
		sidecar bool
		want    string
	}{
		"all": {photo, false, `[{"Name":"captured","Value":"2001-02-03T04:05:06+02:00","From":["EXIF"]},` +
			`{"Name":"make","Value":"Acme","From":["EXIF","XMP"]},` +
			`{"Name":"rating","Value":0,"From":["XMP"]},` +
			`{"Name":"title","Value":"Roof","From":["XMP","IPTC"]},` +
			`{"Name":"description","Value":"from the camera","From":["EXIF"]},` +
			`{"Name":"keywords","Value":["grill","lantern","red"],"From":["XMP","IPTC"]}]`},
		"sidecar": {jpeg(nil, "<xmp:Rating>3</xmp:Rating>"), true, `[{"Name":"rating","Value":5,"From":["sidecar"]}]`},
		"nothing": {build.JPEG(), false, "null"},
	} {
		t.Run(name, func(t *testing.T) {
			var side metadata.Metadata
			var present metadata.Present
			if c.sidecar {
				side, present = m, p
			}
			fields, err := metadata.ReadFields(bytes.NewReader(c.data), metadata.External{Sidecar: side, Present: present})
			if err != nil {
				t.Fatal(err)
			}
			got, err := json.Marshal(fields)
			if err != nil || string(got) != c.want {
				t.Errorf("got  %s, %v\nwant %s", got, err, c.want)
			}
		})
	}
}

// Every field of Metadata is told.
func TestReadFieldsLeavesNothingOut(t *testing.T) {
	full := metadata.Metadata{
		Captured: metadata.CaptureTime{Local: time.Date(2024, 1, 1, 12, 0, 0, 0, time.UTC)}, Make: "a", Model: "b", Lens: "c", Orientation: 6, Latitude: 1, Longitude: 2, HasGPS: true,
		Rating: 3, HasRating: true, Keywords: []string{"k"}, Hierarchical: []string{"h|i"}, People: []string{"p"}, Title: "t",
		Description: "d", ISO: 100, FNumber: 2.8, ExposureSeconds: 0.01, FocalLength: 35,
	}
	present := metadata.Present{
		Captured: true, Make: true, Model: true, Lens: true, GPS: true, Rating: true, Keywords: true, Hierarchical: true, People: true,
		Title: true, Description: true, ISO: true, FNumber: true, Exposure: true, FocalLength: true,
	}
	fields, err := metadata.ReadFields(bytes.NewReader(jpeg([]build.Tag{build.Short(order, 0x0112, 6)}, "")), metadata.External{Sidecar: full, Present: present})
	if err != nil || len(fields) != 16 {
		t.Errorf("%d fields of 16: %+v, %v", len(fields), fields, err)
	}
}
