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

// SidecarNames returns the names under which a sidecar of a photo may lie beside the photo,
// the likeliest first: the whole name with .xmp behind (darktable, digiKam), then with .xmp in
// place of the extension (Lightroom). Several photos (IMG_1.CR2 and IMG_1.JPG) may share a
// name of the second kind: Present.Fits tells which photo a sidecar is for. A path gives
// paths.
func SidecarNames(photoName string) []string {
	names := []string{photoName + ".xmp", photoName + ".XMP"}
	ext := filepath.Ext(photoName)
	base := strings.TrimSuffix(photoName, ext)
	if ext != "" && base != "" && !strings.HasSuffix(base, string(filepath.Separator)) {
		names = append(names, base+".xmp", base+".XMP")
	}
	return names
}

// Fits reports whether a sidecar found under one of the SidecarNames of a photo is about that
// photo. A sidecar that names another extension is not. Neither is darktable's sidecar of a
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
