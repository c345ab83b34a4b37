package query_test

import (
	"slices"
	"testing"
	"time"

	"descry/library/query"
)

// thursday is when these queries are asked.
var thursday = time.Date(2019, 7, 4, 15, 30, 0, 0, time.UTC)

func parse(t *testing.T, source string) query.Query {
	t.Helper()
	q, err := query.Parse(source, thursday)
	if err != nil {
		t.Fatalf("%q: %v", source, err)
	}
	return q
}

func TestDescription(t *testing.T) {
	for _, c := range []struct{ source, text string }{
		{"", ""},
		{"  a dog\n\tin  snow ", "a dog in snow"},
		{"a well-lit room - quiet, 12:30", "a well-lit room - quiet, 12:30"},
		{"dog camera:canon in snow", "dog in snow"},
		{"dog, camera:canon, snow", "dog, snow"},
		{"dog camera:canon. A cat", "dog. A cat"},
		{"camera:canon, dog", "dog"},
		{"dog, camera:canon", "dog"},
		{"tag:a, tag:b - tag:c", ""},
		{`a street with "red lanterns", at night`, "a street with red lanterns, at night"},
		{`("red  lanterns"^2)`, "(red lanterns)"},
		{`say "he \"quoted\" it"`, `say he "quoted" it`},
		{"eine Straße mit „roten Laternen“ «so» »anders« “and” 「红灯笼」", "eine Straße mit roten Laternen so anders and 红灯笼"},
		{"一只「红色」狗", "一只红色狗"},
		{`a 12" ruler and 5" disk`, `a 12" ruler and 5" disk`},
		{"a street without people", "a street"},
		{"a street without people, at night", "a street, at night"},
		{"a street, without people, at night", "a street, at night"},
		{"a street (without people) at night", "a street at night"},
		{"without people, a street.", "a street."},
		{"a street without people. A dog", "a street. A dog"},
		{"a dog but without a leash and a cat", "a dog and a cat"},
		{"a street without", "a street without"},
		{"without, you", "without, you"},
		{"without tag:x cats", "without cats"},
		{"eine Straße ohne Menschen am Abend", "eine Straße am Abend"},
		{"une rue sans voitures dans la neige", "une rue dans la neige"},
		{"-people dog", "dog"},
		{"http://example.org note:x 12:30", "http://example.org note:x 12:30"},
		{"Things I like: dogs", "Things I like: dogs"},
		{"dog camera:", "dog"},
		{`dog "" cat`, "dog cat"},
		{"قطة في الثلج، مساء", "قطة في الثلج، مساء"},
		{"\xffdog", "?dog"},
		{"an untagged dog", "an dog"},
		{"an undated dog, an undated-looking letter", "an dog, an undated-looking letter"},
	} {
		if got := parse(t, c.source).Text; got != c.text {
			t.Errorf("%q: text %q, want %q", c.source, got, c.text)
		}
	}
}

// what is an item in short: kind and text.
type what struct {
	kind query.Kind
	text string
	part string // of the source
}

