package index_test

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"descry/library"
)

// TestReportedMetadata indexes files of kinds that people reported elsewhere, in the places where they lie,
// with the right values. testdata/cases/cases.json has them with their sources.
func TestReportedMetadata(t *testing.T) {
	data, err := os.ReadFile("testdata/cases/cases.json")
	must(t, err)
	var list struct {
		Cases []struct {
			File, What string
			Expect     map[string]json.RawMessage
		}
	}
	must(t, json.Unmarshal(data, &list))
	f := newFixture(t)
	must(t, os.CopyFS(f.photos, os.DirFS("testdata/cases")))
	f.once()
	for _, c := range list.Cases {
		t.Run(c.File, func(t *testing.T) {
			p, err := f.store.Photo(t.Context(), f.id(c.File))
			must(t, err)
			for field, want := range c.Expect {
				if got := reported(t, p, field, want); got != "" {
					t.Errorf("%s: %s: %s, want %s", c.What, field, got, want)
				}
			}
		})
	}
	if len(list.Cases) < 50 {
		t.Errorf("only %d cases", len(list.Cases))
	}
}

// reported compares a field of a photo, and returns what it is where it isn't as wanted.
func reported(t *testing.T, p library.Photo, field string, want json.RawMessage) (got string) {
	t.Helper()
	read := func(into any) { must(t, json.Unmarshal(want, into)) }
	captured := ""
	if !p.Captured.IsZero() {
		captured = p.Captured.Local.Format(p.Captured.Precision.Layout())
	}
	switch field {
	case "decodes":
		return ""
	case "captured", "captured_prefix":
		var text *string
		read(&text)
		if text == nil && captured == "" || text != nil && (captured == *text || field == "captured_prefix" && strings.HasPrefix(captured, *text)) {
			return ""
		}
		return captured
	case "rating":
		var n int
		read(&n)
		if p.Rating == n {
			return ""
		}
	case "caption":
		var text string
		read(&text)
		if p.Caption == text {
			return ""
		}
		return p.Caption
	case "captioned":
		var yes bool
		read(&yes)
		if yes == (p.Title != "" || p.Caption != "") {
			return ""
		}
		return p.Title + p.Caption
	case "keywords":
		var list []string
		read(&list)
		if slices.Equal(p.Keywords, list) {
			return ""
		}
		return strings.Join(p.Keywords, ", ")
	case "keyword_depth":
		var depths map[string]int
		read(&depths)
		for _, depth := range depths {
			if !slices.ContainsFunc(p.Keywords, func(k string) bool { return len(strings.Split(k, "/")) == depth }) {
				return strings.Join(p.Keywords, ", ")
			}
		}
		return ""
	case "place":
		var place *[2]float64
		read(&place)
		if place == nil && p.GPS == nil || place != nil && p.GPS != nil &&
			math.Abs(place[0]-p.GPS.Latitude) < 1e-6 && math.Abs(place[1]-p.GPS.Longitude) < 1e-6 {
			return ""
		}
	}
	data, _ := json.Marshal(p)
	return string(data)
}

const xmpHead = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description ` +
	`xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:darktable="http://darktable.sf.net/">`

// sidecar writes an XMP file of some properties.
func (f *fixture) sidecar(name, properties string) {
	f.t.Helper()
	path := filepath.Join(f.photos, filepath.FromSlash(name))
	must(f.t, os.WriteFile(path, []byte(xmpHead+properties+"</rdf:Description></rdf:RDF></x:xmpmeta>"), 0o644))
}

func rated(stars string) string { return "<xmp:Rating>" + stars + "</xmp:Rating>" }

func tagged(word string) string {
	return "<dc:subject><rdf:Bag><rdf:li>" + word + "</rdf:li></rdf:Bag></dc:subject>"
}

// expectSaid compares what is known of a photo: its rating and keywords.
func (f *fixture) expectSaid(name string, rating int, keywords ...string) {
	f.t.Helper()
	p, err := f.store.Photo(f.t.Context(), f.id(name))
	must(f.t, err)
	if p.Rating != rating || !slices.Equal(p.Keywords, keywords) {
		f.t.Errorf("%s is rated %d with %q, want %d with %q", name, p.Rating, p.Keywords, rating, keywords)
	}
}
