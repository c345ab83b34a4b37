package metadata_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	jpegcodec "image/jpeg"
	"strings"
	"testing"
	"time"

	"descry/library/media/raw/rawtest"
	"descry/library/metadata"
)

// rawPhoto is what the raw files of these tests hold.
func rawPhoto(t testing.TB, orientation int) rawtest.Photo {
	var b bytes.Buffer
	if err := jpegcodec.Encode(&b, image.NewGray(image.Rect(0, 0, 16, 12)), nil); err != nil {
		t.Fatal(err)
	}
	return rawtest.Photo{Large: b.Bytes(), Medium: b.Bytes(), Small: b.Bytes(), Width: 600, Height: 400, Orientation: orientation}
}

// TestRawFiles reads camera, date and orientation of every maker's files.
func TestRawFiles(t *testing.T) {
	for _, l := range rawtest.Layouts {
		for _, order := range []rawtest.Order{binary.LittleEndian, binary.BigEndian} {
			p := rawPhoto(t, 6)
			p.Order = order
			m := read(t, l.File(p))
			if m.Make != l.Make || m.Model != l.Model {
				t.Errorf("%s: camera %q, %q", l.Name, m.Make, m.Model)
			}
			if got := m.Captured.Local.Format("2006:01:02 15:04:05"); got != rawtest.Captured {
				t.Errorf("%s: captured %s", l.Name, got)
			}
			if l.Name != "CRW" && (m.ISO != rawtest.ISO || m.FNumber != 2.8) {
				t.Errorf("%s: ISO %d, f/%v", l.Name, m.ISO, m.FNumber)
			}
			// X3F files say it in their header only.
			if !strings.HasPrefix(l.Name, "X3F") && m.Orientation != 6 {
				t.Errorf("%s: orientation %d", l.Name, m.Orientation)
			}
			if l.Name == "CR3" && (!m.HasGPS || fmt.Sprintf("%.3f %.3f", m.Latitude, m.Longitude) != "59.500 10.750") {
				t.Errorf("CR3: position %v %v %v", m.HasGPS, m.Latitude, m.Longitude)
			}
		}
	}
}

// TestCR3XMP reads the packet in a box of its own.
func TestCR3XMP(t *testing.T) {
	packet := `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
		`<rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4"/></rdf:RDF></x:xmpmeta>`
	box := append([]byte("uuid\xBE\x7A\xCF\xCB\x97\xA9\x42\xE8\x9C\x71\x99\x94\x91\xE3\xAF\xAC"), packet...)
	box = append(binary.BigEndian.AppendUint32(nil, uint32(len(box)+4)), box...)
	m := read(t, append(rawtest.Named("CR3").File(rawPhoto(t, 1)), box...))
	if m.Rating != 4 || m.ISO != rawtest.ISO {
		t.Errorf("rating %v, ISO %d", m.Rating, m.ISO)
	}
}

// TestCR3OfAnotherBrand reads a file that names Canon's brand among those that it is
// compatible with, as package media does.
func TestCR3OfAnotherBrand(t *testing.T) {
	file := rawtest.Named("CR3").File(rawPhoto(t, 6))
	if !bytes.HasPrefix(file[4:], []byte("ftypcrx ")) || !bytes.Contains(file[12:40], []byte("crx ")) {
		t.Fatalf("the file begins with %q", file[:40])
	}
	copy(file[8:], "mif1")
	if m := read(t, file); m.Orientation != 6 || m.ISO != rawtest.ISO {
		t.Errorf("orientation %d, ISO %d", m.Orientation, m.ISO)
	}
}

// TestRawProperties reads an X3F that has no EXIF, as the first cameras wrote it.
func TestRawProperties(t *testing.T) {
	file := rawtest.WithProperties(map[string]string{
		"CAMMANUF": "SIGMA", "CAMMODEL": "SIGMA SD10", "TIME": "1614834367", "ISO": "200", "APERTURE": "5.657", "SHUTTER": "0.01",
		"FLENGTH": "30", "ODD": "ä",
	})
	m := read(t, file)
	if m.Make != "SIGMA" || m.Model != "SIGMA SD10" || m.ISO != 200 || m.FNumber != 5.7 || m.ExposureSeconds != 0.01 || m.FocalLength != 30 ||
		!m.Captured.Local.Equal(time.Date(2021, 3, 4, 5, 6, 7, 0, time.UTC)) {
		t.Errorf("%+v", m)
	}
}

// TestRawCut reads every beginning of raw files without a panic.
func TestRawCut(t *testing.T) {
	for _, l := range rawtest.Layouts {
		file := l.File(rawPhoto(t, 1))
		for n := range file {
			m, err := metadata.Read(bytes.NewReader(file[:n]))
			if err != nil && strings.Contains(err.Error(), "panic") {
				t.Fatalf("%s cut at %d: %v", l.Name, n, err)
			}
			sane(t, l.Name, m)
		}
	}
}

func FuzzRawFiles(f *testing.F) {
	for _, l := range rawtest.Layouts {
		f.Add(l.File(rawPhoto(f, 6)))
	}
	f.Add(rawtest.WithProperties(map[string]string{"ISO": "200"}))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := metadata.Read(bytes.NewReader(data))
		if err != nil && strings.Contains(err.Error(), "panic") {
			t.Error(err)
		}
		sane(t, "fuzzed", m)
	})
}
