package query_test

import (
	"reflect"
	"testing"
	"time"

	"descry/library"
	"descry/library/query"
)

func firstTest(t *testing.T, source string, now time.Time) library.Test {
	t.Helper()
	q, err := query.Parse(source, now)
	if err != nil || len(q.Filter.Conditions) != 1 {
		t.Fatalf("%q: %d conditions, %v", source, len(q.Filter.Conditions), err)
	}
	return q.Filter.Conditions[0].Any[0]
}

func TestNumbers(t *testing.T) {
	for _, c := range []struct {
		source string
		want   library.Test
		label  string
	}{
		{"iso:800", library.ISOTest{Min: 800, Max: 800}, "ISO 800"},
		{"iso:100..400", library.ISOTest{Min: 100, Max: 400}, "ISO 100 – 400"},
		{"iso:1600..", library.ISOTest{Min: 1600}, "ISO 1600 or more"},
		{"iso:>=1600", library.ISOTest{Min: 1600}, "ISO 1600 or more"},
		{"iso:>1600", library.ISOTest{Min: 1601}, "ISO above 1600"},
		{"iso:<200", library.ISOTest{Max: 199}, "ISO below 200"},
		{"iso:≤200", library.ISOTest{Max: 200}, "ISO 200 or less"},
		{"rating:3", library.RatingTest{Min: 3, Max: 3}, "rating 3"},
		{"rating:>=3", library.RatingTest{Min: 3, Max: 5}, "rating 3 or more"},
		{"rating:1..3", library.RatingTest{Min: 1, Max: 3}, "rating 1 – 3"},
		{"rating:<3", library.RatingTest{Min: 0, Max: 2}, "rating below 3"},
		{"rating:none", library.RatingTest{}, "not rated"},
		{"rating:0", library.RatingTest{}, "not rated"},
		{"-rating:none", library.RatingTest{}, "rated"},
		{"rating:rejected", library.RatingTest{Min: -1, Max: -1}, "rejected"},
		{"rating:★★★", library.RatingTest{Min: 3, Max: 3}, "rating 3"},
		{"rating:>=★★", library.RatingTest{Min: 2, Max: 5}, "rating 2 or more"},
		{"rating:⭐️⭐️", library.RatingTest{Min: 2, Max: 2}, "rating 2"},
		{"near:59.91,10.75", library.NearTest{Position: library.Position{Latitude: 59.91, Longitude: 10.75}, Kilometres: 10}, "within 10 km of 59.91, 10.75"},
		{"near:33.9S,70.6W,5km", library.NearTest{Position: library.Position{Latitude: -33.9, Longitude: -70.6}, Kilometres: 5}, "within 5 km of -33.9, -70.6"},
		{"near:-33.9,+18.4,2.5", library.NearTest{Position: library.Position{Latitude: -33.9, Longitude: 18.4}, Kilometres: 2.5}, "within 2.5 km of -33.9, 18.4"},
		{"type:tif", library.TypeTest{Format: "tiff"}, "type: TIFF"},
		{"type:raw", library.TypeTest{Format: "raw"}, "type: raw"},
		{"orientation:landscape", library.OrientationTest{Orientation: library.Landscape}, "landscape"},
		{"orientation:square", library.OrientationTest{Orientation: library.Square}, "square"},
		{"has:date", library.HasTest{Fact: library.HasDate}, "has a date"},
		{"has:rating", library.HasTest{Fact: library.HasRating}, "has a rating"},
		{"has:camera", library.HasTest{Fact: library.HasCamera}, "has a camera"},
		{"in:Norway", library.InTest{Name: "Norway"}, "in: Norway"},
		{"folder:2019/Norway", library.FolderTest{Path: "2019/Norway"}, "folder: 2019/Norway"},
		{"name:IMG_20", library.NameTest{Text: "IMG_20"}, "name: IMG_20"},
		{"tag:a/b", library.TagTest{Name: "a/b"}, "tag: a/b"},
		{"lens:\"EF 50mm\"", library.LensTest{Text: "EF 50mm"}, "lens: EF 50mm"},
		{`folder:"C:\Photos\"`, library.FolderTest{Path: `C:\Photos\`}, `folder: C:\Photos\`},
		{`folder:"\\server\share"`, library.FolderTest{Path: `\\server\share`}, `folder: \\server\share`},
		{`tag:"a \"b\""`, library.TagTest{Name: `a "b"`}, `tag: a "b"`},
	} {
		q := parse(t, c.source)
		got := firstTest(t, c.source, thursday)
		if !reflect.DeepEqual(got, c.want) || q.Items[0].Label != c.label {
			t.Errorf("%s: %+v, %q", c.source, got, q.Items[0].Label)
		}
	}
}

func TestRepeatedKeysMustAllHold(t *testing.T) {
	q := parse(t, "tag:cat tag:dog,bird")
	if c := q.Filter.Conditions; len(c) != 2 || len(c[0].Any) != 1 || len(c[1].Any) != 2 || q.Items[1].Index != 1 {
		t.Errorf("%+v", c)
	}
}
