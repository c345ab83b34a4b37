package learning

import (
	"testing"

	"descry/library"
)

// TestHeadKeysAreDifferent takes names that look like what marks the others.
func TestHeadKeysAreDifferent(t *testing.T) {
	var tags []library.Tag
	for _, name := range []string{"Bella", "“Bella”", "Bella”", "“Bella"} {
		for range 3 {
			tags = append(tags, library.Tag{Name: name}, library.Tag{Name: name, Person: true},
				library.Tag{Name: name + TagMark}, library.Tag{Name: name + TagMark, Person: true})
			name += PersonMark
		}
	}
	keys := map[string]any{}
	taken := func(key string, by any) {
		if other, ok := keys[key]; ok {
			t.Errorf("%v and %v are both %q", other, by, key)
		}
		keys[key] = by
	}
	for _, tag := range tags {
		taken(HeadKey(tag), tag)
	}
	for _, text := range []string{"Bella", "Bella (person)", "Bella” (person)", "Bella” (tag)"} {
		taken(DescriptionKey(text), text)
	}
	byKey := TagsByKey(tags)
	for _, tag := range tags {
		if got := byKey[HeadKey(tag)]; got != tag {
			t.Errorf("the key of %+v is that of %+v", tag, got)
		}
	}
}

// TestHeadsOfBeforeFindTheirTags has keys as they were before tags said what they are.
func TestHeadsOfBeforeFindTheirTags(t *testing.T) {
	tag, person := library.Tag{Name: "Bella (person)"}, library.Tag{Name: "Bella", Person: true}
	const key = "Bella (person)"
	if got := TagsByKey([]library.Tag{tag})[key]; got != tag {
		t.Errorf("the only one that can be meant isn't found, but %+v", got)
	}
	if got := TagsByKey([]library.Tag{tag, person})[key]; got != person {
		t.Errorf("%+v is taken for a person", got)
	}
}
