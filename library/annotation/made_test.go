package annotation_test

import (
	"iter"
	"strings"
	"testing"
	"time"

	"descry/library/annotation"
)

var (
	hashA = strings.Repeat("a1", 32)
	hashB = strings.Repeat("0b", 32)
)

func text(s string) *string { return &s }

// everyKind is a record of each kind and then some, as a catalogue may have them.
func everyKind() []annotation.Record {
	return []annotation.Record{
		{Kind: annotation.Folder, Path: "/home/ana/Pictures", Value: annotation.Yes},
		{Kind: annotation.Folder, Path: "/mnt/caf\xe9 \"old\"\nphotos", Paused: true, Value: annotation.Yes},
		{Kind: annotation.Folder, Path: "/gone"},
		{Kind: annotation.Search, Name: "Best of Norway", Query: `in:"Norway trip" <rating> & more`, Strictness: -0.25, Added: 1_700_000_000_123_456_789, Value: annotation.Yes},
		{Kind: annotation.Search, Name: "bytes \xff", Query: "in:\"caf\xe9\"", Value: annotation.Yes},
		{Kind: annotation.Search, Name: "gone"},
		{Kind: annotation.Named, Name: "Bella", Noun: "dog", Value: annotation.Yes},
		{Kind: annotation.Named, Person: true, Name: "אנה", Value: annotation.Yes},
		{Kind: annotation.Named, Name: "gone"},
		{Kind: annotation.Photo, Photo: hashB, Paths: []string{"/home/ana/Pictures/a \"b\".jpg", "/mnt/caf\xe9/\n.jpg"}, Taken: "2019-07-04T18:30:00+02:00", Bytes: 1_234_567},
		{Kind: annotation.Tag, Photo: hashB, Name: "animals/dogs/Bella 🐕", Value: annotation.Yes},
		{Kind: annotation.Tag, Photo: hashB, Name: "cat", Value: annotation.No},
		{Kind: annotation.Tag, Photo: hashB, Name: "gone"},
		{Kind: annotation.Person, Photo: hashB, Name: "أنا", Value: annotation.Yes},
		{Kind: annotation.Caption, Photo: hashB, Text: text("two\nlines, \"quoted\" \u2028 <b> & \\")},
		{Kind: annotation.Answer, Photo: hashB, Description: "a dog\tasleep", Value: annotation.No},
		{Kind: annotation.Rejected, Photo: hashB, Name: "wolf", Value: annotation.Yes},
		{Kind: annotation.Rejected, Photo: hashB, Person: true, Name: "Ben"},
		{Kind: annotation.Photo, Photo: hashA},
		{Kind: annotation.Caption, Photo: hashA, Text: text("")},
		{Kind: annotation.Caption, Photo: hashA},
		{Kind: annotation.Tag, Photo: hashA, Name: "sea", Value: annotation.Yes, More: `"sure":0.50,"by" : {"who":["ana", null]}`},
		{Kind: "rating", Photo: hashA, Raw: `{"kind":"rating","photo":"` + hashA + `","stars": 5 }`},
		{Kind: "album", Raw: `{"kind":"album","name":"\u0041"}`},
		{Kind: annotation.Tag, Photo: hashA, Raw: `{"kind":"tag","photo":"` + hashA + `","name":"fog","say":"perhaps"}`},
		{Kind: annotation.Spelling, Name: "Sea"},
		{Kind: annotation.Spelling, Person: true, Name: "Ben"},
		{Kind: annotation.Withdrawn, Raw: `{"kind":"album","name":"\u0041"}`},
	}
}

var header = annotation.Header{Made: time.Date(2026, 11, 30, 8, 30, 0, 5, time.FixedZone("", 3600)), By: "descry 1.2"}

func listed(list []annotation.Record) iter.Seq2[annotation.Record, error] {
	return func(yield func(annotation.Record, error) bool) {
		for _, one := range list {
			if !yield(one, nil) {
				return
			}
		}
	}
}

// file is a whole file of records.
func file(t testing.TB, list ...annotation.Record) string {
	t.Helper()
	var b strings.Builder
	w, err := annotation.NewWriter(&b, header)
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range list {
		if err := w.Write(one); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
