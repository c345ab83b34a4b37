package annotation_test

import (
	"reflect"
	"strings"
	"testing"

	"descry/library/annotation"
)

func TestRecordsComeBack(t *testing.T) {
	// What is taken back may say what it was.
	backs := []annotation.Record{{Kind: annotation.Search, Name: "gone", Query: "was", Strictness: 1, Added: 2}, {Kind: annotation.Named, Name: "gone", Noun: "dog"}, {Kind: annotation.Folder, Path: "/gone", Paused: true}}
	for _, want := range append(everyKind(), backs...) {
		line := want.Append(nil)
		got, err := annotation.Parse(line)
		if err != nil {
			t.Errorf("%s: %v", line, err)
			continue
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s:\n%+v\nwant\n%+v", line, got, want)
		}
		if again := got.Append(nil); string(again) != string(line) {
			t.Errorf("written again as\n%s\nwas\n%s", again, line)
		}
	}
}

// What SQLite's triggers write is read as well as what this package does.
func TestRecordsOfTriggers(t *testing.T) {
	for line, want := range map[string]annotation.Record{
		`{"kind":"search","name":"Boats","query":"red boat","strictness":0.0,"added":17,"say":"yes"}`:   {Kind: annotation.Search, Name: "Boats", Query: "red boat", Added: 17, Value: annotation.Yes},
		`{"kind":"named","person":true,"name":"Ana","say":""}`:                                          {Kind: annotation.Named, Person: true, Name: "Ana"},
		`{"kind":"caption","photo":"` + hashA + `","text":null}`:                                        {Kind: annotation.Caption, Photo: hashA},
		`{"kind":"rejected","photo":"` + hashA + `","person":false,"name":"x","say":"yes"}` + "\r\n":    {Kind: annotation.Rejected, Photo: hashA, Name: "x", Value: annotation.Yes},
		`{"kind":"folder","path":{"base64":"L2Nhr+k="},"paused":true,"say":"yes"}`:                      {Kind: annotation.Folder, Path: "/ca\xaf\xe9", Paused: true, Value: annotation.Yes},
		`  {"photo":"` + hashB + `" , "say":"no","kind":"person","name":"\u00e9\ud83d\udc15","x":[1]} `: {Kind: annotation.Person, Photo: hashB, Name: "é🐕", Value: annotation.No, More: `"x":[1]`},
	} {
		got, err := annotation.Parse([]byte(line))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s:\n%+v, %v\nwant\n%+v", line, got, err, want)
		}
	}
}

func TestRefusedRecords(t *testing.T) {
	photo := `"photo":"` + hashA + `"`
	for line, want := range map[string]string{
		``:                                    "no JSON object",
		`[]`:                                  "no JSON object",
		`{"kind":"tag"`:                       "no JSON",
		`{"kind":"tag"} {}`:                   "follows",
		`{"kind":"tag",` + photo + `}`:        `no "name"`,
		`{"name":"x"}`:                        "no kind",
		`{"kind":7}`:                          `"kind" is not as it should be: 7`,
		"{\"kind\":\"\xff\"}":                 "not UTF-8",
		`{"kind":"tag","kind":"tag"}`:         `"kind" twice`,
		`{"kind":"tag","photo":"A1","x":1}`:   "64 hex digits",
		`{"kind":"tag",` + photo + `,"name":`: "no JSON",
		`{"kind":"caption",` + photo + `}`:    `no "text"`,
		`{"kind":"caption","photo":null}`:     `"photo" is null`,
		`{"kind":"photo",` + photo + `,"paths":["a",7]}`:                                  `"paths" is not as it should be: 7`,
		`{"kind":"photo",` + photo + `,"bytes":"many"}`:                                   `"bytes"`,
		`{"kind":"photo",` + photo + `,"paths":[` + strings.Repeat(`"a",`, 100) + `"a"]}`: "101 paths",
		`{"kind":"folder","path":{"base64":"!"},"say":"yes"}`:                             `"path"`,
		`{"kind":"folder","path":{"base64":"YQ==","more":1},"say":"yes"}`:                 `"path"`,
		`{"kind":"folder","path":{},"say":"yes"}`:                                         `"path"`,
		`{"kind":"tag",` + photo + `,"name":"x","say":true}`:                              `"say"`,
		`{"kind":"search","name":"x","strictness":1e999,"say":"yes"}`:                     `"strictness"`,
	} {
		if got, err := annotation.Parse([]byte(line)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.80s: %+v, %v; want an error with %s", line, got, err, want)
		}
	}
}

// A photo that lies in very many places names some of them.
func TestManyPaths(t *testing.T) {
	r := annotation.Record{Kind: annotation.Photo, Photo: hashA, Paths: make([]string, annotation.MaxPaths+5)}
	got, err := annotation.Parse(r.Append(nil))
	if err != nil || len(got.Paths) != annotation.MaxPaths {
		t.Errorf("%d paths, %v", len(got.Paths), err)
	}
}

func TestJSON(t *testing.T) {
	for in, want := range map[string]string{"a<\"b\"": `"a<\"b\""`, "\xff\x00": `{"base64":"/wA="}`, "": `""`} {
		if got := annotation.JSON(in); got != want {
			t.Errorf("%q is %s, want %s", in, got, want)
		}
	}
}
