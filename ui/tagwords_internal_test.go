package ui

import (
	"slices"
	"testing"

	"descry/library"
	"descry/ui/kit"
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
		if got := typedTags(text); !slices.Equal(got, want) {
			t.Errorf("%q reads as %+v, want %+v", text, got, want)
		}
	}
}

func TestTagTextIsReadBack(t *testing.T) {
	for _, want := range []library.Tag{tag("Bella"), tag("animals/dogs"), tag("salt, pepper"), tag("海、山"), tag("person:x"), person("Anna"), person("Smith, Anna")} {
		if got := typedTags(tagText(want) + ", other"); len(got) != 2 || got[0] != want {
			t.Errorf("%+v comes back as %+v", want, got)
		}
	}
}

func FuzzTypedTags(f *testing.F) {
	for _, seed := range []string{"a, b/c", `"x, y`, "person:", "person:person:a", `"""`, "，、", "a//b/ /c", "\x00\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, read := range typedTags(text) {
			again := typedTags(tagText(read))
			if len(again) != 1 || !sameTag(again[0], read) {
				t.Errorf("%q gives %+v, which is written %q and read as %+v", text, read, tagText(read), again)
			}
		}
	})
}

func TestAskedTag(t *testing.T) {
	for text, want := range map[string]library.Tag{
		tagQuery(tag("animals/dogs")):   tag("animals/dogs"),
		tagQuery(tag("my red bike")):    tag("my red bike"),
		tagQuery(tag("none")):           tag("none"),
		tagQuery(person("Anna Øster")):  person("Anna Øster"),
		"-tag:Bella":                    {},
		"tag:Bella dog":                 {},
		"tag:Bella,beach":               {},
		"tag:Bella date:2019":           {},
		"dog":                           {},
		untaggedQuery:                   {},
		tagQuery(tag("a \"quoted\" b")): tag("a \"quoted\" b"),
	} {
		got, untagged := askedTag(text)
		if got != want || untagged != (text == untaggedQuery) {
			t.Errorf("%q asks for %+v, untagged %v", text, got, untagged)
		}
	}
	if _, untagged := askedTag("-has:tag"); !untagged {
		t.Error("-has:tag isn't known as the photos without a tag")
	}
}

func knownOf(counts ...library.TagCount) knownTags { return newKnownTags(counts) }

func offerLabels(offers []tagOffer) []string {
	var labels []string
	for _, o := range offers {
		labels = append(labels, o.label+"|"+o.note)
	}
	return labels
}

func TestCompletions(t *testing.T) {
	known := knownOf(
		library.TagCount{Tag: tag("animals"), Photos: 40}, library.TagCount{Tag: tag("animals/dogs"), Photos: 30},
		library.TagCount{Tag: tag("dogs at sea"), Photos: 3}, library.TagCount{Tag: tag("hot dog"), Photos: 50},
		library.TagCount{Tag: person("Anna"), Photos: 12}, library.TagCount{Tag: person("Dögan"), Photos: 2},
	)
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
		if got := offerLabels(known.complete(typed, kit.MostOffers)); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
	if n := len(known.complete("d", 3)); n != 3 {
		t.Errorf("%d offers where 3 fit", n)
	}
	for typed, want := range map[string]library.Tag{"ANIMALS": tag("animals"), "anna": person("Anna"), "cat": tag("cat"), "dogan": person("Dögan")} {
		if got := known.meant(tag(typed)); got != want {
			t.Errorf("%q means %+v, want %+v", typed, got, want)
		}
	}
}

func TestShareWords(t *testing.T) {
	bella := func(n int) []library.TagShare { return []library.TagShare{{Tag: tag("Bella"), Photos: n}} }
	for _, tt := range []struct {
		photos int
		shares []library.TagShare
		want   string
	}{
		{1, bella(1), "1 photo"},
		{3, nil, "3 photos"},
		{3, bella(1), "3 photos"},
		{3, bella(2), "3 photos, 2 share “Bella”"},
		{3, bella(3), "3 photos share “Bella”"},
		{5000, bella(1200), "5,000 photos, 1,200 share “Bella”"},
	} {
		if got := shareHeading(tt.photos, tt.shares); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
	if got := shareText(bella(2)[0], 3); got != "Bella · 2 of 3" {
		t.Errorf("chip %q", got)
	}
	if got := shareText(bella(1)[0], 1); got != "Bella" {
		t.Errorf("chip %q", got)
	}
}

func TestRenameOutcomes(t *testing.T) {
	known := knownOf(
		library.TagCount{Tag: tag("animals"), Photos: 40}, library.TagCount{Tag: tag("animals/dogs"), Photos: 30},
		library.TagCount{Tag: tag("Bella"), Photos: 12}, library.TagCount{Tag: person("Bella"), Photos: 1},
	)
	for _, tt := range []struct {
		from, to library.Tag
		text     string
		merges   bool
	}{
		{tag("dog"), tag("bella"), "Merges with “Bella”, 12 photos.", true},
		{tag("Bella"), person("Bella"), "Merges with “Bella”, 1 photo.", true},
		{tag("Bella"), tag("BELLA"), "", false},
		{tag("Bella"), tag("Bello"), "", false},
		{tag("animals"), tag("beasts"), "1 tag below it comes along.", false},
		{tag("animals"), tag("Bella"), "Merges with “Bella”, 12 photos. 1 tag below it comes along.", true},
		{tag("animals"), tag("animals"), "", false},
	} {
		if text, merges := renameOutcome(known, tt.from, tt.to); text != tt.text || merges != tt.merges {
			t.Errorf("%v to %v: %q, %v", tt.from, tt.to, text, merges)
		}
	}
}
