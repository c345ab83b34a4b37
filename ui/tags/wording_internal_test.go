package tags

import (
	"testing"

	"descry/library"
	"descry/ui/tagname"
)

func tag(name string) library.Tag    { return library.Tag{Name: name} }
func person(name string) library.Tag { return library.Tag{Person: true, Name: name} }

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
		{3, append(bella(3), library.TagShare{Tag: tag("beach"), Photos: 3}, library.TagShare{Tag: tag("sea"), Photos: 2}), "3 photos share 2 tags"},
		{3, append(bella(3), library.TagShare{Tag: tag("beach"), Photos: 3}), "3 photos share 2 tags"},
		{3, append(bella(3), library.TagShare{Tag: tag("sea"), Photos: 2}), "3 photos share “Bella”"},
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
	known := tagname.NewKnown([]library.TagCount{
		{Tag: tag("animals"), Photos: 40}, {Tag: tag("animals/dogs"), Photos: 30},
		{Tag: tag("Bella"), Photos: 12}, {Tag: person("Bella"), Photos: 1},
	})
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
