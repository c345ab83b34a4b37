package metadata_test

import (
	"bytes"
	"encoding/json"
	"html"
	"os"
	"path/filepath"
	"testing"

	"descry/library/metadata"
	"descry/library/metadata/internal/build"
)

// camerasCaptions are captions that nobody wrote.
var camerasCaptions = []string{
	"OLYMPUS DIGITAL CAMERA", "OLYMPUS DIGITAL CAMERA         ", "SAMSUNG CAMERA PICTURES", "MOULTRIE DIGITAL GAME CAMERA", "SONY DSC",
	"Sony DSC", "KODAK Digital Still Camera", "KONICA MINOLTA DIGITAL CAMERA", "MINOLTA DIGITAL CAMERA", "Minolta DSC", "MEDION DIGITAL CAMERA",
	"SANYO DIGITAL CAMERA", "Polaroid Digital Camera", "DIGITAL CAMERA", "Digital Camera", "Digital StillCamera", "HP PhotoSmart Camera",
	"OLYMPUS DIGITAL CAMERA\r\nOLYMPUS DIGITAL CAMERA", "SAMSUNG", "KONICA MINOLTA", "Sony Ericsson Camera phone", "GE DIGITAL CAMERA", "KODAK CAMERA", "Exif_JPEG_PICTURE", "Exif JPEG", "EXIF JPEG PICTURE", "JPEG", "Jpeg Image", "default", "Default",
	"dav", "sdr", "hdr", "dig", "rptnb", "mde", "oznor", "oznorWO", "cof", "sdr_HDRB", "_cuva", "oppo_32", "oplus_1048864",
	"cmp3.10.3.3Lq4 0x1234abcd", "cmp3.10.3.2Lq3 0x8c5bf3f3", "<KENOX S1050  / Samsung S1050>", "<Digimax i5, Samsung #1>",
	"<Digimax i50 MP3, Samsung #1 MP3>", `DCIM\100MEDIA`, "DCIM/100GOPRO/G0010123.JPG", "DCFC1064.JPG", "DSC00019", "IMG_1234.jpg", "P1010203",
	"000015", "untitled", "Untitled", "(null)", "None", "n/a", "charset=Ascii", `charset="Unicode"`, "charset=InvalidCharsetId", "ASCII", "Unicode",
	"binary comment", "User comment", "Created with GIMP", "Created with The GIMP", "Created with GIMP 2.10.30", "Created by Imlib", "OLYMPUS CAMEDIA", "Created with ImageMagick (http://www.imagemagick.org)", "LEAD Technologies Inc. V1.01", "AppleMark\n",
	"Intel(R) JPEG Library, version 1,5,4,36", "Processed By eBay with ImageMagick, z1.1.0. ||B2", "Optimized by JPEGmini 3.14.14 0x2",
	"CREATOR: gd-jpeg v1.0 (using IJG JPEG v80), quality = 85\n", "File written by Adobe Photoshop? 4.0", "HELLOMOTO", "My beautiful picture",
	"ACME", "acme", "Shooter 7", "ACME Shooter 7", "ACME  Shooter-7", "", "      ", "....", "0000", "0", "---", "???", "\ufffd\ufffd",
	`{"mirror":false,"sensor_type":"rear"}`, "filter: 0; fileterIntensity: 0.0; filterMask: 0; captureOrientation: 0;",
	"a5cb01550dbb9a6bf732f87e413f6e231cc4581e6a5be800fb0871dce0760cd5",
}

// peoplesCaptions are captions that somebody may have written.
var peoplesCaptions = []string{
	"My real words", "Anna", "Home", "Mum", "X", "1", "7", "2019", "1985-07", "Zoo", "日本", "❤", "Österreich", "Dig", "HDR", "Nor", "Leica M6",
	"Apple", "apple", "Camera", "My Olympus digital camera", "Sony Center, Berlin", "Kodak camera", "Kodak", "Samsung", "APPLE", "SHARP", "Sharp action photo", "SHARP PICTURE", "Mount Olympus", "Default city",
	"Untitled (Blue)", "Nothing", "Game", "Pictures", "Phone", "digital art", "Hunting", "B/W", "AC/DC", "24/7", "<3", "<b>bold</b>",
	"Dad: left; Mum: right;", "IMG of the week", "Created with love", "Created with Paint by my daughter", "Created with GIMP on a rainy Sunday", "smart", "DSC is a company", "100 years of the DCIM", "{sic}", "BMW 2002", "Route 66",
	"Exif explained", "Optimized for winter", "Ricoh's village", "Beach 0001 and others", "Image-Description", "Zürich", "ok", "Hdr!x",
}

