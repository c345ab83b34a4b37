package metadata

import (
	"fmt"
	"io"
	"reflect"
)

// Source is the part of a file, or the file beside it, that a value stands in.
type Source string

// The sources of a photo's metadata.
const (
	EXIF    Source = "EXIF"
	XMP     Source = "XMP"
	IPTC    Source = "IPTC"
	Sidecar Source = "sidecar"
)

// Field is one field that a photo has a value for. Value is a string, a number, a list of
// strings or, of a position, two numbers: degrees north and east. From are the sources
// that say so, of a list all that add to it, of what is put together all that say anything
// of it; the others say nothing or something else.
type Field struct {
	Name  string
	Value any
	From  []Source
}

// bySource is what each source of a photo says by itself, and what all say together.
type bySource struct {
	by  map[Source]Metadata
	all Metadata
}

// ReadFields is Read with the fields that have a value, in a fixed order, and where each
// comes from. sidecar is what ReadSidecar said of the file beside it; both are zero where
// there is none that fits.
func ReadFields(r io.ReadSeeker, sidecar Metadata, p Present) (fields []Field, err error) {
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
		Sidecar: sidecar,
	}, all: all}
	s.all.Merge(sidecar, p)
	return s.fields(), err
}

// fieldOrder lists the fields with how to get at them; nil is no value.
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

// stars are a rating; none is a value, too.
type stars float64

func capturedText(c CaptureTime) string {
	switch {
	case c.IsZero():
		return ""
	case c.HasOffset:
		return c.Time().Format("2006-01-02T15:04:05.999999999Z07:00")
	}
	return c.Time().Format("2006-01-02T15:04:05.999999999")
}

func (s bySource) fields() []Field {
	var list []Field
	for _, f := range fieldOrder {
		value := f.of(s.all)
		if empty(value) {
			continue
		}
		var saying, agreeing []Source
		for _, source := range []Source{EXIF, XMP, IPTC, Sidecar} {
			says := f.of(s.by[source])
			if empty(says) {
				continue
			}
			saying = append(saying, source)
			if agrees(value, says) {
				agreeing = append(agreeing, source)
			}
		}
		if len(agreeing) == 0 { // it is put together of what several say
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

// agrees reports that a source says the value, or a part of a list that is joined of
// several.
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
