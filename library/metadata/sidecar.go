package metadata

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"descry/library/metadata/xmp"
)

// Present says which fields a sidecar has a value for, and what the sidecar holds about its
// photo.
type Present struct {
	Captured, Make, Model, Lens         bool
	GPS, Rating                         bool
	Keywords, Hierarchical, People      bool
	Title, Description                  bool
	ISO, FNumber, Exposure, FocalLength bool

	// Extension is the extension of the photo, without dot, as Lightroom writes it
	// (photoshop:SidecarForExtension), "" when not stated.
	Extension string
	// DerivedFrom is the name of the photo as darktable writes it (xmpMM:DerivedFrom), "" when
	// not stated.
	DerivedFrom string
}

// ReadSidecar reads an XMP sidecar. A file that is no well-formed XMP gives an error and
// nothing else, so that merging the result changes nothing. A sidecar with single invalid
// values gives the others and an error.
func ReadSidecar(r io.Reader) (m Metadata, p Present, err error) {
	defer recovered(&err)
	data, err := io.ReadAll(io.LimitReader(r, xmp.MaxSize+1))
	if err != nil {
		return Metadata{}, Present{}, fmt.Errorf("read sidecar: %w", err)
	}
	props, err := xmp.Parse(data)
	if err != nil {
		return Metadata{}, Present{}, fmt.Errorf("read sidecar: %w", err)
	}
	f := findings{xmp: props}
	m, err = f.metadata()
	m.Captured = m.Captured.from(Sidecar)
	if err != nil {
		err = fmt.Errorf("read sidecar: %w", err)
	}
	p = present(m)
	p.Extension = strings.TrimPrefix(props.Text(xmp.SidecarForExtension), ".")
	p.DerivedFrom = props.Text(xmp.DerivedFrom)
	return m, p, err
}

func present(m Metadata) Present {
	return Present{
		Captured: !m.Captured.IsZero(),
		Make:     m.Make != "", Model: m.Model != "", Lens: m.Lens != "",
		GPS: m.HasGPS, Rating: m.HasRating,
		Keywords: len(m.Keywords) > 0, Hierarchical: len(m.Hierarchical) > 0, People: len(m.People) > 0,
		Title: m.Title != "", Description: m.Description != "",
		ISO: m.ISO != 0, FNumber: m.FNumber != 0, Exposure: m.ExposureSeconds != 0, FocalLength: m.FocalLength != 0,
	}
}

// Merge takes the values that the sidecar has. A capture time is taken whole, since the offset
// of one source does not fit the clock of another.
func (m *Metadata) Merge(sidecar Metadata, p Present) {
	s := sidecar
	take(&m.Captured, s.Captured, p.Captured)
	take(&m.Make, s.Make, p.Make)
	take(&m.Model, s.Model, p.Model)
	take(&m.Lens, s.Lens, p.Lens)
	take(&m.Latitude, s.Latitude, p.GPS)
	take(&m.Longitude, s.Longitude, p.GPS)
	take(&m.HasGPS, true, p.GPS)
	take(&m.Rating, s.Rating, p.Rating)
	take(&m.HasRating, true, p.Rating)
	take(&m.Keywords, s.Keywords, p.Keywords)
	take(&m.Hierarchical, s.Hierarchical, p.Hierarchical)
	take(&m.People, s.People, p.People)
	take(&m.Title, s.Title, p.Title)
	take(&m.Description, s.Description, p.Description)
	take(&m.ISO, s.ISO, p.ISO)
	take(&m.FNumber, s.FNumber, p.FNumber)
	take(&m.ExposureSeconds, s.ExposureSeconds, p.Exposure)
	take(&m.FocalLength, s.FocalLength, p.FocalLength)
}

func take[T any](dst *T, v T, has bool) {
	if has {
		*dst = v
	}
}

// MergeSidecars is what several sidecars of one photo say together, the likelier ones before
// the others: of each field the first value. Programs write no stars into their sidecars for
// every photo that nobody has judged, which doesn't outweigh stars.
func MergeSidecars(list []Metadata, present []Present) (m Metadata, p Present) {
	for i := len(list) - 1; i >= 0; i-- {
		s, has := list[i], present[i]
		if s.Rating == 0 && p.Rating {
			has.Rating = false
		}
		m.Merge(s, has)
		p.add(has)
	}
	return m, p
}

// add notes that there are the fields of the other as well.
func (p *Present) add(o Present) {
	for _, f := range []struct {
		field *bool
		has   bool
	}{
		{&p.Captured, o.Captured}, {&p.Make, o.Make}, {&p.Model, o.Model}, {&p.Lens, o.Lens},
		{&p.GPS, o.GPS}, {&p.Rating, o.Rating},
		{&p.Keywords, o.Keywords}, {&p.Hierarchical, o.Hierarchical}, {&p.People, o.People},
		{&p.Title, o.Title}, {&p.Description, o.Description},
		{&p.ISO, o.ISO}, {&p.FNumber, o.FNumber}, {&p.Exposure, o.Exposure}, {&p.FocalLength, o.FocalLength},
	} {
		*f.field = *f.field || f.has
	}
}

// External is what is said of a photo outside of its file.
type External struct {
	Sidecar Metadata    // as of MergeSidecars
	Present Present     // the fields of Sidecar
	Takeout Metadata    // as of ReadTakeout
	Name    CaptureTime // as of ReadName
}

// Join is what is said outside of two files of one photo. What is said of this one counts
// before the other's.
func (e External) Join(o External) External {
	e.Sidecar, e.Present = MergeSidecars([]Metadata{e.Sidecar, o.Sidecar}, []Present{e.Present, o.Present})
	e.Takeout.fill(o.Takeout)
	if e.Name.IsZero() {
		e.Name = o.Name
	}
	return e
}

// Complete takes what is said outside of the file. Sidecars outweigh the file. The others say
// what neither says.
func (m *Metadata) Complete(e External) {
	m.Merge(e.Sidecar, e.Present)
	m.fill(e.Takeout)
	m.fill(Metadata{Captured: e.Name})
}

// fill takes what is said elsewhere where nothing is said yet. A date that goes only as far as
// the day, month or year is made exact by one within it.
func (m *Metadata) fill(o Metadata) {
	if m.Captured.IsZero() || o.Captured.Precision < m.Captured.Precision && m.Captured.covers(o.Captured) {
		m.Captured = o.Captured
	}
	if !m.HasGPS {
		m.Latitude, m.Longitude, m.HasGPS = o.Latitude, o.Longitude, o.HasGPS
	}
	if m.Title == "" && m.Description == "" {
		m.Title, m.Description = o.Title, o.Description
	}
	if len(m.People) == 0 {
		m.People = o.People
	}
}

// Fits reports whether a sidecar that Beside gives for a photo is about that photo. A sidecar that names another extension is not. Neither is darktable's sidecar of a
// duplicate: photo_01.jpg.xmp then holds the second version of photo.jpg, and is none of a
// photo called photo_01.jpg.
func (p Present) Fits(photoName string) bool {
	name := filepath.Base(photoName)
	ext := filepath.Ext(name)
	if p.Extension != "" && !strings.EqualFold(p.Extension, strings.TrimPrefix(ext, ".")) {
		return false
	}
	original, originalExt := p.DerivedFrom, filepath.Ext(p.DerivedFrom)
	if original == "" || originalExt != ext {
		return true
	}
	base := strings.TrimSuffix(name, ext)
	number, ok := strings.CutPrefix(base, strings.TrimSuffix(original, ext)+"_")
	return !ok || len(number) < 2 || digits(number) == ""
}
