package metadata

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"descry/library/metadata/embedded"
	"descry/library/metadata/text"
	"descry/library/metadata/xmp"
)

// Limits of the bytes kept of a value, and of the length of lists. A real file stays far
// below, and a hostile one must not fill the catalogue.
const (
	maxName        = 256
	maxKeyword     = 1024
	maxTitle       = 2048
	maxDescription = 32 << 10
	maxList        = 10_000
)

// normalise decides which source wins, field by field. Technical values are the camera's (EXIF
// first). Texts and stars are the user's (XMP first).
func (f *findings) normalise() Metadata {
	e, x := f.exif, f.xmp
	m := Metadata{
		Captured:        f.captured(),
		Make:            firstLine(maxName, e.Make, x.Text(xmp.Make)),
		Model:           firstLine(maxName, e.Model, x.Text(xmp.Model)),
		Lens:            firstLine(maxName, e.LensModel, x.Text(xmp.LensModel), x.Text(xmp.Lens), e.MakerLens),
		Orientation:     orientation(e.Orientation, x),
		Keywords:        lines(maxKeyword, f.iptc.Keywords, x.Strings(xmp.Subject), strings.Split(e.XPKeywords, ";")),
		Hierarchical:    hierarchical(x),
		People:          lines(maxName, x.People()),
		ISO:             e.ISO,
		FNumber:         firstNumber(e.FNumber, x.Text(xmp.FNumber)),
		ExposureSeconds: firstNumber(e.ExposureSeconds, x.Text(xmp.ExposureTime)),
		FocalLength:     firstNumber(e.FocalLength, x.Text(xmp.FocalLength)),
	}
	if m.ISO == 0 {
		m.ISO = int(firstNumber(firstNumber(0, x.Text(xmp.Sensitivity)), x.Text(xmp.ISO)))
	}
	orElse(&m.ISO, e.MakerISO)
	orElse(&m.FNumber, e.ApexFNumber)
	orElse(&m.ExposureSeconds, e.ApexSeconds)
	if m.Captured.IsZero() {
		m.Captured = creationTime(f.text[embedded.TextCreated]).from(PNG)
	}
	f.captions(&m)
	f.position(&m)
	f.rating(&m)
	return m
}

// captions takes what people wrote, and nothing that cameras and programs did.
func (f *findings) captions(m *Metadata) {
	e, x := f.exif, f.xmp
	line := func(s string) string { return text.Line(s, maxTitle) }
	block := func(s string) string { return text.Block(s, maxDescription) }
	camera := []string{m.Make, m.Model}
	m.Title = written(line, camera, x.Default(xmp.Title), f.iptc.Title, e.XPTitle, f.text[embedded.TextTitle])
	m.Description = written(block, camera, x.Default(xmp.Description), f.iptc.Caption, e.Description,
		e.XPComment, e.UserComment, x.Default(xmp.UserComment), e.XPSubject,
		f.text[embedded.TextDescription], f.text[embedded.TextComment])
}

// position takes the place from EXIF, else from XMP.
func (f *findings) position(m *Metadata) {
	m.Latitude, m.Longitude, m.HasGPS = f.exif.Latitude, f.exif.Longitude, f.exif.HasGPS
	lat, lon := f.xmp.Text(xmp.GPSLatitude), f.xmp.Text(xmp.GPSLongitude)
	if m.HasGPS || lat == "" || lon == "" {
		return
	}
	var err1, err2 error
	m.Latitude, err1 = xmp.Coordinate(lat, "NS", 90)
	m.Longitude, err2 = xmp.Coordinate(lon, "EW", 180)
	if err := errors.Join(err1, err2); err != nil {
		m.Latitude, m.Longitude = 0, 0
		f.note(fmt.Errorf("read XMP position: %w", err))
		return
	}
	m.HasGPS = m.Latitude != 0 || m.Longitude != 0
}

// rating takes the stars from XMP, else from IFD0, else from what Windows writes besides, else
// from the camera.
func (f *findings) rating(m *Metadata) {
	if s := f.xmp.Text(xmp.Rating); s != "" {
		v, err := strconv.ParseFloat(s, 64)
		if err == nil && validRating(v) {
			m.Rating, m.HasRating = v, true
			return
		}
		f.note(fmt.Errorf("invalid rating %q", text.Cut(s, 32)))
	}
	if v := float64(f.exif.Rating); f.exif.HasRating && validRating(v) {
		m.Rating, m.HasRating = v, true
		return
	}
	for _, percent := range []float64{firstNumber(0, f.xmp.Text(xmp.RatingPercent)), float64(f.exif.RatingPercent)} {
		if v := starsOfPercent(percent); v > 0 {
			m.Rating, m.HasRating = v, true
			return
		}
	}
	if v := float64(f.exif.MakerRating); v > 0 {
		m.Rating, m.HasRating = v, true
	}
}

// starsOfPercent are the stars of a rating of Windows', which writes 1, 25, 50, 75 and 99
// percent for them, and 0 for none.
func starsOfPercent(percent float64) float64 {
	if !(percent > 0 && percent <= 100) {
		return 0
	}
	return 1 + math.Round(percent/25)
}

func validRating(v float64) bool { return v == -1 || v >= 0 && v <= 5 }

// orientation takes the EXIF number, else the copy in XMP.
func orientation(stored int, x xmp.Props) int {
	if n, err := strconv.ParseUint(x.Text(xmp.Orientation), 10, 16); stored == 0 && err == nil {
		return int(n)
	}
	return stored
}

// hierarchical joins Lightroom's and digiKam's trees. digiKam separates levels with slashes.
// Programs that take a name with a slash to digiKam's form (Immich) write a bar for it.
func hierarchical(x xmp.Props) []string {
	swap := strings.NewReplacer("/", "|", "|", "/")
	var tags []string
	for _, s := range x.Strings(xmp.TagsList) {
		tags = append(tags, swap.Replace(s))
	}
	return lines(maxKeyword, x.Strings(xmp.Hierarchical), tags)
}

// firstLine returns the first text that is not blank, cleaned.
func firstLine(limit int, texts ...string) string {
	for _, s := range texts {
		if s = text.Line(s, limit); s != "" {
			return s
		}
	}
	return ""
}

// lines cleans lists of texts and joins them, sorted and without repeats.
func lines(limit int, lists ...[]string) []string {
	var out []string
	for _, s := range slices.Concat(lists...) {
		if s = text.Line(s, limit); s != "" {
			out = append(out, s)
		}
	}
	slices.Sort(out)
	out = slices.Compact(out)
	return out[:min(len(out), maxList)]
}

// orElse sets a number that is 0.
func orElse[T int | float64](to *T, v T) {
	if *to == 0 {
		*to = v
	}
}

// firstNumber returns v unless v is 0, else the positive number in an XMP text.
func firstNumber(v float64, s string) float64 {
	if v != 0 {
		return v
	}
	n, err := xmp.Number(s)
	if err != nil || !(n > 0) || n > math.MaxInt32 {
		return 0
	}
	return n
}
