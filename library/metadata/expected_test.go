package metadata_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"

	"descry/library"
	"descry/library/metadata"
)

// shared is where the photos and broken files for tests lie, beside the module.
const shared = "../../../shared"

// expected is an entry of expected.json, made with ExifTool.
type expected struct {
	Sidecar string `json:"sidecar"`
	values
	WithSidecar *values `json:"with_sidecar"`
}

type values struct {
	Captured     *captured `json:"captured"`
	Make         *string   `json:"make"`
	Model        *string   `json:"model"`
	Lens         *string   `json:"lens"`
	GPS          []float64 `json:"gps"`
	Rating       *float64  `json:"rating"`
	Keywords     []string  `json:"keywords"`
	Hierarchical []string  `json:"hierarchical"`
	People       []string  `json:"people"`
	Title        *string   `json:"title"`
	Description  *string   `json:"description"`
	Orientation  *int      `json:"orientation"`

	withoutTime string // a date that has no time, "" = captured
}

type captured struct {
	Local  string  `json:"local"`
	SubSec *string `json:"subsec"`
	Offset *string `json:"offset"`
}

func loadExpected(t *testing.T, set string) map[string]expected {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(shared, "photos", set, "expected.json"))
	if os.IsNotExist(err) {
		t.Skip("no test photos beside the module")
	}
	if err != nil {
		t.Fatal(err)
	}
	var doc struct{ Files map[string]expected }
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	return doc.Files
}

// withoutTime are photos whose first date has no time of day, which expected.json leaves out.
var withoutTime = map[string]string{
	"metadata/real-long-description.jpg": "2003-08-31",
	"metadata/date-xmp-year-only.jpg":    "1975",
}

func TestAgreesWithExifTool(t *testing.T) {
	for _, set := range []string{"formats", "exif"} {
		for name, want := range loadExpected(t, set) {
			if amend := amended[name]; amend != nil {
				amend(&want.values)
			}
			if lens, ok := makersLenses[name]; ok {
				want.Lens = &lens
			}
			t.Run(set+"/"+name, func(t *testing.T) {
				want.withoutTime = withoutTime[name]
				path := filepath.Join(shared, "photos", set, name)
				if filepath.Ext(name) == ".xmp" {
					m, _ := readSidecar(t, path)
					compare(t, m, want.values, false)
					return
				}
				m := readPhoto(t, path)
				compare(t, m, want.values, true)
				if want.WithSidecar != nil {
					side, present := readSidecar(t, filepath.Join(shared, "photos", set, want.Sidecar))
					if !present.Fits(name) {
						t.Errorf("sidecar does not fit %s", name)
					}
					m.Merge(side, present)
					compare(t, m, *want.WithSidecar, false)
				}
			})
		}
	}
}

func TestFindsSidecars(t *testing.T) {
	for name, want := range loadExpected(t, "formats") {
		if want.Sidecar == "" {
			continue
		}
		dir := filepath.Join(shared, "photos/formats", filepath.Dir(name))
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, e := range entries {
			names = append(names, e.Name())
		}
		found := metadata.NewBeside(names).Of(filepath.Base(name))
		if len(found) == 0 || found[0] != filepath.Base(want.Sidecar) {
			t.Errorf("%s: %q, sidecar %s is not the first", name, found, want.Sidecar)
		}
	}
}

func readPhoto(t *testing.T, path string) metadata.Metadata {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	m, err := metadata.Read(f)
	if err != nil {
		t.Errorf("read: %v", err)
	}
	return m
}

func readSidecar(t *testing.T, path string) (metadata.Metadata, metadata.Present) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	m, p, err := metadata.ReadSidecar(f)
	if err != nil {
		t.Errorf("read sidecar: %v", err)
	}
	return m, p
}

func compare(t *testing.T, m metadata.Metadata, want values, orientation bool) {
	t.Helper()
	check := func(field string, got, want any) {
		t.Helper()
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: got %q, want %q", field, fmt.Sprint(got), fmt.Sprint(want))
		}
	}
	check("captured", gotCaptured(m.Captured), wantCaptured(want, m.Captured))
	check("make", m.Make, deref(want.Make))
	check("model", m.Model, deref(want.Model))
	check("lens", m.Lens, deref(want.Lens))
	check("title", m.Title, deref(want.Title))
	if camerasOf[deref(want.Description)] {
		want.Description = nil
	}
	check("description", m.Description, deref(want.Description))
	check("has rating", m.HasRating, want.Rating != nil)
	check("rating", m.Rating, deref(want.Rating))
	check("has GPS", m.HasGPS, want.GPS != nil)
	if m.HasGPS && want.GPS != nil {
		check("GPS", []float64{round(m.Latitude), round(m.Longitude)}, want.GPS)
	}
	check("keywords", quoted(m.Keywords), quoted(want.Keywords))
	check("hierarchical", quoted(m.Hierarchical), quoted(want.Hierarchical))
	check("people", quoted(m.People), quoted(want.People))
	if orientation {
		check("orientation", m.Orientation, deref(want.Orientation))
	}
}

func gotCaptured(c metadata.CaptureTime) string {
	if c.IsZero() {
		return "none"
	}
	if c.Precision != library.ToSecond {
		return c.Local.Format(c.Precision.Layout())
	}
	s := c.Local.Format("2006-01-02T15:04:05") + " ." + c.SubSec
	if c.HasOffset {
		s += " " + c.Time().Format("-07:00")
	}
	return s
}

// wantCaptured has the fraction only where it is stated.
func wantCaptured(v values, got metadata.CaptureTime) string {
	if v.withoutTime != "" {
		return v.withoutTime
	}
	if v.Captured == nil {
		return "none"
	}
	s := v.Captured.Local + " ."
	if v.Captured.SubSec != nil {
		s += *v.Captured.SubSec
	} else {
		s += got.SubSec
	}
	if v.Captured.Offset != nil {
		s += " " + *v.Captured.Offset
	}
	return s
}

func round(v float64) float64 { return math.Round(v*1e6) / 1e6 }

func quoted(s []string) string { return fmt.Sprintf("%q", s) }

func deref[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}