func TestItems(t *testing.T) {
	const (
		filter  = query.FilterItem
		without = query.WithoutItem
		example = query.ExampleItem
		phrase  = query.PhraseItem
	)
	for _, c := range []struct {
		source string
		want   []what
	}{
		{`a "red lanterns" b`, []what{{phrase, `"red lanterns"`, `"red lanterns"`}}},
		{`"red  lanterns"^2`, []what{{phrase, `"red lanterns"^2`, `"red  lanterns"^2`}}},
		{`„rot“^0.5, b`, []what{{phrase, `"rot"^0.5`, "„rot“^0.5"}}},
		{`-"a crowd"`, []what{{without, `-"a crowd"`, `-"a crowd"`}}},
		{`-"a crowd"^0.5`, []what{{without, `-"a crowd"^0.5`, `-"a crowd"^0.5`}}},
		{"dog -people, -well-lit x", []what{{without, "-people", "-people"}, {without, "-well-lit", "-well-lit"}}},
		{"dog - 3 -4 a-b", nil},
		{"a street Without  many\npeople and some cars", []what{{without, "without many people", "Without  many\npeople"}}},
		{"a beach without people and cars at night", []what{{without, "without people and cars", "without people and cars"}}},
		{"a beach without people and a boat", []what{{without, "without people", "without people"}}},
		{"a beach without people and snow falls", []what{{without, "without people", "without people"}}},
		{"without but", []what{{without, "without but", "without but"}}},
		{"a without cats without dogs", []what{{without, "without cats", "without cats"}, {without, "without dogs", "without dogs"}}},
		{"a without cats or without dogs", []what{{without, "without cats", "without cats"}, {without, "without dogs", "or without dogs"}}},
		{`a without "cats and dogs"^2 b`, []what{{without, `without "cats and dogs"^2`, `without "cats and dogs"^2`}}},
		{"ohne Menschen, x", []what{{without, "ohne Menschen", "ohne Menschen"}}},
		{"没有 without 人，狗", []what{{without, "without 人", "without 人"}}},
		{"like:0123ABCD", []what{{example, "like:0123abcd", "like:0123ABCD"}}},
		{`-like:"my dog, 1.jpg"^0.5`, []what{{example, `-like:"my dog, 1.jpg"^0.5`, `-like:"my dog, 1.jpg"^0.5`}}},
		{"like:a/b,c.jpg^2", []what{{example, `like:"a/b,c.jpg"^2`, "like:a/b,c.jpg^2"}}},
		{`like:"x^2"`, []what{{example, `like:"x^2"`, `like:"x^2"`}}},
		{"untagged", []what{{filter, "tag:none", "untagged"}}},
		{"is:untagged", []what{{filter, "tag:none", "is:untagged"}}},
		{"tag:none", []what{{filter, "tag:none", "tag:none"}}},
		{"-has:tag", []what{{filter, "tag:none", "-has:tag"}}},
		{"-is:untagged", []what{{filter, "has:tag", "-is:untagged"}}},
		{"undated", []what{{filter, "date:none", "undated"}}},
		{"is:Undated", []what{{filter, "date:none", "is:Undated"}}},
		{"date:none", []what{{filter, "date:none", "date:none"}}},
		{"-has:date", []what{{filter, "date:none", "-has:date"}}},
		{"-date:none", []what{{filter, "has:date", "-date:none"}}},
		{"tag:=dogs", []what{{filter, "tag:=dogs", "tag:=dogs"}}},
		{`person:"=Ann Lee"`, []what{{filter, `person:"=Ann Lee"`, `person:"=Ann Lee"`}}},
		{`tag:=`, []what{{filter, `tag:"="`, "tag:="}}},
		{`tag:"none"`, []what{{filter, `tag:"none"`, `tag:"none"`}}},
		{"-tag:beach,", []what{{filter, "-tag:beach", "-tag:beach"}}},
		{`tag:cat,"big dog, brown"`, []what{{filter, `tag:cat,"big dog, brown"`, `tag:cat,"big dog, brown"`}}},
		{"tag:猫、狗 x", []what{{filter, "tag:猫,狗", "tag:猫、狗"}}},
		{"CAMERA:canon,nikon", []what{{filter, "camera:canon,nikon", "CAMERA:canon,nikon"}}},
		{"camera：canon", []what{{filter, "camera:canon", "camera：canon"}}},
		{`in:„Norway trip“.`, []what{{filter, `in:"Norway trip"`, `in:„Norway trip“`}}},
		{`folder:"C:\My photos\" tag:x`, []what{{filter, `folder:"C:\My photos\\"`, `folder:"C:\My photos\"`}, {filter, "tag:x", "tag:x"}}},
		{"folder:~/Pictures", []what{{filter, "folder:~/Pictures", "folder:~/Pictures"}}},
		{"name:a(b).jpg)", []what{{filter, `name:"a(b).jpg"`, "name:a(b).jpg"}}},
		{"lens:50mm person:Anna", []what{{filter, "lens:50mm", "lens:50mm"}, {filter, "person:Anna", "person:Anna"}}},
		{"near:59.91,10.75,5", []what{{filter, "near:59.91,10.75,5", "near:59.91,10.75,5"}}},
		{`-near:"33.9 S, 18.4°E"`, []what{{filter, "-near:-33.9,18.4,10", `-near:"33.9 S, 18.4°E"`}}},
		{"near:0,-0,500m", []what{{filter, "near:0,0,0.5", "near:0,-0,500m"}}},
		{"type:JPG,.png,heif", []what{{filter, "type:jpeg,png,heic", "type:JPG,.png,heif"}}},
		{"-orientation:portrait", []what{{filter, "-orientation:portrait", "-orientation:portrait"}}},
		{"has:caption,gps", []what{{filter, "has:caption,place", "has:caption,gps"}}},
		{"-has:people", []what{{filter, "-has:person", "-has:people"}}},
	} {
		q := parse(t, c.source)
		var got []what
		for _, item := range q.Items {
			got = append(got, what{item.Kind, item.Text, c.source[item.Span.Start:item.Span.End]})
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q:\n got %+v\nwant %+v", c.source, got, c.want)
		}
	}
}