func TestCaptionsOfCameras(t *testing.T) {
	camera := []build.Tag{build.ASCII(0x010F, "ACME"), build.ASCII(0x0110, "Shooter 7")}
	photos := map[string]func(text string) []byte{
		"ImageDescription": func(s string) []byte {
			return build.JPEG(build.EXIF(build.TIFF(order, append([]build.Tag{build.ASCII(0x010E, s)}, camera...), nil, nil)))
		},
		"IPTC": func(s string) []byte {
			iim := append(build.Dataset(2, 5, s), build.Dataset(2, 120, s)...)
			return build.JPEG(build.EXIF(build.TIFF(order, camera, nil, nil)), build.Segment(0xED, "Photoshop 3.0\x00"+string(build.Photoshop(iim))))
		},
		"XMP": func(s string) []byte {
			return build.JPEG(build.EXIF(build.TIFF(order, camera, nil, nil)), build.XMPSegment(build.XMP(
				"<dc:title><rdf:Alt><rdf:li xml:lang='x-default'>"+html.EscapeString(s)+"</rdf:li></rdf:Alt></dc:title>"+
					"<dc:description><rdf:Alt><rdf:li xml:lang='x-default'>"+html.EscapeString(s)+"</rdf:li></rdf:Alt></dc:description>")))
		},
	}
	for field, photo := range photos {
		for _, s := range camerasCaptions {
			if m := read(t, photo(s)); m.Description != "" || m.Title != "" {
				t.Errorf("%s %q counts as title %q and description %q", field, s, m.Title, m.Description)
			}
		}
		for _, s := range peoplesCaptions {
			if m := read(t, photo(s)); m.Description != s || field != "ImageDescription" && m.Title != s {
				t.Errorf("%s %q counts as title %q and description %q", field, s, m.Title, m.Description)
			}
		}
	}
}

// camerasOf are the captions in expected.json that ExifTool reads and cameras wrote.
var camerasOf = map[string]bool{
	"OLYMPUS DIGITAL CAMERA": true, "KONICA MINOLTA DIGITAL CAMERA": true, "SANYO DIGITAL CAMERA": true, "000015": true, "DSC00019": true,
	"<Digimax i50 MP3, Samsung #1 MP3>": true, "WWL": true, "SAMSUNG": true,
}

// A camera's caption doesn't hide what somebody wrote elsewhere.
func TestCaptionsOfCamerasHideNone(t *testing.T) {
	m := read(t, jpeg(nil, "<dc:description>OLYMPUS DIGITAL CAMERA</dc:description><dc:title>default</dc:title>",
		build.Dataset(2, 5, "Low water"), build.Dataset(2, 120, "Seen from the pier")))
	if m.Title != "Low water" || m.Description != "Seen from the pier" {
		t.Errorf("title %q, description %q", m.Title, m.Description)
	}
}

// TestCases reads the words of inputs that people reported.
func TestCases(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(shared, "cases", "cases.json"))
	if os.IsNotExist(err) {
		t.Skip("no cases beside the module")
	}
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Cases []struct {
			File, Kind string
			Expect     struct {
				Caption   *string
				Captioned *bool
			}
		}
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	for _, c := range doc.Cases {
		if c.Kind != "words" {
			continue
		}
		m := readPhoto(t, filepath.Join(shared, "cases", filepath.FromSlash(c.File)))
		if want := c.Expect.Caption; want != nil && m.Description != *want {
			t.Errorf("%s: caption %q, want %q", c.File, m.Description, *want)
		}
		if want := c.Expect.Captioned; want != nil && (m.Description != "" || m.Title != "") != *want {
			t.Errorf("%s: caption %q and title %q, captioned should be %v", c.File, m.Description, m.Title, *want)
		}
	}
}

func FuzzCaption(f *testing.F) {
	for _, s := range append(camerasCaptions, peoplesCaptions...) {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) < 1000 {
			_, _ = metadata.Read(bytes.NewReader(build.JPEG(build.EXIF(build.TIFF(order, []build.Tag{build.ASCII(0x010E, s)}, nil, nil)))))
		}
	})
}
