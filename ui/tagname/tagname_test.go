package tagname_test

import (
	"slices"
	"testing"

	"descry/library"
	"descry/ui/tagname"
)

func tag(name string) library.Tag    { return library.Tag{Name: name} }
func person(name string) library.Tag { return library.Tag{Person: true, Name: name} }

func TestTypedTags(t *testing.T) {
	for text, want := range map[string][]library.Tag{
		"":                               nil,
		" , ,,":                          nil,
		"Bella":                          {tag("Bella")},
		"Bella, animals / dogs/ ,beach":  {tag("Bella"), tag("animals/dogs"), tag("beach")},
		"bella, Bella, BELLA":            {tag("bella")},
		"person:Anna, Person: Bo  Smith": {person("Anna"), person("Bo Smith")},
		`"salt, pepper", x`:              {tag("salt, pepper"), tag("x")},
		`person:"Smith, Anna"`:           {person("Smith, Anna")},
		"海辺、散歩，犬":                        {tag("海辺"), tag("散歩"), tag("犬")},
		"ירושלים":                        {tag("ירושלים")},
		"…, !, /":                        nil,
		"❤":                              {tag("❤")},
	} {
		if got := tagname.Read(text); !slices.Equal(got, want) {
			t.Errorf("%q reads as %+v, want %+v", text, got, want)
		}
	}
}

func TestTagTextIsReadBack(t *testing.T) {
	for _, want := range []library.Tag{tag("Bella"), tag("animals/dogs"), tag("salt, pepper"), tag("海、山"), tag("person:x"), person("Anna"), person("Smith, Anna")} {
		if got := tagname.Read(tagname.Text(want) + ", other"); len(got) != 2 || got[0] != want {
			t.Errorf("%+v comes back as %+v", want, got)
		}
	}
}

func FuzzTypedTags(f *testing.F) {
	for _, seed := range []string{"a, b/c", `"x, y`, "person:", "person:person:a", `"""`, "，、", "a//b/ /c", "\x00\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, read := range tagname.Read(text) {
			again := tagname.Read(tagname.Text(read))
			if len(again) != 1 || !tagname.Same(again[0], read) {
				t.Errorf("%q gives %+v, which is written %q and read as %+v", text, read, tagname.Text(read), again)
			}
		}
	})
}

func TestAskedTag(t *testing.T) {
	for text, want := range map[string]library.Tag{
		tagname.Query(tag("animals/dogs")):   tag("animals/dogs"),
		tagname.Query(tag("my red bike")):    tag("my red bike"),
		tagname.Query(tag("none")):           tag("none"),
		tagname.Query(person("Anna Øster")):  person("Anna Øster"),
		"-tag:Bella":                         {},
		"tag:Bella dog":                      {},
		"tag:Bella,beach":                    {},
		"tag:Bella date:2019":                {},
		"dog":                                {},
		tagname.UntaggedQuery:                {},
		tagname.Query(tag("a \"quoted\" b")): tag("a \"quoted\" b"),
	} {
		got, untagged := tagname.Asked(text)
		if got != want || untagged != (text == tagname.UntaggedQuery) {
			t.Errorf("%q asks for %+v, untagged %v", text, got, untagged)
		}
	}
	if _, untagged := tagname.Asked("-has:tag"); !untagged {
		t.Error("-has:tag isn't known as the photos without a tag")
	}
}

func offerLabels(offers []tagname.Offer) []string {
	var labels []string
	for _, o := range offers {
		labels = append(labels, o.Label+"|"+o.Note)
	}
	return labels
}

func TestCompletions(t *testing.T) {
	known := tagname.NewKnown([]library.TagCount{
		{Tag: tag("animals"), Photos: 40}, {Tag: tag("animals/dogs"), Photos: 30},
		{Tag: tag("dogs at sea"), Photos: 3}, {Tag: tag("hot dog"), Photos: 50},
		{Tag: person("Anna"), Photos: 12}, {Tag: person("Dögan"), Photos: 2},
	})
	for typed, want := range map[string][]string{
		"":             nil,
		"dog":          {"dogs at sea|3", "Dögan|person · 2", "animals/dogs|30", "hot dog|50", "Create tag “dog”|", "dog|… as a person"},
		"animals/d":    {"animals/dogs|30", "Create tag “animals/d”|"},
		"ANN":          {"Anna|person · 12", "Create tag “ANN”|", "ANN|… as a person"},
		"anna":         {"Anna|person · 12"},
		"person:d":     {"Dögan|person · 2", "d|… as a person"},
		"person:dogan": {"Dögan|person · 2"},
		"zebra":        {"Create tag “zebra”|", "zebra|… as a person"},
	} {
		if got := offerLabels(known.Complete(typed, 8)); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
	if n := len(known.Complete("d", 3)); n != 3 {
		t.Errorf("%d offers where 3 fit", n)
	}
	for typed, want := range map[string]library.Tag{"ANIMALS": tag("animals"), "anna": person("Anna"), "cat": tag("cat"), "dogan": person("Dögan")} {
		if got := known.Meant(tag(typed)); got != want {
			t.Errorf("%q means %+v, want %+v", typed, got, want)
		}
	}
}
