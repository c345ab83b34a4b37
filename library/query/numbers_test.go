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
	}{
		{"iso:800", library.ISOTest{Min: 800, Max: 800}},
		{"iso:100..400", library.ISOTest{Min: 100, Max: 400}},
		{"iso:1600..", library.ISOTest{Min: 1600}},
		{"iso:>=1600", library.ISOTest{Min: 1600}},
		{"iso:>1600", library.ISOTest{Min: 1601}},
		{"iso:<200", library.ISOTest{Max: 199}},
		{"iso:≤200", library.ISOTest{Max: 200}},
		{"rating:3", library.RatingTest{Min: 3, Max: 3}},
		{"rating:>=3", library.RatingTest{Min: 3, Max: 5}},
		{"rating:1..3", library.RatingTest{Min: 1, Max: 3}},
		{"rating:<3", library.RatingTest{Min: 0, Max: 2}},
		{"rating:none", library.RatingTest{}},
		{"rating:0", library.RatingTest{}},
		{"-rating:none", library.RatingTest{}},
		{"rating:rejected", library.RatingTest{Min: -1, Max: -1}},
		{"rating:★★★", library.RatingTest{Min: 3, Max: 3}},
		{"rating:>=★★", library.RatingTest{Min: 2, Max: 5}},
		{"rating:⭐️⭐️", library.RatingTest{Min: 2, Max: 2}},
		{"near:59.91,10.75", library.NearTest{Position: library.Position{Latitude: 59.91, Longitude: 10.75}, Kilometres: 10}},
		{"near:33.9S,70.6W,5km", library.NearTest{Position: library.Position{Latitude: -33.9, Longitude: -70.6}, Kilometres: 5}},
		{"near:-33.9,+18.4,2.5", library.NearTest{Position: library.Position{Latitude: -33.9, Longitude: 18.4}, Kilometres: 2.5}},
		{"type:tif", library.TypeTest{Format: "tiff"}},
		{"type:raw", library.TypeTest{Format: "raw"}},
		{"orientation:landscape", library.OrientationTest{Orientation: library.Landscape}},
		{"orientation:square", library.OrientationTest{Orientation: library.Square}},
		{"has:date", library.HasTest{Fact: library.HasDate}},
		{"has:rating", library.HasTest{Fact: library.HasRating}},
		{"has:camera", library.HasTest{Fact: library.HasCamera}},
		{"in:Norway", library.InTest{Name: "Norway"}},
		{"folder:2019/Norway", library.FolderTest{Path: "2019/Norway"}},
		{"name:IMG_20", library.NameTest{Text: "IMG_20"}},
		{"tag:a/b", library.TagTest{Name: "a/b"}},
		{"lens:\"EF 50mm\"", library.LensTest{Text: "EF 50mm"}},
		{`folder:"C:\Photos\"`, library.FolderTest{Path: `C:\Photos\`}},
		{`folder:"\\server\share"`, library.FolderTest{Path: `\\server\share`}},
		{`tag:"a \"b\""`, library.TagTest{Name: `a "b"`}},
	} {
		got := firstTest(t, c.source, thursday)
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %+v", c.source, got)
		}
	}
}

func TestRepeatedKeysMustAllHold(t *testing.T) {
	q := parse(t, "tag:cat tag:dog,bird")
	if c := q.Filter.Conditions; len(c) != 2 || len(c[0].Any) != 1 || len(c[1].Any) != 2 || q.Items[1].Index != 1 {
		t.Errorf("%+v", c)
	}
}
