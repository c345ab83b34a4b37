package message_test

import (
	"strings"
	"testing"

	"descry/app/message"
	"descry/library/annotation"
)

func TestRecordsInWords(t *testing.T) {
	text := "Bella asleep\n on the red sofa below the window of the kitchen"
	hash := strings.Repeat("ab", 32)
	example := func(r annotation.Record, path string) string {
		return message.RecordExample(annotation.Example{Record: r, Path: path})
	}
	for _, c := range []struct{ got, want string }{
		{message.RecordKind(annotation.Tag), "tags"},
		{message.RecordKind("moo\x1bd"), `“moo\x1bd” (kept for a later Descry)`},
		{message.RecordChanges(annotation.KindDifference{}), ""},
		{message.RecordChanges(annotation.KindDifference{Added: 1200, TakenBack: 1}), "1,200 added, 1 taken back"},
		{message.RecordDifference(annotation.KindDifference{Kind: annotation.Person, Added: 12, Changed: 3, TakenBack: 1}), "people: 12 added, 3 changed, 1 taken back"},
		{example(annotation.Record{Kind: annotation.Tag, Name: "beach", Photo: hash}, "/a/b.jpg"), "“beach” on b.jpg"},
		{example(annotation.Record{Kind: annotation.Person, Name: "Anna", Photo: hash}, ""), "“Anna (person)” on abababab"},
		{example(annotation.Record{Kind: annotation.Caption, Photo: hash}, "/a/b.jpg"), "“the file’s own” on b.jpg"},
		{example(annotation.Record{Kind: annotation.Caption, Text: &text, Photo: hash}, "/a/b.jpg"), "“Bella asleep on the red sofa below the …” on b.jpg"},
		{example(annotation.Record{Kind: annotation.Folder, Path: "/photos"}, ""), "“/photos”"},
		{example(annotation.Record{Kind: annotation.Photo, Photo: hash}, "/a/b.jpg"), "on b.jpg"},
		{example(annotation.Record{Kind: annotation.Withdrawn}, ""), ""},
		{message.WaitingRecords(annotation.Difference{}), ""},
		{message.WaitingRecords(annotation.Difference{Waiting: 1}), "1 photo has no file in the library now; what is said of it waits until it is found, in any folder."},
		{message.WaitingRecords(annotation.Difference{Waiting: 2}), "2 photos have no file in the library now; what is said of them waits until it is found, in any folder."},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}
