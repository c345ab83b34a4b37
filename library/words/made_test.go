package words_test

import (
	"iter"
	"strings"
	"testing"
	"time"

	"descry/library/words"
)

var (
	hashA = strings.Repeat("a1", 32)
	hashB = strings.Repeat("0b", 32)
)

func text(s string) *string { return &s }

// everyKind is a record of each kind and then some, as a catalogue may have them.
func everyKind() []words.Record {
	return []words.Record{
		{Kind: words.Folder, Path: "/home/ana/Pictures", Say: words.Yes},
		{Kind: words.Folder, Path: "/mnt/caf\xe9 \"old\"\nphotos", Paused: true, Say: words.Yes},
		{Kind: words.Folder, Path: "/gone"},
		{Kind: words.Search, Name: "Best of Norway", Query: `in:"Norway trip" <rating> & more`, Strictness: -0.25, Added: 1_700_000_000_123_456_789, Say: words.Yes},
		{Kind: words.Search, Name: "bytes \xff", Query: "in:\"caf\xe9\"", Say: words.Yes},
		{Kind: words.Search, Name: "gone"},
		{Kind: words.Named, Name: "Bella", Noun: "dog", Say: words.Yes},
		{Kind: words.Named, Person: true, Name: "אנה", Say: words.Yes},
		{Kind: words.Named, Name: "gone"},
		{Kind: words.Photo, Photo: hashB, Paths: []string{"/home/ana/Pictures/a \"b\".jpg", "/mnt/caf\xe9/\n.jpg"}, Taken: "2019-07-04T18:30:00+02:00", Bytes: 1_234_567},
		{Kind: words.Tag, Photo: hashB, Name: "animals/dogs/Bella 🐕", Say: words.Yes},
		{Kind: words.Tag, Photo: hashB, Name: "cat", Say: words.No},
		{Kind: words.Tag, Photo: hashB, Name: "gone"},
		{Kind: words.Person, Photo: hashB, Name: "أنا", Say: words.Yes},
		{Kind: words.Caption, Photo: hashB, Text: text("two\nlines, \"quoted\" \u2028 <b> & \\")},
		{Kind: words.Answer, Photo: hashB, Description: "a dog\tasleep", Say: words.No},
		{Kind: words.Rejected, Photo: hashB, Name: "wolf", Say: words.Yes},
		{Kind: words.Rejected, Photo: hashB, Person: true, Name: "Ben"},
		{Kind: words.Photo, Photo: hashA},
		{Kind: words.Caption, Photo: hashA, Text: text("")},
		{Kind: words.Caption, Photo: hashA},
		{Kind: words.Tag, Photo: hashA, Name: "sea", Say: words.Yes, More: `"sure":0.50,"by" : {"who":["ana", null]}`},
		{Kind: "rating", Photo: hashA, Raw: `{"kind":"rating","photo":"` + hashA + `","stars": 5 }`},
		{Kind: "album", Raw: `{"kind":"album","name":"\u0041"}`},
		{Kind: words.Tag, Photo: hashA, Raw: `{"kind":"tag","photo":"` + hashA + `","name":"fog","say":"perhaps"}`},
		{Kind: words.Spelling, Name: "Sea"},
		{Kind: words.Spelling, Person: true, Name: "Ben"},
		{Kind: words.Withdrawn, Raw: `{"kind":"album","name":"\u0041"}`},
	}
}

var header = words.Header{Made: time.Date(2026, 11, 30, 8, 30, 0, 5, time.FixedZone("", 3600)), By: "descry 1.2"}

func listed(list []words.Record) iter.Seq2[words.Record, error] {
	return func(yield func(words.Record, error) bool) {
		for _, one := range list {
			if !yield(one, nil) {
				return
			}
		}
	}
}

// file is a whole file of records.
func file(t testing.TB, list ...words.Record) string {
	t.Helper()
	var b strings.Builder
	w, err := words.NewWriter(&b, header)
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
