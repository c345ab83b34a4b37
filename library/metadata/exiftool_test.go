package metadata_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"descry/library/metadata"
)

// answer is what ExifTool says of a file: values by group and name ("ExifIFD:ISO").
type answer map[string]any

// text is the first of some values that says something. The group "*" stands for any.
func (a answer) text(keys ...string) string {
	for _, key := range keys {
		if name, anywhere := strings.CutPrefix(key, "*"); anywhere {
			for _, k := range a.keys() {
				if s := plainValue(a[k]); s != "" && strings.HasSuffix(k, name) {
					return s
				}
			}
			continue
		}
		if s := plainValue(a[key]); s != "" {
			return s
		}
	}
	return ""
}

func (a answer) keys() []string {
	keys := make([]string, 0, len(a))
	for k := range a {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// plainValue writes a value without the blanks, zeros and rubbish that stand for none.
func plainValue(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case []any:
		if len(v) == 0 {
			return ""
		}
		return plainValue(v[0])
	case map[string]any: // by language
		return plainValue(v["x-default"])
	}
	s := strings.TrimSpace(fmt.Sprint(v))
	if s == "undef" || s == "inf" || strings.Trim(s, ". \x00") == "" {
		return ""
	}
	return s
}

// list joins some values, lists or not, in order and without repeats.
func (a answer) list(keys ...string) string {
	var all []string
	for _, key := range keys {
		switch v := a[key].(type) {
		case nil:
		case []any:
			for _, item := range v {
				all = append(all, plainValue(item))
			}
		default:
			all = append(all, plainValue(v))
		}
	}
	return joined(all)
}

func joined(words []string) string {
	words = slices.DeleteFunc(slices.Clone(words), func(s string) bool { return s == "" })
	slices.Sort(words)
	return strings.Join(slices.Compact(words), "|")
}

// number is the first of some values that is a positive number. The largest of 16 bits stands
// for none.
func (a answer) number(keys ...string) string {
	for _, key := range keys {
		s, _, _ := strings.Cut(a.text(key), " ")
		if v, err := strconv.ParseFloat(s, 64); err == nil && v > 0 && v != math.MaxUint16 && !math.IsInf(v, 0) {
			return shortNumber(v)
		}
	}
	return ""
}

func shortNumber(v float64) string {
	if v == 0 {
		return ""
	}
	return strconv.FormatFloat(v, 'g', 4, 64)
}

var zone = regexp.MustCompile(`(:\d\d(?:\.\d+)?)(?:[+-]\d\d:\d\d|Z)?$`)

// tenths rounds a number as apertures are.
func tenths(number string) string {
	v, err := strconv.ParseFloat(number, 64)
	if err != nil {
		return number
	}
	return strconv.FormatFloat(v, 'f', 1, 64)
}

// clock is a date with its time. A date that goes less far is the begin of what it leaves open.
const clock = "2006:01:02 15:04:05"

// captured is the date by the rules of expected.json.
func (a answer) captured() string {
	for _, s := range []string{
		a.text("ExifIFD:DateTimeOriginal", "IFD0:DateTimeOriginal", "CanonRaw:DateTimeOriginal", "SigmaRaw:DateTimeOriginal", "CIFF:DateTimeOriginal"),
		a.text("XMP-exif:DateTimeOriginal"), a.text("XMP-photoshop:DateCreated"),
		a.text("IPTC:DateCreated") + " " + a.text("IPTC:TimeCreated"),
		a.text("ExifIFD:CreateDate", "IFD0:CreateDate"), a.text("XMP-xmp:CreateDate"),
	} {
		s = strings.NewReplacer("-", ":", "T", " ", "/", ":").Replace(zone.ReplaceAllString(strings.TrimSpace(s), "$1"))
		s, _, _ = strings.Cut(s, ".")
		for _, layout := range []string{clock, "2006:01:02 15:04", "2006:01:02", "2006:01", "2006"} {
			if t, err := time.Parse(layout, s); err == nil && t.Year() > 1000 {
				return t.Format(clock)
			}
		}
	}
	return ""
}

func (a answer) place() string {
	lat, err1 := strconv.ParseFloat(a.text("Composite:GPSLatitude", "XMP-exif:GPSLatitude"), 64)
	lon, err2 := strconv.ParseFloat(a.text("Composite:GPSLongitude", "XMP-exif:GPSLongitude"), 64)
	if err1 != nil || err2 != nil || math.Abs(lat) > 90 || math.Abs(lon) > 180 || lat == 0 && lon == 0 {
		return ""
	}
	return shortPlace(lat, lon)
}

func shortPlace(lat, lon float64) string { return fmt.Sprintf("%.5f %.5f", lat, lon) }

// people are the names of face regions and of the list of persons.
func (a answer) people() string {
	var names []string
	for _, region := range a.in("XMP-mwg-rs:RegionInfo", "RegionList") {
		if kind, ok := region["Type"]; !ok || kind == "Face" {
			names = append(names, plainValue(region["Name"]))
		}
	}
	for _, region := range a.in("XMP-MP:RegionInfoMP", "Regions") {
		names = append(names, plainValue(region["PersonDisplayName"]))
	}
	return joined(append(names, strings.Split(a.list("XMP-iptcExt:PersonInImage"), "|")...))
}

func (a answer) in(key, field string) (regions []map[string]any) {
	info, _ := a[key].(map[string]any)
	list, _ := info[field].([]any)
	for _, item := range list {
		if region, ok := item.(map[string]any); ok {
			regions = append(regions, region)
		}
	}
	return regions
}

// caption is the first of some values that people wrote.
func (a answer) caption(keys ...string) string {
	for _, key := range keys {
		if s := a.text(key); s != "" && !camerasOf[s] && !slices.Contains(camerasCaptions, s) {
			return strings.Join(strings.Fields(s), " ")
		}
	}
	return ""
}

// lens is the lens, in ExifTool's words. ExifTool has none of a lens that can't be changed, or
// says "Unknown".
func (a answer) lens() string {
	s := a.text("ExifIFD:LensModel", "XMP-exifEX:LensModel", "XMP-aux:Lens", "Canon:LensModel", "Olympus:LensModel", "Panasonic:LensType",
		"Composite:LensSpec", "Composite:LensID")
	if strings.HasPrefix(s, "Unknown ") || s == "n/a" {
		return ""
	}
	return s
}

// comparisons are the fields with both programs' values as text.
var comparisons = []struct {
	field  string
	theirs func(a answer) string
	ours   func(m metadata.Metadata) string
}{
	{"date", answer.captured, func(m metadata.Metadata) string {
		if m.Captured.IsZero() {
			return ""
		}
		return m.Captured.Local.Format(clock)
	}},
	{"make", func(a answer) string { return a.text("IFD0:Make", "*:Make") }, func(m metadata.Metadata) string { return m.Make }},
	{"model", func(a answer) string { return a.text("IFD0:Model", "*:Model") }, func(m metadata.Metadata) string { return m.Model }},
	{"lens", answer.lens, func(m metadata.Metadata) string { return m.Lens }},
	{"ISO", func(a answer) string {
		return a.number("ExifIFD:ISO", "IFD0:ISO", "XMP-exifEX:PhotographicSensitivity", "XMP-exif:ISO", "Composite:ISO", "*:ISO")
	},
		func(m metadata.Metadata) string { return shortNumber(float64(m.ISO)) }},
	{"aperture", func(a answer) string {
		return tenths(a.number("ExifIFD:FNumber", "IFD0:FNumber", "XMP-exif:FNumber", "*:FNumber", "Composite:Aperture"))
	}, func(m metadata.Metadata) string { return tenths(shortNumber(m.FNumber)) }},
	{"exposure", func(a answer) string {
		return a.number("ExifIFD:ExposureTime", "IFD0:ExposureTime", "XMP-exif:ExposureTime", "*:ExposureTime", "Composite:ShutterSpeed")
	}, func(m metadata.Metadata) string { return shortNumber(m.ExposureSeconds) }},
	{"focal length", func(a answer) string {
		return a.number("ExifIFD:FocalLength", "IFD0:FocalLength", "XMP-exif:FocalLength", "*:FocalLength")
	},
		func(m metadata.Metadata) string { return shortNumber(m.FocalLength) }},
	{"place", answer.place, func(m metadata.Metadata) string {
		if !m.HasGPS {
			return ""
		}
		return shortPlace(m.Latitude, m.Longitude)
	}},
	{"orientation", func(a answer) string {
		if a.text("CIFF:Rotation") == "0" {
			return "1"
		}
		return a.text("IFD0:Orientation", "XMP-tiff:Orientation")
	}, func(m metadata.Metadata) string {
		if m.Orientation == 0 {
			return ""
		}
		return strconv.Itoa(m.Orientation)
	}},
	{"rating", func(a answer) string { return a.text("XMP-xmp:Rating", "IFD0:Rating") }, func(m metadata.Metadata) string {
		if !m.HasRating {
			return ""
		}
		return strconv.FormatFloat(m.Rating, 'g', -1, 64)
	}},
	{"keywords", func(a answer) string {
		a["XPKeywords"] = nil
		if s := a.text("IFD0:XPKeywords"); s != "" {
			list := []any{}
			for _, word := range strings.Split(s, ";") {
				list = append(list, word)
			}
			a["XPKeywords"] = list
		}
		return a.list("XMP-dc:Subject", "IPTC:Keywords", "XPKeywords")
	}, func(m metadata.Metadata) string { return joined(m.Keywords) }},
	{"title", func(a answer) string {
		return a.caption("XMP-dc:Title", "IPTC:ObjectName", "IFD0:XPTitle", "PNG:Title")
	},
		func(m metadata.Metadata) string { return strings.Join(strings.Fields(m.Title), " ") }},
	{"description", func(a answer) string {
		return a.caption("XMP-dc:Description", "IPTC:Caption-Abstract", "IFD0:ImageDescription", "IFD0:XPComment", "ExifIFD:UserComment",
			"XMP-exif:UserComment", "IFD0:XPSubject", "PNG:Description", "PNG:Comment")
	}, func(m metadata.Metadata) string { return strings.Join(strings.Fields(m.Description), " ") }},
	{"people", answer.people, func(m metadata.Metadata) string { return joined(m.People) }},
}

// TestShareOfExifTool compares what is read of all photos with what ExifTool reads, field by
// field. A field that neither has is no agreement.
func TestShareOfExifTool(t *testing.T) {
	program, err := exec.LookPath("exiftool")
	if err != nil {
		t.Skip("ExifTool is not installed")
	}
	photos := filepath.Join(shared, "photos")
	if _, err := os.Stat(photos); err != nil {
		t.Skip("no test photos beside the module")
	}
	var answers []answer
	for _, set := range []string{"formats", "exif"} {
		numbers := ask(t, program, filepath.Join(photos, set), "-n")
		for i, words := range ask(t, program, filepath.Join(photos, set)) { // the lenses are numbers in the others
			for _, k := range words.keys() {
				if _, name, _ := strings.Cut(k, ":"); strings.HasPrefix(name, "Lens") || name == "ISO" && !strings.HasPrefix(k, "ExifIFD") {
					numbers[i][k] = words[k]
				}
			}
		}
		answers = append(answers, numbers...)
	}
	fields, agreed := 0, 0
	for _, a := range answers {
		path := fmt.Sprint(a["SourceFile"])
		m := reading(t, path)
		for _, c := range comparisons {
			theirs, ours := c.theirs(a), c.ours(m)
			if theirs == "" && ours == "" {
				continue
			}
			fields++
			if sameValue(theirs, ours) || c.field == "lens" && ours != "" && strings.Contains(theirs, ours) {
				agreed++
				continue
			}
			t.Logf("%s: %s is %q, ExifTool says %q", strings.TrimPrefix(path, photos+"/"), c.field, ours, theirs)
		}
	}
	share := float64(agreed) / float64(fields)
	t.Logf("%d of %d fields of %d files agree, %.2f %%", agreed, fields, len(answers), 100*share)
	if share < 0.995 {
		t.Errorf("%.2f %% of fields agree with ExifTool", 100*share)
	}
}

// ask has ExifTool read all files of a folder.
func ask(t *testing.T, program, folder string, options ...string) (answers []answer) {
	t.Helper()
	var out bytes.Buffer
	cmd := exec.Command(program, append(options, "-json", "-a", "-G1", "-struct", "-q", "-q", "-r", "-fast", folder)...)
	cmd.Stdout = &out
	_ = cmd.Run() // it fails for the files that are no photos
	if err := json.Unmarshal(out.Bytes(), &answers); err != nil {
		t.Fatal(err)
	}
	return answers
}

// reading reads a photo or a sidecar, without a word about faults.
func reading(t *testing.T, path string) (m metadata.Metadata) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if filepath.Ext(path) == ".xmp" {
		m, _, _ = metadata.ReadSidecar(f)
		return m
	}
	m, _ = metadata.Read(f)
	return m
}

// sameValue compares numbers as numbers.
func sameValue(a, b string) bool {
	if a == b {
		return true
	}
	x, err1 := strconv.ParseFloat(a, 64)
	y, err2 := strconv.ParseFloat(b, 64)
	return err1 == nil && err2 == nil && math.Abs(x-y) <= 2e-3*math.Abs(x)
}
