package learning

import (
	"fmt"
	"strings"

	"descry/library"
)

// What is learned has names of its own in a head, each different and for readers: a
// tag's is the tag, a person's says that it is one (tagWord), a description's is the
// description in quotation marks. A tag that looks like one of the others says that
// it is a tag.
const (
	PersonMark = " (person)"
	TagMark    = " (tag)"
)

// HeadKey names a tag in a head.
func HeadKey(tag library.Tag) string {
	key := TagWord(tag)
	if tag.Person {
		return key
	}
	quoted := strings.HasPrefix(key, "“") && strings.HasSuffix(key, "”")
	if quoted || strings.HasSuffix(key, PersonMark) || strings.HasSuffix(key, TagMark) {
		return key + TagMark
	}
	return key
}

// DescriptionKey names a description in a head.
func DescriptionKey(text string) string { return fmt.Sprintf("“%s”", text) }

// TagsByKey finds tags by their names in a head. Heads that were trained before tags
// said that they are some have the plain name, which counts where nothing else has it.
func TagsByKey(tags []library.Tag) map[string]library.Tag {
	byKey := make(map[string]library.Tag, len(tags))
	for _, tag := range tags {
		byKey[HeadKey(tag)] = tag
	}
	for _, tag := range tags {
		if _, taken := byKey[TagWord(tag)]; !taken {
			byKey[TagWord(tag)] = tag
		}
	}
	return byKey
}

// TagWord is a tag as it is shown among tags and people.
func TagWord(t library.Tag) string {
	if t.Person {
		return t.Name + PersonMark
	}
	return t.Name
}
