package metadata

import (
	"fmt"
	"io"
	"reflect"

	"descry/library"
)

// Source is the part of a file, or the file beside the photo, that a value stands in.
type Source string

// The sources of a photo's metadata.
const (
	EXIF    Source = "EXIF"
	XMP     Source = "XMP"
	IPTC    Source = "IPTC"
	PNG     Source = "PNG" // the texts of a PNG
	Sidecar Source = "sidecar"
	Takeout Source = "Takeout" // the JSON file that Google Photos writes beside a photo
	Name    Source = "name"    // of the file
)

// Field is one field that a photo has a value for. Value is a string, a number or a list of
// strings, for a position two numbers: degrees north and east. From are the sources of the
// value: for a list all that add to the list, for a value put together of several all that
// have a part. Other sources have no value or another one.
type Field struct {
	Name  string
	Value any
	From  []Source
}

// bySource is the metadata of each source of a photo alone, and of all sources together.
type bySource struct {
	by  map[Source]Metadata
	all Metadata
}

// ReadFields is Read with the fields that have a value, in a fixed order, and the sources of
// each.
func ReadFields(r io.ReadSeeker, e External) (fields []Field, err error) {
	defer recovered(&err)
	f := find(r)
	all, err := f.metadata()
	if err != nil {
		err = fmt.Errorf("read metadata: %w", err)
	}
	s := bySource{by: map[Source]Metadata{
		EXIF:    (&findings{exif: f.exif}).normalise(),
		XMP:     (&findings{xmp: f.xmp}).normalise(),
		IPTC:    (&findings{iptc: f.iptc}).normalise(),
		PNG:     (&findings{text: f.text}).normalise(),
		Sidecar: e.Sidecar,
		Takeout: e.Takeout,
		Name:    {Captured: e.Name},
	}, all: all}
	s.all.Complete(e)
	return s.fields(), err
}

// fieldOrder lists the fields with functions that read them. Nil is no value.
var fieldOrder = []struct {
	name string
	of   func(m Metadata) any
}{
	{"captured", func(m Metadata) any { return capturedText(m.Captured) }},
	{"make", func(m Metadata) any { return m.Make }},
	{"model", func(m Metadata) any { return m.Model }},
	{"lens", func(m Metadata) any { return m.Lens }},
	{"exposure_seconds", func(m Metadata) any { return m.ExposureSeconds }},
	{"f_number", func(m Metadata) any { return m.FNumber }},
	{"iso", func(m Metadata) any { return m.ISO }},
	{"focal_length_mm", func(m Metadata) any { return m.FocalLength }},
	{"orientation", func(m Metadata) any { return m.Orientation }},
	{"position", func(m Metadata) any {
		if !m.HasGPS {
			return nil
		}
		return [2]float64{m.Latitude, m.Longitude}
	}},
	{"rating", func(m Metadata) any {
		if !m.HasRating {
			return nil
		}
		return stars(m.Rating)
	}},
	{"title", func(m Metadata) any { return m.Title }},
	{"description", func(m Metadata) any { return m.Description }},
	{"keywords", func(m Metadata) any { return m.Keywords }},
	{"hierarchical_keywords", func(m Metadata) any { return m.Hierarchical }},
	{"people", func(m Metadata) any { return m.People }},
}

// stars are a rating. No stars are a value, too.
type stars float64

func capturedText(c CaptureTime) string {
	if c.IsZero() {
		return ""
	}
	layout := c.Precision.Layout()
	if c.Precision == library.ToSecond {
		layout += ".999999999"
		if c.HasOffset {
			layout += "Z07:00"
		}
	}
	return c.Time().Format(layout)
}

func (s bySource) fields() []Field {
	var list []Field
	for _, f := range fieldOrder {
		value := f.of(s.all)
		if empty(value) {
			continue
		}
		var saying, agreeing []Source
		for _, source := range []Source{EXIF, XMP, IPTC, PNG, Sidecar, Takeout, Name} {
			says := f.of(s.by[source])
			if empty(says) {
				continue
			}
			saying = append(saying, source)
			if agrees(value, says) {
				agreeing = append(agreeing, source)
			}
		}
		if len(agreeing) == 0 { // the value is put together from several sources
			agreeing = saying
		}
		list = append(list, Field{Name: f.name, Value: value, From: agreeing})
	}
	return list
}

func empty(value any) bool {
	if _, rated := value.(stars); rated {
		return false
	}
	v := reflect.ValueOf(value)
	return !v.IsValid() || v.IsZero() && v.Kind() != reflect.Array || v.Kind() == reflect.Slice && v.Len() == 0
}

// agrees reports that a source has the value, or a part of a joined list.
func agrees(value, says any) bool {
	all, isList := value.([]string)
	if !isList {
		return reflect.DeepEqual(value, says)
	}
	in := make(map[string]bool, len(all))
	for _, v := range all {
		in[v] = true
	}
	for _, v := range says.([]string) {
		if !in[v] {
			return false
		}
	}
	return true
}
